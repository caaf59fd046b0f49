"""The one place that reads the time, so that tests and the demo can own it.

Two kinds of time, never mixed: `now()` is the calendar (what is shown and compared with the
server's timestamps), `monotonic()` only measures how long something took or is still to wait.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import math
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What every part that needs the time is given."""

    def now(self) -> datetime:
        """The current moment, timezone-aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since an arbitrary start; never goes backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once `seconds` of this clock's time have passed."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The current moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds on the machine's monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep for real."""
        await asyncio.sleep(seconds)


class ScaledClock:
    """A clock that starts at a chosen moment and runs `speed` times as fast as the machine's.

    `ValueError` for a start without a timezone, or a speed that is not above 0.
    """

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        if not 0 < speed < math.inf:
            raise ValueError("speed must be above 0")
        self._start = _in_utc(start)
        self._speed = speed
        self._origin = time.monotonic()

    def now(self) -> datetime:
        """The start plus the scaled time since."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Scaled seconds since this clock was made."""
        return (time.monotonic() - self._origin) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Sleep `seconds` of scaled time."""
        await asyncio.sleep(max(0.0, seconds) / self._speed)


class ManualClock:
    """A clock that moves only when told to: for tests and for pictures.

    `ValueError` for a start without a timezone.
    """

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)
        self._elapsed = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The moment last set or advanced to."""
        return self._now

    def monotonic(self) -> float:
        """Seconds advanced so far."""
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been advanced by `seconds`."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), waiting))
        try:
            await waiting
        except asyncio.CancelledError:
            self._forget_cancelled()
            raise

    def advance(self, seconds: float) -> None:
        """Move both kinds of time forward and wake whoever is due; `ValueError` for backwards."""
        if seconds < 0:
            raise ValueError("time only goes forward; the calendar alone can jump back")
        self._elapsed += seconds
        self._now += timedelta(seconds=seconds)
        self._wake()

    def jump(self, seconds: float) -> None:
        """Change the calendar only, as a corrected system clock does; it may go backwards."""
        self._now += timedelta(seconds=seconds)

    @property
    def next_wake(self) -> float | None:
        """Seconds until the next sleeper is due, or None when nobody sleeps."""
        self._forget_cancelled()
        return max(0.0, self._sleepers[0][0] - self._elapsed) if self._sleepers else None

    def _wake(self) -> None:
        while self._sleepers and self._sleepers[0][0] <= self._elapsed:
            waiting = heapq.heappop(self._sleepers)[2]
            if not waiting.done():
                waiting.set_result(None)

    def _forget_cancelled(self) -> None:
        """At once: one that was to sleep for hours would else be kept for hours."""
        if any(waiting.done() for _, _, waiting in self._sleepers):
            self._sleepers = [one for one in self._sleepers if not one[2].done()]
            heapq.heapify(self._sleepers)


def _in_utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a timezone would be read as the machine's local time."""
    if moment.tzinfo is None:
        raise ValueError("a clock starts at a moment with a timezone")
    return moment.astimezone(UTC)
