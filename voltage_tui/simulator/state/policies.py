"""The policies of one wallet (API reference, section 15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject


class Limit(NamedTuple):
    """A policy with one number: satoshis, or transactions per minute."""

    id: str
    value: int
    created: int
    updated: int


class Reflex(NamedTuple):
    """An outside compliance decision; smaller payments than the threshold skip it."""

    id: str
    template_id: str
    threshold: JsonObject | None
    created: int
    updated: int


class Screening(NamedTuple):
    """Sanctions screening is on."""

    id: str
    created: int


class FeeRates(NamedTuple):
    """Processing fees of this wallet in place of its line's, in basis points."""

    id: str
    send_basis_points: int
    receive_basis_points: int
    created: int
    updated: int


@dataclass(slots=True, eq=False, repr=False)
class Policies:
    """What is set for one wallet; None means no such policy."""

    updated: int
    max_payment_size: Limit | None = None
    velocity: Limit | None = None
    send_volume: Limit | None = None
    reflex: Reflex | None = None
    screening: Screening | None = None
    fees: FeeRates | None = None
    error: JsonObject | None = None
