"""The rows of a wallet's ledger (API reference, section 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from voltage_tui.simulator.state.kinds import FeeRoute, Kind, RowKind


class Breakdown(NamedTuple):
    """What a settled amount is made of, in base units of the wallet's currency."""

    principal: int
    network_fee: int
    processing_fee: int
    basis_points: int
    kind: Kind
    route: FeeRoute


class Row(NamedTuple):
    """One event: `id` is the credit, hold, deposit or withdrawal; amounts are magnitudes."""

    kind: RowKind
    id: str
    payment_id: str | None
    amount: int
    at: int
    breakdown: Breakdown | None = None


class Hold(NamedTuple):
    """An open reservation for a send."""

    amount: int
    at: int
    payment_id: str
