"""One run through minutes whose coin price is wanted: slowly, one at a time, each kept at once.

What was fetched is kept whatever happens after it, so that a run that was ended goes on with the
next one: only what is still missing is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.api.coin_prices import CoinPriceError, CoinPriceFault
from voltage_tui.model.kept_rates import CoinPrice
from voltage_tui.treasury.reading import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from voltage_tui.api.coin_prices import CoinPrices
    from voltage_tui.treasury.pricing.progress import PricingProgress
    from voltage_tui.treasury.tools import Tools

PACE_S: Final = 0.25
"""From the beginning of one request to that of the next, at least."""
MOST_TRIES: Final = 5
"""Of one minute, where what fails may pass."""
MOST_REFUSED: Final = 5
"""Answers in a row that cannot be used: then it is the service, not the minutes."""
LONGEST_WAIT_S: Final = 120.0
"""A service that asks for more quiet than this is left alone until a person fetches again."""
_KINDS: Final = {
    CoinPriceFault.PASSING: ProblemKind.OFFLINE,
    CoinPriceFault.THIS_MINUTE: ProblemKind.BAD_ANSWER,
    CoinPriceFault.LASTING: ProblemKind.REJECTED,
}


class Fetching:
    """A run; `tell` is given the progress after each step, which begins with `progress`."""

    def __init__(
        self,
        prices: CoinPrices,
        tools: Tools,
        progress: PricingProgress,
        tell: Callable[[PricingProgress], None],
    ) -> None:
        self._prices = prices
        self._mirror = tools.store.mirror
        self._clock = tools.clock
        self._cadence = tools.cadence
        self._progress = progress
        self._tell = tell
        self._next_at = 0.0
        self._refused_in_a_row = 0

    async def run(self, minutes: Sequence[datetime]) -> PricingProgress:
        """Fetch these, in their order; how it ended. Raises `MirrorError`."""
        self._say(replace(self._progress, wanted=len(minutes)))
        for minute in minutes:
            if not await self._fetch(minute):
                break
        return self._progress

    async def _fetch(self, minute: datetime) -> bool:
        """Fetch one; whether to go on."""
        for tries in range(1, MOST_TRIES + 1):
            await self._in_turn()
            try:
                rate = await self._prices.price_of(minute)
            except CoinPriceError as error:
                wait = self._wait_after(error, tries)
                if wait is None:
                    return self._goes_on_after(error)
                self._trouble(error, wait)
                await self._clock.sleep(wait)
                continue
            await self._keep(CoinPrice(minute, rate))
            return True
        return False

    async def _in_turn(self) -> None:
        wait = self._next_at - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)
        self._next_at = self._clock.monotonic() + PACE_S

    async def _keep(self, price: CoinPrice) -> None:
        now = self._clock.now()
        await self._mirror.write(lambda mirror: mirror.keep_prices([price], now))
        self._refused_in_a_row = 0
        done = replace(self._progress, fetched=self._progress.fetched + 1)
        # Of refusals the person still hears; what was only in the way has passed.
        problem = done.problem if done.refused else None
        self._say(replace(done, problem=problem, kept=done.kept + 1))

    def _wait_after(self, error: CoinPriceError, tries: int) -> float | None:
        """Seconds until the same minute is asked for again; None when it is not."""
        if error.fault is not CoinPriceFault.PASSING or tries == MOST_TRIES:
            return None
        wait = max(self._cadence.backoff(tries), error.retry_after_s or 0.0)
        return wait if wait <= LONGEST_WAIT_S else None

    def _goes_on_after(self, error: CoinPriceError) -> bool:
        """Whether other minutes are still asked for."""
        self._trouble(error, None)
        if error.fault is not CoinPriceFault.THIS_MINUTE:
            return False
        self._refused_in_a_row += 1
        self._say(replace(self._progress, refused=self._progress.refused + 1))
        return self._refused_in_a_row < MOST_REFUSED

    def _trouble(self, error: CoinPriceError, wait_s: float | None) -> None:
        now = self._clock.now()
        next_try = None if wait_s is None else now + timedelta(seconds=wait_s)
        problem = Problem(_KINDS[error.fault], error.what, error.advice, now, next_try)
        self._say(replace(self._progress, problem=problem))

    def _say(self, progress: PricingProgress) -> None:
        self._progress = progress
        self._tell(progress)
