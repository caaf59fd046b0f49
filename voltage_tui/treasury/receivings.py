"""The orders to receive that this program made, kept up with the payments they became."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from voltage_tui.treasury.orders import OrderBook
from voltage_tui.treasury.receive_steps import advanced, missed
from voltage_tui.treasury.receiving import Receiving
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from voltage_tui.api.client import VoltageClient
    from voltage_tui.clock import Clock
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.board import Board
    from voltage_tui.treasury.snapshot import Snapshot


class Receivings(OrderBook[Receiving]):
    """Keeps `snapshot.receivings`."""

    def __init__(self, client: VoltageClient, clock: Clock, board: Board) -> None:
        super().__init__(board, Topic.RECEIVING)
        self._client = client
        self._clock = clock

    def missed(self, payment_id: PaymentId) -> None:
        """The API has just answered that it does not know this ID."""
        now = self._clock.now()
        server_now = now + (self._client.server_offset or timedelta())
        now_s = self._clock.monotonic()
        self.change(payment_id, lambda r: missed(r, now, server_now, now_s))

    def _in(self, snapshot: Snapshot) -> tuple[Receiving, ...]:
        return snapshot.receivings

    def _with(self, snapshot: Snapshot, orders: tuple[Receiving, ...]) -> Snapshot:
        return replace(snapshot, receivings=orders)

    def _is_done(self, order: Receiving) -> bool:
        return order.is_over

    def _advanced(self, order: Receiving, payment: Payment) -> Receiving:
        return advanced(order, payment, self._clock.now(), self._client.server_offset)
