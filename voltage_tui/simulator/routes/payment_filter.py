"""Which payments a list or a summary is about (API reference, section 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.simulator.state.kinds import (
    PAYMENT_KINDS,
    PAYMENT_STATUSES,
    Category,
    Direction,
    Kind,
)
from voltage_tui.simulator.state.payment import Receive, Send

if TYPE_CHECKING:
    from voltage_tui.simulator.query import Query
    from voltage_tui.simulator.state.bulk import BulkPick
    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.state import State


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Every filter there is; None or empty lets everything pass."""

    wallet_id: str | None = None
    line_id: str | None = None
    category: str | None = None
    direction: str | None = None
    kind: str | None = None
    statuses: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    start: int | None = None
    end: int | None = None
    check_only: bool | None = None

    def takes(self, payment: Payment, now: int) -> bool:
        """Whether a payment is among those asked for, and can be read by now."""
        return (
            payment.visible_at <= now
            and self.wallet_id in (None, payment.wallet.id)
            and self.line_id in (None, payment.wallet.line.id)
            and self.category in (None, payment.category)
            and self.kind in (None, payment.kind)
            and (self.start is None or self.start <= payment.created)
            and (self.end is None or payment.created <= self.end)
            and self._takes_state(payment)
            and self._takes_metadata(payment)
        )

    def _takes_state(self, payment: Payment) -> bool:
        if not isinstance(payment, Send | Receive):
            return False
        check = isinstance(payment, Send) and payment.check_only is True
        return (
            self.direction in (None, direction_of(payment))
            and (not self.statuses or payment.status in self.statuses)
            and self.check_only in (None, check)
        )

    def _takes_metadata(self, payment: Payment) -> bool:
        held = payment.metadata or {}
        return all(held.get(key) == value for key, value in self.metadata)

    def bulk(self, state: State) -> BulkPick | None:
        """The payments of the older history that match, or None when none can."""
        history = state.bulk
        if history is None or self.metadata or self.check_only is True:
            return None
        if self.kind not in (None, Kind.BOLT11.value):
            return None
        if self.category not in (None, Category.STANDARD.value):
            return None
        if self.statuses and "completed" not in self.statuses:
            return None

        def wanted(j: int) -> bool:
            wallet = history.wallet_of(j)
            direction = Direction.SEND if history.is_send(j) else Direction.RECEIVE
            return (
                self.wallet_id in (None, wallet.id)
                and self.line_id in (None, wallet.line.id)
                and self.direction in (None, direction)
            )

        return history.select(wanted, self.start, self.end)


def direction_of(payment: Payment) -> Direction:
    """Whether a payment is a send or a receive."""
    return Direction.SEND if isinstance(payment, Send) else Direction.RECEIVE


def read_filter(query: Query, *, wallet_id: str | None = None) -> PaymentFilter:
    """The filter that a query asks for; raises `RefusedError` for what cannot be read."""
    return PaymentFilter(
        wallet_id=wallet_id or query.uuid("wallet_id"),
        line_id=query.uuid("line_of_credit_id"),
        category=query.choice("payment_category", tuple(Category)),
        direction=query.choice("direction", tuple(Direction)),
        kind=query.choice("kind", PAYMENT_KINDS),
        statuses=query.many("statuses", PAYMENT_STATUSES),
        metadata=query.metadata(),
        start=query.moment("start_date"),
        end=query.moment("end_date"),
        check_only=query.flag("check_only"),
    )
