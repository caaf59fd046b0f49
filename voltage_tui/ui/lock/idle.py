"""How long nobody has used the program, by the app's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.clock import Clock


class Idle:
    """Since when there was no key and no mouse; over after `minutes`, never with 0.

    The longer of what the calendar and the monotonic time say counts, so that a machine that
    slept wakes up as one that was left alone for as long.
    """

    def __init__(self, clock: Clock, minutes: int) -> None:
        self._clock = clock
        self.minutes = minutes
        self._since = (clock.monotonic(), clock.now())

    def used(self) -> None:
        """Somebody is there."""
        self._since = (self._clock.monotonic(), self._clock.now())

    @property
    def spent(self) -> timedelta:
        """How long nobody was there; never below nothing."""
        monotonic, calendar = self._since
        by_monotonic = timedelta(seconds=self._clock.monotonic() - monotonic)
        return max(timedelta(), by_monotonic, self._clock.now() - calendar)

    @property
    def is_over(self) -> bool:
        """Whether it has been long enough to lock."""
        return self.minutes > 0 and self.spent >= timedelta(minutes=self.minutes)
