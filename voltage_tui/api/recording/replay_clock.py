"""The clock of a replay: it can be set, paused and sped, and stops at the recording's end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.clock import Clock

SHORT_S: Final = 1.0
"""A wait up to this passes by the machine's time while paused: what is being read goes on."""


class ReplayClock:
    """A clock within the span from `began` to `ended`, driven by the seconds of `machine`.

    `now()` is the moment that is looked at; `monotonic()` counts the seconds that were played, and
    setting the clock moves it not at all.
    """

    def __init__(self, began: datetime, ended: datetime, machine: Clock) -> None:
        self.began = began
        self.ended = ended
        self.machine = machine
        self._at = began
        self._played = 0.0
        self._since = machine.monotonic()
        self._playing = False
        self._speed = 1.0
        self._waiting: set[asyncio.Future[None]] = set()

    # --- as every clock ------------------------------------------------------------------------

    def now(self) -> datetime:
        """The moment that is looked at."""
        return self._at + timedelta(seconds=self._just_played())

    def monotonic(self) -> float:
        """Seconds played since it was made."""
        return self._played + self._just_played()

    async def sleep(self, seconds: float) -> None:
        """Return once `seconds` have been played; while paused only short waits end."""
        until = self.monotonic() + seconds
        while (left := until - self.monotonic()) > 0:
            if self.is_playing:
                await self._wait(left / self._speed)
            elif seconds <= SHORT_S:
                await self.machine.sleep(seconds)
                return
            else:
                await self._wait(None)
        await asyncio.sleep(0)

    # --- what a person does with it ------------------------------------------------------------

    @property
    def is_playing(self) -> bool:
        """Whether it goes: not while paused, and not at the end."""
        return self._playing and self.now() < self.ended

    @property
    def speed(self) -> float:
        """How many times as fast as the machine's it goes."""
        return self._speed

    def play(self) -> None:
        """Go on from here."""
        self._settle()
        self._playing = True
        self._tell()

    def pause(self) -> None:
        """Stop here."""
        self._settle()
        self._playing = False
        self._tell()

    def set_speed(self, speed: float) -> None:
        """Go so many times as fast from now on."""
        self._settle()
        self._speed = speed
        self._tell()

    def set(self, moment: datetime) -> None:
        """Look at this moment, or at the end of the span it is beyond."""
        self._settle()
        self._at = min(max(moment, self.began), self.ended)
        self._tell()

    def _just_played(self) -> float:
        if not self._playing:
            return 0.0
        played = (self.machine.monotonic() - self._since) * self._speed
        return min(played, (self.ended - self._at).total_seconds())

    def _settle(self) -> None:
        """Begin to count anew from the moment of now."""
        played = self._just_played()
        self._at += timedelta(seconds=played)
        self._played += played
        self._since = self.machine.monotonic()

    async def _wait(self, seconds: float | None) -> None:
        """Wait so long by the machine's time, or until something is done with this clock."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        timer = None if seconds is None else asyncio.ensure_future(self.machine.sleep(seconds))
        if timer is not None:
            timer.add_done_callback(lambda _: _wake(waiting))
        try:
            await waiting
        finally:
            self._waiting.discard(waiting)
            if timer is not None:
                timer.cancel()

    def _tell(self) -> None:
        for waiting in tuple(self._waiting):
            _wake(waiting)


def _wake(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)
