"""The clock of a replay: set, paused, sped, and ended."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.recording.files import BEGAN, after
from tests.waiting import settled
from voltage_tui.api.recording.replay_clock import ReplayClock
from voltage_tui.clock import ManualClock


def made(span_s: float = 100.0) -> tuple[ReplayClock, ManualClock]:
    machine = ManualClock(BEGAN)
    return ReplayClock(BEGAN, after(span_s), machine), machine


def test_it_stands_until_it_is_played_and_ends_with_the_span() -> None:
    clock, machine = made()
    machine.advance(50)
    assert clock.now() == BEGAN
    clock.play()
    machine.advance(3)
    clock.set_speed(10)
    machine.advance(2)
    assert clock.now() == after(23)
    clock.pause()
    machine.advance(9)
    assert (clock.now(), clock.monotonic()) == (after(23), 23)
    clock.play()
    machine.advance(1000)
    assert (clock.now(), clock.is_playing) == (after(100), False)
    clock.set(after(40))
    assert clock.is_playing


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["play", "pause", "set", "speed", "pass"]), st.integers(0, 120)),
        max_size=30,
    )
)
def test_its_seconds_never_go_back_and_its_moment_never_leaves_the_span(
    acts: list[tuple[str, int]],
) -> None:
    clock, machine = made()
    before = clock.monotonic()
    for act, number in acts:
        match act:
            case "play":
                clock.play()
            case "pause":
                clock.pause()
            case "set":
                clock.set(after(number - 10))
                assert clock.now() == max(BEGAN, min(after(number - 10), after(100)))
            case "speed":
                clock.set_speed(number + 1)
            case _:
                machine.advance(number)
        assert clock.monotonic() >= before
        assert BEGAN <= clock.now() <= after(100)
        before = clock.monotonic()


async def test_waits_end_when_as_much_has_been_played() -> None:
    clock, machine = made()
    clock.play()
    waiting = asyncio.ensure_future(clock.sleep(20))
    await settled()
    machine.advance(10)
    await settled()
    assert not waiting.done()
    clock.set_speed(10)
    await settled()
    machine.advance(1)
    await settled()
    assert waiting.done()


async def test_while_paused_only_short_waits_end() -> None:
    clock, machine = made()
    short, long = asyncio.ensure_future(clock.sleep(0.5)), asyncio.ensure_future(clock.sleep(5))
    await settled()
    machine.advance(60)
    await settled()
    assert short.done()
    assert not long.done()
    clock.play()
    await settled()
    machine.advance(5)
    await settled()
    assert long.done()
