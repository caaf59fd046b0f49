"""Levels: a base, raised for a time (S-44, S-45, S-47)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.server import NOON
from voltage_tui.api.power import ARM_SECONDS, Level, Power, ReadOnly
from voltage_tui.clock import ManualClock


@pytest.mark.parametrize("base", [Level.VIEW, Level.RECEIVE])
def test_arming_raises_to_send_for_five_minutes_and_no_longer(base: Level) -> None:
    clock = ManualClock(NOON)
    power = Power(clock, base)
    assert power.level is base
    power.arm()
    assert power.level is Level.SEND
    assert power.base is base
    clock.advance(299)
    assert power.level is Level.SEND
    assert power.armed_left_s == pytest.approx(1)
    clock.advance(1)
    assert power.level is base
    assert power.armed_left_s == 0


def test_read_only_is_view_whatever_the_base_and_cannot_be_armed() -> None:
    power = Power(ManualClock(NOON), Level.RECEIVE, read_only=True)
    assert (power.level, power.base) == (Level.VIEW, Level.VIEW)
    with pytest.raises(ReadOnly):
        power.arm()
    assert power.level is Level.VIEW


def test_send_is_never_a_base() -> None:
    with pytest.raises(ValueError, match="armed"):
        Power(ManualClock(NOON), Level.SEND)


def test_disarming_ends_it_at_once_and_arming_starts_anew() -> None:
    clock = ManualClock(NOON)
    power = Power(clock, Level.RECEIVE)
    power.arm()
    power.disarm()
    assert power.armed_left_s == 0
    power.arm(60)
    clock.advance(30)
    power.arm(60)
    clock.advance(59)
    assert power.level is Level.SEND


def test_a_machine_that_slept_wakes_disarmed() -> None:
    clock = ManualClock(NOON)
    power = Power(clock, Level.RECEIVE)
    power.arm()
    clock.jump(400)
    assert power.level is Level.RECEIVE


def test_setting_the_clock_back_does_not_prolong_it() -> None:
    clock = ManualClock(NOON)
    power = Power(clock, Level.RECEIVE)
    power.arm()
    clock.jump(-3600)
    clock.advance(ARM_SECONDS)
    assert power.level is Level.RECEIVE


@given(st.floats(-1e9, 1e9), st.floats(0, 1000))
def test_no_arming_outlasts_its_limit(seconds: float, later: float) -> None:
    clock = ManualClock(NOON)
    power = Power(clock, Level.VIEW)
    power.arm(seconds)
    assert power.armed_left_s <= ARM_SECONDS
    clock.advance(later)
    assert power.armed_left_s <= max(0.0, ARM_SECONDS - later) + 1e-3


def test_each_level_includes_those_before_it() -> None:
    assert Level.VIEW < Level.RECEIVE < Level.SEND
