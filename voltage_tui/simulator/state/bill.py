"""Bills (API reference, section 13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.wallet import Wallet


class BillItem(NamedTuple):
    """One wallet's part of a bill, in base units of the line's currency."""

    wallet: Wallet
    starting_balance: int
    sent_count: int
    sent: int
    received_count: int
    received: int
    send_fees: int
    receive_fees: int
    volume_fee: int

    @property
    def net(self) -> int:
        """Received less sent: negative means that the customer owes."""
        return self.received - self.sent


@dataclass(slots=True, eq=False, repr=False)
class Bill:
    """One bill of one line and month; `due` is the signed sum, negative for a collection."""

    id: str
    line: Line
    start: int
    end: int
    created: int
    updated: int
    status: str
    items: list[BillItem] = field(default_factory=list)
    service_fee: int = 0
    queued_at: int | None = None
    paid_at: int | None = None
    settled_at: int | None = None

    @property
    def due(self) -> int:
        """Line-item nets less the fees; negative means Collection (section 13)."""
        fees = sum(item.volume_fee for item in self.items)
        return sum(item.net for item in self.items) - fees - self.service_fee
