"""Bringing a worker to a moment of a recording, as one that ran all the time would stand there."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from voltage_tui.api.deadline import Expired, within
from voltage_tui.treasury.overview import all_tried

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from datetime import datetime

    from voltage_tui.api.recording.replay_clock import ReplayClock
    from voltage_tui.clock import Clock
    from voltage_tui.treasury.topics import Topic
    from voltage_tui.treasury.treasury import Treasury

PATIENCE_S: Final = 5.0
"""How long a moment may take by the machine's time; what is not read by then comes later."""


async def wind(treasury: Treasury, clock: ReplayClock, moments: Sequence[datetime]) -> None:
    """Have everything read at each of `moments` in turn; `treasury` has just begun at the first."""
    await _in_time(clock.machine, _first_read(treasury))
    await _in_time(clock.machine, _done(treasury.refresh()))
    for moment in moments[1:]:
        clock.set(moment)
        await _in_time(clock.machine, _done(treasury.refresh()))


async def _first_read(treasury: Treasury) -> None:
    """Return once the balances and the payments have been read, or could not be."""
    read = asyncio.Event()

    def look(_topics: frozenset[Topic]) -> None:
        if all_tried(treasury.snapshot):
            read.set()

    stop = treasury.subscribe(look)
    try:
        look(frozenset())
        await read.wait()
    finally:
        stop()


async def _done(task: asyncio.Task[None]) -> None:
    await asyncio.wait((task,))


async def _in_time(machine: Clock, work: Coroutine[None, None, None]) -> None:
    with suppress(Expired):
        await within(machine, PATIENCE_S, work)
