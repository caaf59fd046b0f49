"""The orders to receive that this program made, kept up with the payments they became."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.treasury.orders import OrderBook
from voltage_tui.treasury.receive_steps import advanced, missed
from voltage_tui.treasury.receiving import Receiving
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.tools import Tools


class Receivings(OrderBook[Receiving]):
    """Keeps `snapshot.receivings`."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, Topic.RECEIVING)

    def _in(self, snapshot: Snapshot) -> tuple[Receiving, ...]:
        return snapshot.receivings

    def _with(self, snapshot: Snapshot, orders: tuple[Receiving, ...]) -> Snapshot:
        return replace(snapshot, receivings=orders)

    def _is_done(self, order: Receiving) -> bool:
        return order.is_over

    def _advanced(self, order: Receiving, payment: Payment) -> Receiving:
        tools = self._tools
        return advanced(order, payment, tools.clock.now(), tools.client.server_offset)

    def _missed(
        self, order: Receiving, now: datetime, server_now: datetime, now_s: float
    ) -> Receiving:
        return missed(order, now, server_now, now_s)
