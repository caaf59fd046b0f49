"""Reads lists of payments: the newest, those pending of any age, and older ones on request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.api.errors import TooManyPages
from voltage_tui.model.filters import PaymentFilter
from voltage_tui.model.payment import PaymentPage, PaymentStatus
from voltage_tui.treasury.scheduler import Task
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.tools import Tools

PAGE: Final = 100
_TOP: Final = 25
"""Payments read to see whether there is anything new.

With fewer, those in flight further down are read one by one: 10 make a quarter more requests.
"""
_MOST_PAGES: Final = 50
_PENDING: Final = (
    PaymentStatus.GENERATING,
    PaymentStatus.RECEIVING,
    PaymentStatus.SENDING,
    PaymentStatus.APPROVED,
)
# The API has finer moments than ours; a bound rounded down would leave some payments out.
_TICK: Final = timedelta(microseconds=1)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


class PaymentLists:
    """Keeps the book of payments filled."""

    def __init__(self, tools: Tools, books: Bookkeeper) -> None:
        self._tools = tools
        self._books = books

    def newest_task(self) -> Task:
        """The newest page, over and over."""
        cadence = self._tools.cadence
        return Task("payments", self._read_newest, lambda: cadence.payments, self.report)

    def sweep_task(self) -> Task:
        """Everything pending, at the start and now and then after that."""
        cadence = self._tools.cadence
        return Task("pending payments", self.sweep, lambda: cadence.sweep, lambda _: None)

    async def read_older(self) -> None:
        """One page of payments older than the book reaches; nothing when it is complete."""
        shelf = self._books.shelf
        if shelf.complete or shelf.reaches is None or shelf.is_full:
            return
        older = PaymentFilter(end=min(shelf.reaches, _LAST - _TICK) + _TICK)
        cursor: str | None = None
        for _ in range(_MOST_PAGES):
            page = await self._page(older, cursor)
            is_news = any(shelf.get(p.id) is None for p in page.payments)
            self._books.take(page.payments)
            shelf.put_older(page.payments, has_more=page.has_more)
            cursor = page.next_cursor
            if is_news or cursor is None:
                break
        self._books.publish()

    async def _read_newest(self) -> None:
        shelf = self._books.shelf
        page = await self._page(PaymentFilter(), None, _TOP if shelf.has_begun else PAGE)
        if page.has_more and not shelf.joins(page.payments):
            page = await self._page(PaymentFilter(), None)
        shelf.put_newest(page.payments, has_more=page.has_more)
        self._books.take(page.payments)
        self._books.note_page(self._tools.clock.now())

    async def sweep(self) -> None:
        """Everything that is pending, whatever its age."""
        pending = PaymentFilter(statuses=_PENDING)
        cursor: str | None = None
        for _ in range(_MOST_PAGES):
            page = await self._page(pending, cursor)
            self._books.take(page.payments)
            cursor = page.next_cursor
            if not page.has_more or cursor is None:
                return
        raise TooManyPages(_MOST_PAGES)

    async def _page(
        self, wanted: PaymentFilter, cursor: str | None, limit: int = PAGE
    ) -> PaymentPage:
        client = self._tools.client
        return await self._tools.gate.read(
            lambda: client.payments.page(wanted, cursor=cursor, limit=limit)
        )

    def report(self, problem: Problem | None) -> None:
        """Show on the book what went wrong while it was read."""
        if problem is not None:
            board = self._tools.board
            book = board.snapshot.book.failed(problem)
            board.post(replace(board.snapshot, book=book), Topic.PAYMENTS)
