"""Rates in the life of the treasury: what is missing, what is fetched, what a person gave."""

from __future__ import annotations

import asyncio
from array import array
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.kept_rates import minute_of
from voltage_tui.store.mirror.missing_rates import NO_MINUTE
from voltage_tui.store.mirror.moments import moment_at
from voltage_tui.treasury.pricing.fetching import Fetching
from voltage_tui.treasury.pricing.progress import MissingRates, PricingProgress
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence
    from datetime import datetime

    from voltage_tui.launch import CoinPriceService
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.kept_rates import KeptRates, RateSubject
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.period import Period
    from voltage_tui.money import Currency, Rate
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.tools import Tools

_SETTLED: Final = timedelta(minutes=2)
"""A minute younger than this may still get another price."""


class Pricing:
    """Rates of one environment; `rate_of` says which of them counts.

    Everything that can be awaited may raise `MirrorError` and `StoreError`. How fetching goes is
    told by `snapshot.pricing` with `Topic.PRICING`.
    """

    def __init__(self, tools: Tools, background: Background) -> None:
        self._tools = tools
        self._background = background
        self._running: asyncio.Task[None] | None = None

    @property
    def service(self) -> CoinPriceService | None:
        """The coin price service there is to be asked, turned on or not."""
        return self._tools.coin_prices

    async def missing(
        self,
        period: Period | None = None,
        wallets: Sequence[WalletId] = (),
        currency: Currency | None = None,
    ) -> MissingRates:
        """What lacks a rate: of a period or all time, of these wallets or all, of one currency."""
        between = None if period is None else (period.start, period.end)
        row_ids, minutes = array("q"), set[int]()
        async for part in self._tools.store.mirror.parts(
            lambda reader: reader.missing_rates(between, wallets, currency)
        ):
            row_ids.extend(part[::2])
            minutes.update(part[1::2])
        minutes.discard(NO_MINUTE)
        return MissingRates(row_ids, tuple(map(moment_at, sorted(minutes))))

    async def kept_for(self, entries: Iterable[LedgerEntry]) -> KeptRates:
        """What is kept for these entries, for `rate_of`."""
        wanted = tuple(entries)
        return await self._tools.store.mirror.read(lambda reader: reader.rates.kept_for(wanted))

    def fetch_missing(
        self, period: Period | None = None, wallets: Sequence[WalletId] = ()
    ) -> str | None:
        """Begin to fetch the coin prices of what is missing, in the background.

        Returns None, or why it was not begun, in words for the person.
        """

        async def minutes() -> Sequence[datetime]:
            return (await self.missing(period, wallets)).minutes

        return self._begin(minutes)

    def fetch_minutes(self, moments: Iterable[datetime]) -> str | None:
        """The same for the minutes these moments are in."""
        wanted = sorted({minute_of(moment) for moment in moments})

        async def minutes() -> Sequence[datetime]:
            return wanted

        return self._begin(minutes)

    def stop_fetching(self) -> None:
        """Ask for no more; what was fetched is kept, and fetching again goes on from there."""
        if self._running is not None:
            self._running.cancel()

    async def set_manual(self, subject: RateSubject, rate: Rate | None, reason: str) -> None:
        """Keep a person's rate for a payment or a row, with their reason; None takes it away.

        The audit record has a line of it first (S-61). Raises `WriteForbiddenError` where another
        program writes (S-11), and `ValueError` for a rate that could not be kept.
        """
        facts = {"for": subject, "rate": "none" if rate is None else str(rate), "reason": reason}
        await self._tools.store.note("rate", facts)
        now = self._tools.clock.now()
        await self._tools.store.mirror.write(
            lambda mirror: mirror.set_manual_rate(subject, rate, reason, now)
        )
        told = self._progress
        self._tell(replace(told, kept=told.kept + 1))

    @property
    def _progress(self) -> PricingProgress:
        return self._tools.board.snapshot.pricing

    def _begin(
        self, minutes: Callable[[], Coroutine[None, None, Sequence[datetime]]]
    ) -> str | None:
        service, store = self.service, self._tools.store
        if service is None or not service.is_on():
            return "The coin price service is off."
        if store.held is not None:
            return f"{store.held}: rates are kept there; close it, press R."
        if self._progress.running:
            return "Prices are being fetched already."
        self._tell(PricingProgress(running=True, kept=self._progress.kept))
        self._background.spawn("coin prices", self._fetch(service, minutes))
        return None

    async def _fetch(
        self,
        service: CoinPriceService,
        minutes: Callable[[], Coroutine[None, None, Sequence[datetime]]],
    ) -> None:
        self._running = asyncio.current_task()
        tools, problem = self._tools, None
        try:
            latest = tools.server_now() - _SETTLED
            # The newest first: they are looked at first.
            wanted = [minute for minute in reversed(await minutes()) if minute <= latest]
            async with aclosing(service.connect()) as prices:
                await Fetching(prices, tools, self._progress, self._tell).run(wanted)
        except TroubleError as error:
            problem = Problem(ProblemKind.INTERNAL, error.what, error.advice, tools.clock.now())
        finally:
            self._running = None
            ended = replace(self._progress, running=False)
            self._tell(ended if problem is None else replace(ended, problem=problem))

    def _tell(self, progress: PricingProgress) -> None:
        board = self._tools.board
        board.post(replace(board.snapshot, pricing=progress), Topic.PRICING)
