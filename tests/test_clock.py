"""Clocks: two kinds of time, never mixed, and one that moves only when told to."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.clock import Clock, ManualClock, ScaledClock, SystemClock

START = datetime(2026, 10, 5, 12, tzinfo=UTC)


async def settle() -> None:
    """Let everything that is ready run."""
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize("clock", [SystemClock(), ScaledClock(START, 1_000), ManualClock(START)])
async def test_every_clock_tells_utc_and_does_not_run_backwards(clock: Clock) -> None:
    first, began = clock.now(), clock.monotonic()
    await clock.sleep(0)
    await clock.sleep(-1)
    assert first.tzinfo is UTC
    assert clock.now() >= first
    assert clock.monotonic() >= began


async def test_a_scaled_clock_lives_faster_than_the_machine() -> None:
    clock, machine = ScaledClock(START, 3_600), SystemClock()
    began = machine.monotonic()
    await clock.sleep(36)
    assert clock.monotonic() >= 36
    assert clock.now() - START >= timedelta(seconds=36)
    assert machine.monotonic() - began < 18


def test_a_scaled_clock_starts_where_it_is_told() -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=9)))
    assert timedelta(0) <= ScaledClock(elsewhere).now() - START < timedelta(seconds=10)
    assert ScaledClock(elsewhere).now().tzinfo is UTC


@pytest.mark.parametrize("speed", [0, -1, math.nan, math.inf])
def test_a_clock_must_run(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        ScaledClock(START, speed)


def test_a_start_without_a_timezone_is_refused() -> None:
    local = START.replace(tzinfo=None)
    with pytest.raises(ValueError, match="timezone"):
        ManualClock(local)
    with pytest.raises(ValueError, match="timezone"):
        ScaledClock(local)


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(START)
    assert (clock.now(), clock.monotonic()) == (START, 0)
    clock.advance(90)
    assert (clock.now(), clock.monotonic()) == (START + timedelta(seconds=90), 90)


def test_a_jump_changes_the_calendar_only() -> None:
    clock = ManualClock(START)
    clock.jump(-3_600)
    assert clock.now() == START - timedelta(hours=1)
    assert clock.monotonic() == 0


def test_time_is_not_turned_back() -> None:
    clock = ManualClock(START)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
    assert clock.monotonic() == 0


async def test_sleepers_wake_when_due_in_their_order() -> None:
    clock, woken = ManualClock(START), list[str]()

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(name)

    names = {"late": 10.0, "soon": 2.0, "soon too": 2.0, "now": 0.0}
    tasks = [asyncio.create_task(sleeper(name, s)) for name, s in names.items()]
    await settle()
    assert woken == ["now"]
    assert clock.next_wake == 2
    clock.advance(1.5)
    await settle()
    assert woken == ["now"]
    assert clock.next_wake == 0.5
    clock.advance(0.5)
    await settle()
    assert woken == ["now", "soon", "soon too"]
    clock.advance(100)
    await asyncio.gather(*tasks)
    assert woken == ["now", "soon", "soon too", "late"]
    assert clock.next_wake is None


async def test_a_calendar_jump_wakes_nobody() -> None:
    clock = ManualClock(START)
    task = asyncio.create_task(clock.sleep(5))
    await settle()
    clock.jump(1_000)
    await settle()
    assert not task.done()
    clock.advance(5)
    await task


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    clock = ManualClock(START)
    cancelled = asyncio.create_task(clock.sleep(1))
    other = asyncio.create_task(clock.sleep(3))
    await settle()
    cancelled.cancel()
    await settle()
    assert clock.next_wake == 3
    clock.advance(3)
    await other
    assert cancelled.cancelled()


async def test_one_cancelled_long_before_it_is_due_is_not_kept_until_then() -> None:
    clock = ManualClock(START)
    for _ in range(100):
        cancelled = asyncio.create_task(clock.sleep(86_400))
        await settle()
        cancelled.cancel()
        await settle()
    assert clock._sleepers == []


@given(st.lists(st.integers(1, 1_000), max_size=12), st.lists(st.integers(0, 1_000), max_size=12))
def test_whoever_is_due_wakes_and_nobody_else(sleeps: list[int], steps: list[int]) -> None:
    async def scenario() -> None:
        clock = ManualClock(START)
        tasks = [asyncio.create_task(clock.sleep(seconds)) for seconds in sleeps]
        await settle()
        for step in steps:
            clock.advance(step)
            await settle()
            assert [task.done() for task in tasks] == [s <= clock.monotonic() for s in sleeps]
        clock.advance(1_000)
        await asyncio.gather(*tasks)

    asyncio.run(scenario())
