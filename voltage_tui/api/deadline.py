"""A limit on how long something may take, measured by the clock the caller owns."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from voltage_tui.clock import Clock

T = TypeVar("T")


class Expired(Exception):  # noqa: N818 - it names what happened, like TimedOut above it
    """The time was up first; the work was cancelled."""


async def within(clock: Clock, seconds: float, work: Coroutine[None, None, T]) -> T:
    """The result of `work`, or `Expired` once `seconds` of `clock` have passed.

    Whatever `work` raises is passed on. Cancelling this cancels the work and waits for its end.
    """
    task = asyncio.ensure_future(work)
    alarm = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait((task, alarm), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Expired
    finally:
        alarm.cancel()
        if not task.done():
            task.cancel()
        await asyncio.gather(task, alarm, return_exceptions=True)
