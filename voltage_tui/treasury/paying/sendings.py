"""The payments this program sends, kept up with what the API says of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.treasury.orders import OrderBook
from voltage_tui.treasury.paying.send_steps import advanced, missed
from voltage_tui.treasury.paying.sending import Sending, SendStage, wants_closing
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.tools import Tools


class Sendings(OrderBook[Sending]):
    """Keeps `snapshot.sendings`; none is forgotten before its question is settled.

    `when_over` is called with each whose end has become known and that is not closed yet.
    """

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, Topic.SENDING)
        self._claimed: set[PaymentId] = set()
        self.when_over: list[Callable[[Sending], None]] = []

    def has(self, payment_id: PaymentId) -> bool:
        """Whether this ID is being worked with here, entered or about to be."""
        return payment_id in self._claimed or self.get(payment_id) is not None

    @property
    def under_way(self) -> PaymentId | None:
        """One that is being prepared or has no answer yet."""
        waiting = (SendStage.JOURNALLED, SendStage.SENDING)
        entered = [s.payment_id for s in self._known if s.stage in waiting]
        return next(iter((*entered, *self._claimed)), None)

    @contextmanager
    def claimed(self, payment_id: PaymentId) -> Iterator[None]:
        """Keep an ID for a payment that is being prepared, until it is entered or dropped."""
        self._claimed.add(payment_id)
        try:
            yield
        finally:
            self._claimed.discard(payment_id)

    def _in(self, snapshot: Snapshot) -> tuple[Sending, ...]:
        return snapshot.sendings

    def _with(self, snapshot: Snapshot, orders: tuple[Sending, ...]) -> Snapshot:
        return replace(snapshot, sendings=orders)

    def _is_done(self, order: Sending) -> bool:
        return order.closed is not None

    def _advanced(self, order: Sending, payment: Payment) -> Sending:
        return advanced(order, payment, self._tools.clock.now())

    def _missed(self, order: Sending, now: datetime, server_now: datetime, now_s: float) -> Sending:
        return missed(order, now, server_now, now_s)

    def _post(self, orders: tuple[Sending, ...]) -> None:
        before = {s.payment_id for s in self._known if wants_closing(s)}
        super()._post(orders)
        for sending in orders:
            if wants_closing(sending) and sending.payment_id not in before:
                for told in self.when_over:
                    told(sending)
