"""The one gate every request of the treasury passes: pace, Retry-After, a refused key.

A limit on requests a minute is spent here; a server that asked for quiet is left alone by every
job, not only by the one it told; and once a key has been refused, only one request at a time
finds out whether it still is.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.api.errors import (
    ApiError,
    CredentialsRefused,
    EnvelopeError,
    MalformedResponse,
    QuietAsked,
    RateLimited,
    UnexpectedRedirect,
)
from voltage_tui.treasury.alarm import Alarm
from voltage_tui.treasury.durations import duration

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from voltage_tui.clock import Clock
    from voltage_tui.treasury.cadence import Cadence

T = TypeVar("T")
Shutting = CredentialsRefused | RateLimited

LONGEST_QUIET_S: Final = 300.0
"""The longest a `Retry-After` is obeyed for, so that a wrong one cannot stop the day."""
DEFAULT_QUIET_S: Final = 10.0
"""How long to be quiet after a 429 that does not say."""
LONGEST_WRITE_WAIT_S: Final = 10.0
"""The longest a write waits for quiet to end before it leaves, or else does not."""
_SPARE_SHARE: Final = 2
"""Requests for their own sake leave this part of a burst to those that somebody waits for."""
_SPARE_LOOK_S: Final = 5.0
"""How often they look whether an outage is over, or a refused key is taken again."""
_ANSWERS: Final = (EnvelopeError, RateLimited, UnexpectedRedirect, MalformedResponse)
"""Errors that somebody at the other end has sent."""


def _nobody_asks(error: Shutting | None) -> None:
    """What a gate does about what shuts it until somebody wants to know."""


def _nobody_listens() -> None:
    """What a gate does about an answer until somebody wants to know."""


def _nothing_known() -> bool:
    """Whether there is an outage, until somebody knows."""
    return False


class Gate:
    """Lets requests through; `last_answer` is when one was last answered well.

    `heard_at` is when one was last answered at all, refusals too, in monotonic seconds;
    `when_heard` is told each time.
    `when_shut` is told of each refusal of the key and each wish for quiet, and with None of the
    first good answer after them: while the others wait here, whoever was told may be a read that
    nobody is shown.
    `in_outage` is asked whether the API cannot be reached: then nothing is asked for its own sake.
    """

    def __init__(self, clock: Clock, cadence: Cadence) -> None:
        self._clock = clock
        self._cadence = cadence
        self._burst = float(cadence.burst)
        self._tokens = self._burst
        self._counted_at = clock.monotonic()
        self._quiet_until = 0.0
        self._refused_until = 0.0
        self._refused = False
        self._alarm = Alarm(clock)
        self._queue = asyncio.Lock()
        self._probe = asyncio.Lock()
        self.last_answer: datetime | None = None
        self._told_shut = False
        self.when_shut: Callable[[Shutting | None], None] = _nobody_asks
        self.heard_at: float | None = None
        self.when_heard: Callable[[], None] = _nobody_listens
        self.in_outage: Callable[[], bool] = _nothing_known

    async def read(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Make one reading request when it is its turn; whatever `ask` raises is passed on."""
        while True:
            await self._wait_for_quiet()
            if self._refused:
                async with self._probe:
                    if self.closed_for_s() <= 0:
                        return await self._ask(ask)
                continue
            await self._take()
            if self.closed_for_s() <= 0:
                return await self._ask(ask)
            self._tokens += 1  # quiet was asked for while this one stood in line

    async def read_spare(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Make a reading request that nobody waits for: only of what the others leave over.

        It lets every `read` pass, and leaves them half of what they may ask at once, so that
        none of them is ever later for it. It never finds out by itself whether an outage is over
        or a refused key is taken again: others do.
        """
        while (left := self.spare_in_s()) > 0:
            await self._clock.sleep(left)
        return await self.read(ask)

    def lets_again(self) -> bool:
        """Spend a request on asking again, at once, what has just failed; whether that may be.

        It may not while others wait for their turn or the server wants quiet: whoever asked then
        takes the failure, and comes again through `read`. So the limit holds in an outage too.
        """
        if self.closed_for_s() > 0 or self._queue.locked():
            return False
        self._refill()
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def spare_in_s(self) -> float:
        """Seconds until a request that nobody waits for may be made, or is to be thought of again.

        0 when it may be made now.
        """
        if (left := self.shut_for_s()) > 0:
            return left
        self._refill()
        short = (self._burst / _SPARE_SHARE + 1 - self._tokens) * self._seconds_each
        if short <= 0 and not self._queue.locked():
            return 0.0
        return max(short, self._seconds_each)

    def shut_for_s(self) -> float:
        """Seconds until it is worth a look again, while nothing should be asked that can wait.

        That is in an outage, after a refusal of the key and while the server wants quiet; 0 when
        none of them is.
        """
        left = self.closed_for_s()
        return max(left, _SPARE_LOOK_S) if self._refused or self.in_outage() else left

    async def write(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Make one write: never behind the reads, but not while the server wants quiet.

        What a person asked for leaves within `LONGEST_WRITE_WAIT_S` or not at all: where quiet
        lasts longer it raises `QuietAsked`, at once, and nothing is sent later.
        """
        latest = self._clock.monotonic() + LONGEST_WRITE_WAIT_S
        while (left := self._left(self._quiet_until)) > 0:
            self._allow_write(latest)
            await self._clock.sleep(left)
        self._refill()
        self._tokens -= 1
        return await self._ask(ask)

    def check_write(self) -> None:
        """Raise `QuietAsked` if a write that is asked for now would not be sent."""
        self._allow_write(self._clock.monotonic() + LONGEST_WRITE_WAIT_S)

    def try_again(self) -> None:
        """Let a refused key be tried now, as a person asked for it."""
        self._refused_until = 0.0
        self._alarm.ring()

    def closed_for_s(self) -> float:
        """Seconds until a reading request is let through, as far as is known now."""
        return max(self._left(self._quiet_until), self._left(self._refused_until))

    def _allow_write(self, latest: float) -> None:
        """Raise `QuietAsked` if quiet lasts beyond `latest`, in monotonic seconds."""
        if self._quiet_until > latest:
            left = timedelta(seconds=self._left(self._quiet_until))
            words = f"Voltage asked for quiet for another {duration(left)}"
            raise QuietAsked(words, self._clock.now() + left)

    async def _ask(self, ask: Callable[[], Awaitable[T]]) -> T:
        try:
            answer = await ask()
        except ApiError as error:
            self._failed(error)
            raise
        if self._refused:
            self._refused = False
            self._refused_until = 0.0
        if self._told_shut and self.closed_for_s() <= 0:
            self._told_shut = False
            self.when_shut(None)
        self.last_answer = self._clock.now()
        self._heard()
        return answer

    def _failed(self, error: ApiError) -> None:
        """Keep what a failure says about the requests to come."""
        now = self._clock.monotonic()
        match error:
            case RateLimited():
                asked = DEFAULT_QUIET_S if error.retry_after_s is None else error.retry_after_s
                until = now + min(max(0.0, asked), LONGEST_QUIET_S)
                self._quiet_until = max(self._quiet_until, until)
                self._shut(error)
            case CredentialsRefused():
                self._refused = True
                self._refused_until = now + self._cadence.refused
                self._shut(error)
            case _:
                pass
        if isinstance(error, _ANSWERS):
            self._heard()

    def _shut(self, error: Shutting) -> None:
        self._told_shut = True
        self.when_shut(error)

    def _heard(self) -> None:
        self.heard_at = self._clock.monotonic()
        self.when_heard()

    async def _wait_for_quiet(self) -> None:
        while (left := self.closed_for_s()) > 0:
            await self._alarm.sleep(left)

    async def _take(self) -> None:
        """Spend one request of the minute's, waiting in line when they are used up."""
        async with self._queue:
            self._refill()
            if self._tokens < 1:
                await self._clock.sleep((1 - self._tokens) * self._seconds_each)
                self._refill()
            self._tokens -= 1

    def _refill(self) -> None:
        now = self._clock.monotonic()
        self._tokens += (now - self._counted_at) / self._seconds_each
        self._tokens = min(self._burst, self._tokens)
        self._counted_at = now

    @property
    def _seconds_each(self) -> float:
        return 60.0 / self._cadence.requests_per_minute

    def _left(self, until: float) -> float:
        return max(0.0, until - self._clock.monotonic())
