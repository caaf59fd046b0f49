"""Calls that may hang do not take the program with them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from voltage_tui.clock import ManualClock, SystemClock
from voltage_tui.credentials.bounded import within, within_async

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


async def test_the_waiting_is_measured_by_the_clock_it_is_given() -> None:
    clock = ManualClock(START)
    release = threading.Event()
    waiting = asyncio.create_task(within_async(release.wait, 5.0, clock))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert clock.next_wake == 5.0
    clock.advance(4.9)
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(0.2)
    with pytest.raises(TimeoutError):
        await waiting
    release.set()


async def test_results_and_errors_come_through() -> None:
    def fail() -> None:
        raise LookupError("mine")

    assert await within_async(lambda: 7, 5.0, SystemClock()) == 7
    assert within(lambda: 7, 5.0) == 7
    with pytest.raises(LookupError, match="mine"):
        await within_async(fail, 5.0, SystemClock())
    with pytest.raises(LookupError, match="mine"):
        within(fail, 5.0)


@pytest.mark.parametrize(
    "call",
    [
        "asyncio.run(within_async(threading.Event().wait, 0.05, SystemClock()))",
        "within(threading.Event().wait, 0.05)",
    ],
)
def test_a_call_that_never_ends_does_not_keep_the_process(call: str) -> None:
    code = (
        "import asyncio, threading\n"
        "from voltage_tui.clock import SystemClock\n"
        "from voltage_tui.credentials.bounded import within, within_async\n"
        "try:\n"
        f"    {call}\n"
        "except TimeoutError:\n"
        "    print('left')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    )
    assert (done.stdout, done.stderr) == ("left\n", "")
