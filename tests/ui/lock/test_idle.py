"""How long nobody was there, whichever of the two times says so."""

from __future__ import annotations

from tests.treasury.builders import T0
from voltage_tui.clock import ManualClock
from voltage_tui.ui.lock.idle import Idle


def test_it_is_over_after_its_minutes_and_starts_anew_with_each_use() -> None:
    clock = ManualClock(T0)
    idle = Idle(clock, 15)
    clock.advance(15 * 60 - 1)
    assert not idle.is_over
    idle.used()
    clock.advance(15 * 60 - 1)
    assert not idle.is_over
    clock.advance(1)
    assert idle.is_over


def test_a_machine_that_slept_was_left_alone_for_as_long() -> None:
    clock = ManualClock(T0)
    idle = Idle(clock, 15)
    clock.jump(3_600)
    assert idle.is_over


def test_a_calendar_set_back_does_not_put_it_off() -> None:
    clock = ManualClock(T0)
    idle = Idle(clock, 15)
    clock.jump(-3_600)
    clock.advance(15 * 60)
    assert idle.is_over


def test_without_minutes_it_is_never_over() -> None:
    clock = ManualClock(T0)
    idle = Idle(clock, 0)
    clock.advance(7 * 86_400)
    assert not idle.is_over
