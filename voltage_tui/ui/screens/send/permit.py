"""Whether a send may leave now, by the power in force (S-11, S-44, S-47)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.api.power import Level

if TYPE_CHECKING:
    from voltage_tui.api.power import Power


class Permit(Enum):
    """What the power lets a send do."""

    ARMED = "armed"
    NOT_ARMED = "not armed"
    READ_ONLY = "read only"


def permit_of(power: Power | None) -> Permit:
    """The permit; without a connection sending is not armed yet."""
    if power is not None and power.refusal is not None:
        return Permit.READ_ONLY
    return Permit.ARMED if power is not None and power.level >= Level.SEND else Permit.NOT_ARMED
