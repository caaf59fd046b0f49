"""Takes in every payment that was read, wherever it came from, and keeps all that follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from voltage_tui.model.payment import Payment
from voltage_tui.treasury.shelf import PaymentShelf
from voltage_tui.treasury.snapshot import Case
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.treasury.board import Board
    from voltage_tui.treasury.paying.sendings import Sendings
    from voltage_tui.treasury.rates import RateKeeper
    from voltage_tui.treasury.receivings import Receivings

Watcher = Callable[[Sequence[Payment]], None]


class Bookkeeper:
    """Keeps `snapshot.book`, `pending` and the payments of `cases`.

    `when_read` is told every payment read, `when_changed` those that were news, once the snapshot
    has them.
    """

    def __init__(
        self, board: Board, rates: RateKeeper, receivings: Receivings, sendings: Sendings
    ) -> None:
        self._board = board
        self._rates = rates
        self._receivings = receivings
        self._sendings = sendings
        self.shelf = PaymentShelf()
        self.when_read: list[Watcher] = []
        self.when_changed: list[Watcher] = []

    def take(self, payments: Sequence[Payment]) -> None:
        """Keep what is new in payments just read."""
        changed = [self.believed(p) for p in payments if self.shelf.absorb(p)]
        if changed:
            self.publish()
            self._tell(changed)
        for watcher in self.when_read:
            watcher(payments)

    def believed(self, payment: Payment) -> Payment:
        """What is believed of a payment just read: an answer may be older than another one."""
        return self.shelf.get(payment.id) or payment

    def note_page(self, at: datetime) -> None:
        """Say that the newest page was read well at `at`."""
        self._trim()
        snapshot = self._board.snapshot
        read = self.shelf.book()
        # Mostly nothing changed; then the very same book says so to whoever looks at it.
        known = read if read != snapshot.book.value else snapshot.book.value
        book = snapshot.book.succeeded(known, at)
        changed = replace(snapshot, book=book, pending=self.shelf.pending())
        self._board.post(changed, Topic.PAYMENTS)

    def publish(self) -> None:
        """Post the payments as they are now; the list's age stays what it was."""
        self._trim()
        snapshot = self._board.snapshot
        book = snapshot.book
        if book.value is not None:
            book = replace(book, value=self.shelf.book())
        changed = replace(snapshot, book=book, pending=self.shelf.pending())
        self._board.post(changed, Topic.PAYMENTS)

    def _tell(self, changed: Sequence[Payment]) -> None:
        self._rates.offer_payments(changed)
        self._receivings.note(changed)
        self._sendings.note(changed)
        self._update_cases(changed)
        for watcher in self.when_changed:
            watcher(changed)

    def _update_cases(self, changed: Sequence[Payment]) -> None:
        """A case never shows an older reading than the list beside it."""
        snapshot = self._board.snapshot
        cases, touched = dict(snapshot.cases), False
        for payment in changed:
            reading = cases.get(payment.id)
            if reading is not None and reading.value is not None:
                newest = Case(payment, reading.value.history)
                cases[payment.id] = replace(reading, value=newest)
                touched = True
        if touched:
            self._board.post(replace(snapshot, cases=MappingProxyType(cases)), Topic.CASE)

    def _trim(self) -> None:
        snapshot = self._board.snapshot
        self.shelf.trim({*snapshot.cases, *self._receivings.ids(), *self._sendings.ids()})
