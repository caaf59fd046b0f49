"""When is said: by the hour while it is near, by the day after that, in the person's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import msats, sats
from voltage_tui.treasury.credit.burn import burn
from voltage_tui.treasury.credit.forecast import MARKS, Reached, mark_of, reach
from voltage_tui.treasury.credit.ladder import Outlook, Rung
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import width_of
from voltage_tui.ui.screens.credit.words import (
    NO_PACE,
    ahead_words,
    moment_words,
    outlook_line,
    past_words,
)

NOW = datetime(2026, 12, 28, 9, 20, tzinfo=UTC)  # a Monday
BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(minutes=59), "within the hour"),
        (timedelta(hours=4, minutes=50), "today 15:00"),
        (timedelta(hours=15), "tomorrow 01:00"),
        (timedelta(days=3, hours=4), "Thursday 14:00"),
        (timedelta(days=8), "5 Jan 2027"),
    ],
)
def test_a_moment_to_come(later: timedelta, words: str) -> None:
    assert moment_words(NOW + later, NOW, BERLIN) == words


def test_a_day_far_in_this_year_has_no_year() -> None:
    early = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert moment_words(early + timedelta(days=30), early, UTC) == "1 Apr"


def test_the_end_of_a_day_is_named_by_that_day() -> None:
    midnight = datetime(2026, 12, 27, 23, tzinfo=UTC)
    assert past_words(midnight, BERLIN, by_day=True) == "Sun 27 Dec"
    assert past_words(midnight, BERLIN, by_day=False) == "Mon 00:00"


def outlook(used: int, then: int | None, limit: int = 1_000_000) -> Outlook:
    pace = burn(7, WEEK, None if then is None else msats(then), msats(used))
    rungs = (Rung(m, reach(msats(used), mark_of(msats(limit), m), pace, NOW)) for m in MARKS)
    return Outlook(
        pace, msats(limit), tuple(r for r in rungs if r.reach != Reached()) if limit else ()
    )


def said(one: Outlook, width: int = 200, display: Display | None = None) -> str:
    line = outlook_line(one, display or Display(), NOW, UTC, width)
    return "".join(span.text for span in line)


def test_the_pace_and_where_it_leads_in_one_line() -> None:
    assert said(outlook(610_000, 540_000)) == (
        "  7 days   +10 sats a day  at this pace 75 % 11 Jan 2027, 90 % 26 Jan 2027,"
        " the limit 5 Feb 2027"
    )
    assert said(outlook(540_000, 610_000)).endswith("−10 sats a day  75 % not at this pace")
    assert said(outlook(540_000, 540_000)).endswith(
        "0 sats a day: no change  75 % not at this pace"
    )
    assert said(outlook(540_000, None)).endswith(NO_PACE)


def test_a_limit_of_nothing_and_one_that_is_passed_have_no_moment() -> None:
    assert ahead_words(outlook(5, 0, limit=0), NOW, UTC, 80) == "the limit is 0"
    over = Outlook(outlook(5, 0).burn, sats(1), ())
    assert ahead_words(over, NOW, UTC, 80) == "at or over its limit"


def test_hidden_amounts_hide_the_pace_and_what_it_leads_to() -> None:
    words = said(outlook(610_000, 540_000), display=Display(hidden=True))
    assert not any(c.isdigit() for c in words.replace("7 days", ""))


@given(st.integers(20, 120))
def test_ninety_percent_is_told_last_where_there_is_little_room(width: int) -> None:
    one = outlook(110_000, 40_000)
    line = outlook_line(one, Display(), NOW, UTC, width)
    words = "".join(span.text for span in line)
    assert "90 %" in words
    assert width_of(line) <= width or "50 %" not in words


def test_where_there_is_no_room_the_moment_is_told_without_its_preface() -> None:
    near = outlook(610_000, 540_000)
    assert ahead_words(near, NOW, UTC, 40).startswith("at this pace 90 %")
    assert ahead_words(near, NOW, UTC, 26).startswith("90 % ")
