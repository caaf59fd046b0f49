"""Looks for the newest rate among the quotes, where there is a line in dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.money import USD
from voltage_tui.treasury.scheduler import Task

if TYPE_CHECKING:
    from voltage_tui.model.quote import QuotePage
    from voltage_tui.treasury.rates import RateKeeper
    from voltage_tui.treasury.tools import Tools

_PAGE: Final = 20
_LINES_UNKNOWN_S: Final = 1.0


class RateJob:
    """Reads quotes that were made anyway; it never asks for one of its own."""

    def __init__(self, tools: Tools, rates: RateKeeper) -> None:
        self._tools = tools
        self._rates = rates

    def task(self) -> Task:
        """What the scheduler repeats."""
        return Task("rate", self._read, self._interval, lambda _: None)

    def _interval(self) -> float:
        """At the start, soon again: whether it is of use shows once the lines are known."""
        known = self._tools.board.snapshot.lines.value is not None
        return self._tools.cadence.rate if known else _LINES_UNKNOWN_S

    async def _read(self) -> None:
        lines = self._tools.board.snapshot.lines.value or ()
        if not any(line.currency == USD for line in lines):
            return
        page = await self._page(0)
        self._rates.offer(quote.quote for quote in page.quotes)
        if page.total > len(page.quotes):
            # The order of the list is not stated, so the newest may be at either end.
            page = await self._page(max(0, page.total - _PAGE))
            self._rates.offer(quote.quote for quote in page.quotes)

    async def _page(self, offset: int) -> QuotePage:
        client = self._tools.client
        return await self._tools.gate.read(lambda: client.quotes.list(offset=offset, limit=_PAGE))
