"""A sleep on the given clock that somebody else can cut short."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.clock import Clock


class Alarm:
    """Wakes whoever sleeps on it, at their time or when it rings."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sleeping: set[asyncio.Future[None]] = set()

    @property
    def is_awaited(self) -> bool:
        """Whether somebody is asleep."""
        return bool(self._sleeping)

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of the clock's time, or as soon as the alarm rings."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        sleeper = asyncio.ensure_future(self._clock.sleep(seconds))
        sleeper.add_done_callback(lambda _: wake(waiting))
        self._sleeping.add(waiting)
        try:
            await waiting
        finally:
            self._sleeping.discard(waiting)
            sleeper.cancel()

    async def wait(self) -> None:
        """Return when the alarm rings."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.add(waiting)
        try:
            await waiting
        finally:
            self._sleeping.discard(waiting)

    def ring(self) -> None:
        """Wake everybody who is asleep now."""
        for waiting in tuple(self._sleeping):
            wake(waiting)


def wake(waiting: asyncio.Future[None]) -> None:
    """Complete a future that may have been completed or cancelled already."""
    if not waiting.done():
        waiting.set_result(None)
