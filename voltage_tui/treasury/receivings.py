"""The orders to receive that this program made, kept up with the payments they became."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.receive_steps import advanced
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.clock import Clock
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.board import Board
    from voltage_tui.treasury.receiving import Receiving

_KEPT: Final = 200


class Receivings:
    """Keeps `snapshot.receivings`, newest first; those that are over are forgotten in time."""

    def __init__(self, client: VoltageClient, clock: Clock, board: Board) -> None:
        self._client = client
        self._clock = clock
        self._board = board

    def get(self, payment_id: PaymentId) -> Receiving | None:
        """The order with this ID."""
        return self._board.snapshot.receiving(payment_id)

    def add(self, receiving: Receiving) -> None:
        """Put a new order first, and forget the oldest that are over if there are too many."""
        known = self._board.snapshot.receivings
        over = [r for r in known if r.is_over]
        dropped = {r.payment_id for r in over[_KEPT:]}
        self._post((receiving, *(r for r in known if r.payment_id not in dropped)))

    def change(
        self, payment_id: PaymentId, change: Callable[[Receiving], Receiving]
    ) -> Receiving | None:
        """Replace an order by what `change` makes of it, and return that."""
        found = self.get(payment_id)
        if found is None:
            return None
        changed = change(found)
        if changed != found:
            known = self._board.snapshot.receivings
            self._post(tuple(changed if r is found else r for r in known))
        return changed

    def note(self, payments: Iterable[Payment]) -> None:
        """Move the orders on whose payments have just been read."""
        now, offset = self._clock.now(), self._client.server_offset
        known = self._board.snapshot.receivings
        by_id = {p.id: p for p in payments}
        moved = tuple(
            advanced(r, by_id[r.payment_id], now, offset) if r.payment_id in by_id else r
            for r in known
        )
        if moved != known:
            self._post(moved)

    def _post(self, receivings: tuple[Receiving, ...]) -> None:
        changed = replace(self._board.snapshot, receivings=receivings)
        self._board.post(changed, Topic.RECEIVING)
