"""Calls that may hang (a keyring waiting for its password), in a thread, with an end to waiting.

The thread is a daemon: one that hangs is left behind and does not keep the process from exiting,
as a thread of asyncio's own pool would.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from voltage_tui.clock import Clock

T = TypeVar("T")


def started(call: Callable[[], T]) -> Future[T]:
    """Run `call` in a daemon thread; the future has its result or its exception."""
    future: Future[T] = Future()

    def work() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=work, name="bounded call", daemon=True).start()
    return future


def within(call: Callable[[], T], seconds: float) -> T:
    """The result of `call`. Raises `TimeoutError` after `seconds`, or what `call` raised."""
    return started(call).result(timeout=seconds)


async def within_async(call: Callable[[], T], seconds: float, clock: Clock) -> T:
    """The result of `call`, while the event loop goes on.

    Raises `TimeoutError` after `seconds` of the clock's time, or what `call` raised.
    """
    answer = asyncio.wrap_future(started(call))
    limit = asyncio.ensure_future(clock.sleep(seconds))
    try:
        waiting: set[asyncio.Future[T] | asyncio.Future[None]] = {answer, limit}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise TimeoutError
        return answer.result()
    finally:
        limit.cancel()
        answer.cancel()
