"""Which moments the days of a person's calendar are (S-68)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.made import BERLIN, NOW
from voltage_tui.query import Calendar, parse
from voltage_tui.query.terms import Last, TimeIs

HERE = Calendar(NOW, BERLIN)
ZONES = [
    *("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Cairo", "America/Havana"),
    *("Pacific/Apia", "Pacific/Kiritimati", "Australia/Lord_Howe", "UTC", "America/Sao_Paulo"),
]


def bounds(text: str, calendar: Calendar = HERE) -> str:
    """The moments of a term as `start end`, with a dash for no bound."""
    (clause,) = parse(text).clauses
    assert isinstance(clause.term, TimeIs | Last)
    found = calendar.bounds(clause.term)
    return " ".join("-" if m is None else f"{m:%Y-%m-%dT%H:%M}" for m in (found.start, found.end))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since:2026-03-01", "2026-02-28T23:00 -"),
        ("until:2026-03-31", "- 2026-03-31T22:00"),
        ("before:2026-03-01", "- 2026-02-28T23:00"),
        ("after:2026-03-01", "2026-03-01T23:00 -"),
        ("on:2026-03-29", "2026-03-28T23:00 2026-03-29T22:00"),  # 23 hours
        ("on:2026-10-25", "2026-10-24T22:00 2026-10-25T23:00"),  # 25 hours
        ("in:2026-03", "2026-02-28T23:00 2026-03-31T22:00"),
        ("in:2026-12", "2026-11-30T23:00 2026-12-31T23:00"),
        ("in:2026-q4", "2026-09-30T22:00 2026-12-31T23:00"),
        ("in:2026", "2025-12-31T23:00 2026-12-31T23:00"),
        ("in:march", "2026-02-28T23:00 2026-03-31T22:00"),
        ("in:november", "2026-10-31T23:00 2026-11-30T23:00"),
        ("in:dec", "2025-11-30T23:00 2025-12-31T23:00"),
        ("today", "2026-11-20T23:00 2026-11-21T23:00"),
        ("yesterday", "2026-11-19T23:00 2026-11-20T23:00"),
        ("this-week", "2026-11-15T23:00 2026-11-22T23:00"),
        ("last-week", "2026-11-08T23:00 2026-11-15T23:00"),
        ("this-month", "2026-10-31T23:00 2026-11-30T23:00"),
        ("last-month", "2026-09-30T22:00 2026-10-31T23:00"),
        ("this-year", "2025-12-31T23:00 2026-12-31T23:00"),
        ("last-year", "2024-12-31T23:00 2025-12-31T23:00"),
        ("since:yesterday", "2026-11-19T23:00 -"),
        ("last:90min", "2026-11-21T17:10 -"),
        ("last:24h", "2026-11-20T18:40 -"),
        ("last:7d", "2026-11-14T18:40 -"),
        ("last:2w", "2026-11-07T18:40 -"),
        ("last:1mo", "2026-10-21T17:40 -"),  # the same hour by the clock
        ("last:1y", "2025-11-21T18:40 -"),
    ],
)
def test_periods_in_berlin(text: str, expected: str) -> None:
    assert bounds(text) == expected


def test_a_period_has_its_first_moment_and_not_the_one_after_its_last() -> None:
    tick = timedelta(microseconds=1)
    (clause,) = parse("on:2026-03-29").clauses
    assert isinstance(clause.term, TimeIs)
    day = HERE.bounds(clause.term)
    assert day.start is not None
    assert day.end is not None
    moments = (day.start - tick, day.start, day.end - tick, day.end)
    assert [day.holds(moment) for moment in moments] == [False, True, True, False]


def test_today_is_the_day_where_the_person_is() -> None:
    late = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    assert Calendar(late, ZoneInfo("America/New_York")).today == date(2026, 2, 28)
    assert bounds("today", Calendar(late, ZoneInfo("Asia/Tokyo"))) == (
        "2026-02-28T15:00 2026-03-01T15:00"
    )


def test_a_month_back_from_a_long_one_ends_in_the_short_one() -> None:
    calendar = Calendar(datetime(2026, 3, 31, 12, 0, tzinfo=UTC), ZoneInfo("UTC"))
    assert bounds("last:1mo", calendar) == "2026-02-28T12:00 -"
    assert bounds("last:13mo", calendar) == "2025-02-28T12:00 -"


def test_where_midnight_is_skipped_the_day_begins_when_clocks_go_forward() -> None:
    cairo = Calendar(NOW, ZoneInfo("Africa/Cairo"))
    assert bounds("on:2026-04-24", cairo) == "2026-04-23T22:00 2026-04-24T21:00"


def test_where_midnight_comes_twice_the_first_counts() -> None:
    havana = Calendar(NOW, ZoneInfo("America/Havana"))
    assert bounds("on:2026-11-01", havana) == "2026-11-01T04:00 2026-11-02T05:00"


def test_a_day_that_was_left_out_holds_nothing() -> None:
    apia = Calendar(NOW, ZoneInfo("Pacific/Apia"))
    assert bounds("on:2011-12-30", apia) == "2011-12-30T10:00 2011-12-30T10:00"


def test_the_present_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Calendar(NOW.replace(tzinfo=None), BERLIN)


@given(st.sampled_from(ZONES), st.integers(-22 * 365 * 24 * 60, 14 * 365 * 24 * 60))
def test_every_moment_is_in_its_own_day_and_in_no_other(zone: str, minutes: int) -> None:
    calendar = Calendar(NOW, ZoneInfo(zone))
    at = NOW + timedelta(minutes=minutes)
    day = at.astimezone(calendar.zone).date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert calendar.start_of(day) <= at < calendar.start_of(after)
    assert calendar.start_of(before) <= calendar.start_of(day)
