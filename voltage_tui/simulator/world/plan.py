"""A list of what happened when, lived through in order before the simulator starts."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING

from voltage_tui.simulator.moments import DAY, HOUR, SECOND, micros, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voltage_tui.simulator.state.state import State


class Plan:
    """The past from `start` to `now`; effects after it are left out."""

    def __init__(self, state: State, start: int, now: int) -> None:
        self.state = state
        self.start = start
        self.now = now
        self.rng = random.Random(f"{state.seed}/history")
        self._effects: list[tuple[int, int, Callable[[], None]]] = []

    def at(self, when: int, effect: Callable[[], None]) -> None:
        """Have `effect` happen at `when`, if that is in the past."""
        if self.start <= when < self.now:
            self._effects.append((when, len(self._effects), effect))

    def live_through(self) -> None:
        """Let everything happen, in order."""
        self._effects.sort()
        for when, _, effect in self._effects:
            self.state.now = when
            effect()
        self.state.now = self.now

    def days(self) -> Iterator[int]:
        """The midnights of the span, the first one possibly before its start."""
        yield from range(self.start // DAY * DAY, self.now, DAY)

    def in_hours(self, day: int, first: int, last: int) -> int:
        """A random moment of a day, between two hours."""
        return day + self.rng.randrange(first * HOUR, last * HOUR)

    def few(self, low: int, high: int) -> int:
        """A random time of so many seconds, to the millisecond."""
        return self.rng.randrange(low * SECOND, high * SECOND) // 1_000 * 1_000

    def sats(self, low: int, high: int) -> int:
        """A random whole number of satoshis, in millisatoshis."""
        return self.rng.randint(low, high) * 1_000


def weekday(day: int) -> int:
    """Monday is 0."""
    return moment(day).weekday()


def day_of_month(day: int) -> int:
    """1 to 31."""
    return moment(day).day


def month_starts(start: int, now: int) -> list[int]:
    """The first midnight of each month from that of `start` to that of `now`."""
    first = moment(start)
    year, month = first.year, first.month
    found: list[int] = []
    while (at := micros(datetime(year, month, 1, tzinfo=first.tzinfo))) <= now:
        found.append(at)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found
