"""What a search finds among the payments kept here: the first at once, the rest after."""

from __future__ import annotations

import asyncio
from array import array
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from voltage_tui.model.newer import newer
from voltage_tui.query import Query
from voltage_tui.treasury.problems import problem_of
from voltage_tui.ui.payment_columns import payment_columns
from voltage_tui.ui.screens.payments.chosen import chosen_cells
from voltage_tui.ui.searching.here import calendar_of, found_here
from voltage_tui.ui.widgets.long_list import LongList
from voltage_tui.ui.widgets.long_list_ids import ShownIds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.query import Calendar
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

_BETWEEN_S: Final = 2.0
"""Seconds of the clock at least between two searches for the same."""


class Found:
    """Fills `rows` with what a search finds; `when_changed` is told of every step.

    `count` is how many were found so far, `kept` how many payments are kept here at all; `looking`
    until the search is through. `problem` is why nothing could be looked for. What is shown of a
    payment is never older than what the treasury knows of it.
    """

    def __init__(self, app: Callable[[], VoltageApp], when_changed: Callable[[], None]) -> None:
        self._app = app
        self._when_changed = when_changed
        self._query = Query()
        self._task: asyncio.Task[None] | None = None
        self._news = False
        self._looked_at = 0.0
        self._current = _Current()
        self.rows: LongList[Payment] = LongList(
            payment_columns(), lambda payment: chosen_cells(payment, app()), self._read
        )
        self.count = 0
        self.kept = 0
        self.looking = False
        self.problem: Problem | None = None

    def ask(self, query: Query) -> None:
        """Look for this from now on, from the top."""
        self._query = query
        self._begin(from_top=True)

    def news(self) -> None:
        """Payments have changed: those in view are shown as they are now, and the search redone."""
        self.rows.read_again()
        self._news = True

    def tick(self) -> None:
        """A second has passed: look again, if there were news and the last look is a while ago."""
        waited = self._app().launch.clock.monotonic() - self._looked_at
        if self._news and not self.looking and waited >= _BETWEEN_S:
            self._begin(from_top=False)

    def stop(self) -> None:
        """Look for nothing any more."""
        if self._task is not None:
            self._task.cancel()
        self.looking = self._news = False

    def _begin(self, *, from_top: bool) -> None:
        self.stop()
        self.looking = True
        self._task = asyncio.create_task(
            self._look(self._query, from_top=from_top), name="payments found"
        )

    async def _look(self, query: Query, *, from_top: bool) -> None:
        app = self._app()
        self._looked_at = app.launch.clock.monotonic()
        try:
            if app.treasury is not None:
                self.kept = await app.treasury.mirror.read(lambda r: r.payment_count())
            await (self._show(query) if from_top else self._show_again(query))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is said
            self.problem = problem_of(error, app.now())
        else:
            self.problem = None
        self.looking = False
        self._when_changed()

    async def _show(self, query: Query) -> None:
        """The first as soon as they are found, and each further part below them."""
        self.count = 0
        async for part in self._parts(query):
            if not self.count:
                self.rows.show(ShownIds(part), from_top=True)
            else:
                self.rows.put_below(part)
            self.count = self.rows.row_count
            self._when_changed()
        if not self.count:
            self.rows.show(ShownIds(), from_top=True)

    async def _show_again(self, query: Query) -> None:
        """All at once, with the cursor where it is."""
        ids = array("q")
        async for part in self._parts(query):
            ids.extend(part)
        self.rows.show(ShownIds(ids))
        self.count = len(ids)

    async def _parts(self, query: Query) -> AsyncIterator[array[int]]:
        looked = found_here(
            self._app(), lambda r, calendar, names: r.search(calendar, names).payment_numbers(query)
        )
        async with aclosing(looked) as parts:
            async for part in parts:
                yield part

    async def _read(self, numbers: Sequence[int]) -> Mapping[int, Payment]:
        """Payments by their numbers, each in its newest reading."""
        app = self._app()
        if app.treasury is None:
            return {}
        calendar = calendar_of(app)
        kept = await app.treasury.mirror.read(lambda r: _payments(r, calendar, numbers))
        known = self._current.of(app.snapshot)
        return {
            number: newer(payment, known[payment.id]) if payment.id in known else payment
            for number, payment in kept.items()
        }


def _payments(
    reader: MirrorReader, calendar: Calendar, numbers: Sequence[int]
) -> dict[int, Payment]:
    names: dict[WalletId, str] = {}
    search = reader.search(calendar, names)
    ids = {number: search.payment_ids(array("q", [number])) for number in numbers}
    payments = reader.payments([one for some in ids.values() for one in some])
    return {n: payments[one] for n, some in ids.items() for one in some if one in payments}


class _Current:
    """The payments of a snapshot by their ID, put together once for each snapshot."""

    def __init__(self) -> None:
        self._made_of: Snapshot | None = None
        self._by_id: dict[PaymentId, Payment] = {}

    def of(self, snapshot: Snapshot | None) -> Mapping[PaymentId, Payment]:
        if snapshot is not self._made_of:
            book = snapshot.book.value.payments if snapshot and snapshot.book.value else ()
            pending = snapshot.pending if snapshot else ()
            self._made_of = snapshot
            self._by_id = {payment.id: payment for payment in (*book, *pending)}
        return self._by_id
