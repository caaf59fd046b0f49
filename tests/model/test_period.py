"""What belongs to a month, by the clocks of a place (S-68)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voltage_tui.model.period import Period

BERLIN = ZoneInfo("Europe/Berlin")
# Clocks that skip midnight, go back over it, lie far ahead, and half an hour off.
ZONES = tuple(
    map(
        ZoneInfo,
        (
            *("UTC", "Europe/Berlin", "America/Havana", "America/Asuncion", "Asia/Beirut"),
            *("Pacific/Kiritimati", "Australia/Lord_Howe", "Asia/Kathmandu"),
        ),
    )
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.safety(
    "S-68", "microseconds around midnight in winter and summer time: the right month"
)
@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-02-28T22:59:59.999999", 2),
        ("2026-02-28T23:00:00", 3),  # the first midnight of March in Berlin's winter
        ("2026-03-31T21:59:59.999999", 3),
        ("2026-03-31T22:00:00", 4),  # and of April in its summer
        ("2026-10-31T22:59:59", 10),
        ("2026-10-31T23:00:00", 11),
    ],
)
def test_a_month_ends_at_midnight_where_the_person_is(moment: str, month: int) -> None:
    in_months = [m for m in range(1, 13) if Period.month(2026, m, BERLIN).contains(utc(moment))]
    assert in_months == [month]


def test_a_month_is_as_long_as_its_clocks_say() -> None:
    spring, autumn = (Period.month(2026, month, BERLIN) for month in (3, 10))
    assert spring.end - spring.start == timedelta(days=31, hours=-1)
    assert autumn.end - autumn.start == timedelta(days=31, hours=1)
    assert Period.month(2026, 12, BERLIN).day_after == date(2027, 1, 1)
    assert Period.month(2028, 2, BERLIN).last == date(2028, 2, 29)


def test_a_period_ends_where_a_calendar_goes_on() -> None:
    for last in (date(9999, 12, 30), date(9998, 12, 31)):
        assert Period(date(2026, 3, 1), last, BERLIN).start < Period(last, last, BERLIN).end
    with pytest.raises(ValueError, match="the last day there is"):
        Period(date(2026, 3, 1), date.max, BERLIN)
    with pytest.raises(ValueError, match="out of range"):
        Period.month(9999, 12, BERLIN)


def test_a_period_does_not_end_before_it_begins() -> None:
    assert Period(date(2026, 3, 1), date(2026, 3, 1), BERLIN).contains(utc("2026-03-01T12:00:00"))
    with pytest.raises(ValueError, match="the day it begins"):
        Period(date(2026, 3, 2), date(2026, 3, 1), BERLIN)


@pytest.mark.safety("S-68", "any moment in any zone is in exactly one month")
@given(
    st.integers(0, 20 * 366 * 86_400),
    st.integers(1, 12),
    st.sampled_from(ZONES),
)
@example(291_765_600, 3, ZoneInfo("Asia/Beirut"))
@example(259_731_000, 3, ZoneInfo("America/Asuncion"))
def test_every_moment_is_in_one_month_from_its_start_to_before_its_end(
    seconds: int, month: int, zone: ZoneInfo
) -> None:
    when = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    period = Period.month(when.astimezone(zone).year, month, zone)
    assert period.contains(when) == (period.start <= when < period.end)
    months = [Period.month(period.first.year, each, zone) for each in range(1, 13)]
    assert sum(each.contains(when) for each in months) == 1
    assert all(one.end == next_.start for one, next_ in pairwise(months))
