"""Looks for the newest rate among the quotes, where there is a line in dollars."""

from __future__ import annotations

from voltage_tui.money import USD
from voltage_tui.treasury.rates import RateKeeper
from voltage_tui.treasury.scheduler import Task
from voltage_tui.treasury.tools import Tools


class RateJob:
    """Reads quotes that were made anyway; it never asks for one of its own."""

    def __init__(self, tools: Tools, rates: RateKeeper) -> None:
        self._tools = tools
        self._rates = rates

    def task(self) -> Task:
        """What the scheduler repeats."""
        cadence = self._tools.cadence
        return Task("rate", self._read, lambda: cadence.rate, lambda _: None)

    async def _read(self) -> None:
        lines = self._tools.board.snapshot.lines.value or ()
        if not any(line.currency == USD for line in lines):
            return
        quotes = await self._tools.gate.read(self._tools.client.quotes.list)
        self._rates.offer(quote.quote for quote in quotes)
