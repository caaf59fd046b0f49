"""Levels: a base, raised for a time (S-44, S-45, S-47)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.server import NOON
from voltage_tui.api.power import ARM_SECONDS, Disarmed, Level, Power, ReadOnly
from voltage_tui.clock import ManualClock


@pytest.mark.safety("S-45", "power is back at its base after five minutes")
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


def test_an_end_of_armed_power_is_told_once_and_why() -> None:
    clock = ManualClock(NOON)
    power = Power(clock, Level.RECEIVE)
    told: list[Disarmed] = []
    power.listen(told.append)
    power.disarm()
    assert told == []
    power.arm()
    power.disarm(Disarmed.LOCKED)
    power.disarm(Disarmed.SENT)
    assert told == [Disarmed.LOCKED]
    power.arm()
    clock.advance(ARM_SECONDS - 1)
    assert power.level.word == "send"
    assert len(told) == 1
    clock.advance(1)
    assert power.level.word == "receive"
    assert power.armed_left_s == 0
    assert told == [Disarmed.LOCKED, Disarmed.TIME]
    power.arm()
    clock.jump(ARM_SECONDS)
    power.disarm(Disarmed.SENT)
    assert told[2:] == [Disarmed.TIME]


def test_what_another_program_has_open_is_only_looked_at() -> None:
    power = Power(ManualClock(NOON), Level.RECEIVE, held="another one has this open")
    assert (power.level, power.read_only) == (Level.VIEW, True)
    with pytest.raises(ReadOnly, match="another one has this open"):
        power.arm()
    assert power.why_not == (
        "another one has this open: this one only looks",
        "close it, press R",
    )


def test_started_read_only_is_the_reason_even_where_another_program_is_open() -> None:
    power = Power(ManualClock(NOON), Level.RECEIVE, read_only=True, held="another one")
    assert power.held is None
    assert power.refusal == (
        "Started read-only: that cannot be lifted from inside; "
        "start without --read-only to do this."
    )
    assert Power(ManualClock(NOON), Level.VIEW).refusal is None


@pytest.mark.parametrize("looked", [True, False])
def test_time_that_is_over_counts_as_an_end(looked: bool) -> None:
    clock = ManualClock(NOON)
    power = Power(clock, Level.VIEW)
    power.arm()
    before = power.disarms
    clock.advance(ARM_SECONDS - 1)
    assert power.disarms == before
    clock.advance(1)
    if looked:
        assert power.disarms == before + 1
    power.arm()
    assert power.disarms == before + 1
