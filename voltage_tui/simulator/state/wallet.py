"""A wallet and its ledger: the only place where balances change, always with a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voltage_tui.simulator.state.kinds import RowKind
from voltage_tui.simulator.state.ledger import Breakdown, Hold, Row

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.bulk import BulkRows
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.policies import Policies


@dataclass(slots=True, eq=False, repr=False)
class Wallet:
    """A wallet; amounts are base units of its line's currency, moments microseconds."""

    id: str
    name: str
    line: Line
    limit: int
    created: int
    updated: int
    visible_at: int
    metadata: dict[str, str] | None = None
    active: bool = True
    deleted_at: int | None = None
    deletion_failed_at: int | None = None
    error: JsonObject | None = None
    total: int = 0
    held: int = 0
    rows: list[Row] = field(default_factory=list)
    holds: dict[str, Hold] = field(default_factory=dict)
    bulk: BulkRows | None = None
    policies: Policies | None = None
    pending_settlements: list[JsonObject] = field(default_factory=list)

    @property
    def available(self) -> int:
        """The total without what open holds reserve; unused credit is not counted."""
        return self.total - self.held

    @property
    def spending_power(self) -> int:
        """What a hold may take: `available` and the credit slice (section 20)."""
        return self.available + self.limit

    @property
    def moved_at(self) -> int | None:
        """When the last row was written, or None while no money has moved."""
        if self.rows:
            return self.rows[-1].at
        return self.bulk.last_at() if self.bulk is not None and len(self.bulk) else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is owed either way and nothing is reserved."""
        return self.total == 0 and not self.holds

    def credit(
        self, credit_id: str, payment_id: str, amount: int, at: int, breakdown: Breakdown
    ) -> None:
        """A receive settled: `amount` is net of the payer's fee."""
        self.total += amount
        self.rows.append(Row(RowKind.CREDITED, credit_id, payment_id, amount, at, breakdown))

    def hold(self, hold_id: str, payment_id: str, amount: int, at: int) -> None:
        """A send reserves `amount`."""
        self.held += amount
        self.holds[hold_id] = Hold(amount, at, payment_id)
        self.rows.append(Row(RowKind.HELD, hold_id, payment_id, amount, at))

    def capture(self, hold_id: str, amount: int, at: int, breakdown: Breakdown) -> None:
        """A send settled: `amount` leaves, the rest of the hold is free again."""
        hold = self.holds.pop(hold_id)
        self.held -= hold.amount
        self.total -= amount
        self.rows.append(Row(RowKind.CAPTURED, hold_id, hold.payment_id, amount, at, breakdown))

    def release(self, hold_id: str, at: int) -> None:
        """A send failed: the whole hold is free again."""
        hold = self.holds.pop(hold_id)
        self.held -= hold.amount
        self.rows.append(Row(RowKind.RELEASED, hold_id, hold.payment_id, hold.amount, at))

    def deposit(self, deposit_id: str, amount: int, at: int) -> None:
        """Money in outside payments, such as a bill that was collected."""
        self.total += amount
        self.rows.append(Row(RowKind.DEPOSITED, deposit_id, None, amount, at))

    def withdraw(self, withdraw_id: str, amount: int, at: int) -> None:
        """Money out outside payments, such as a bill that was paid out."""
        self.total -= amount
        self.rows.append(Row(RowKind.WITHDRAWN, withdraw_id, None, amount, at))
