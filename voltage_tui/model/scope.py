"""Which part of Voltage a key, a client and a folder belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.model.ids import EnvironmentId, OrganizationId


@dataclass(frozen=True, slots=True)
class Scope:
    """One environment of one organisation."""

    organization_id: OrganizationId
    environment_id: EnvironmentId
