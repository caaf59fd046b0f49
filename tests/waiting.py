"""When a program has nothing left to do but wait: asked of its event loop, not timed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

_MOST_TURNS = 100_000
_WAITING: Final[set[object]] = set()
"""Who waits for the event loop: each of them is called at every turn of it."""


class Threads(ThreadPoolExecutor):
    """The event loop's thread, of which it is known whether it is done.

    One alone, so that what is asked of it last is done last.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self.asked = False

    def submit(self, call: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> Future[T]:
        """As the base does."""
        self.asked = True
        return super().submit(call, *args, **options)

    async def done(self) -> None:
        """Wait until all is done that it was asked for, and the event loop knows."""
        self.asked = False
        await asyncio.wrap_future(super().submit(int))


async def settled() -> None:
    """Wait until nothing can happen before a clock moves or something comes from outside."""
    loop = cast("asyncio.BaseEventLoop", asyncio.get_running_loop())
    threads = loop._default_executor  # type: ignore[attr-defined]
    await _turned(loop)
    while isinstance(threads, Threads) and threads.asked:
        await threads.done()
        await _turned(loop)


async def _turned(loop: asyncio.BaseEventLoop) -> None:
    """Let the event loop turn until at its next turn it would call only those who ask this."""
    waiting = object()
    _WAITING.add(waiting)
    try:
        for _ in range(_MOST_TURNS):
            await asyncio.sleep(0)
            if not _is_due(loop):
                return
    finally:
        _WAITING.remove(waiting)
    raise AssertionError("something runs without end")


def _is_due(loop: asyncio.BaseEventLoop) -> bool:
    ready: Sized = loop._ready  # type: ignore[attr-defined]
    timers: list[asyncio.TimerHandle] = loop._scheduled  # type: ignore[attr-defined]
    others = len(_WAITING) - 1
    return len(ready) > others or any(timer.when() <= loop.time() for timer in timers[:1])
