"""The period of a search, stepped in its text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.query.made import CALENDAR, clauses, queries
from voltage_tui.query import Query, canonical, parse
from voltage_tui.query.calendar import Days
from voltage_tui.query.periods import Day, Month, Named, Quarter, Year
from voltage_tui.query.stepping import stepped, with_period
from voltage_tui.query.terms import Clause, Last, TimeIs, When

single = st.one_of(
    st.builds(Day, st.dates(CALENDAR.today.replace(2001), CALENDAR.today.replace(2190))),
    st.builds(Month, st.integers(2010, 2190), st.integers(1, 12)),
    st.builds(Quarter, st.integers(2010, 2190), st.integers(1, 4)),
    st.builds(Year, st.integers(2010, 2190)),
    st.sampled_from(Named),
)
others = st.lists(
    clauses.filter(lambda c: c.negated or not isinstance(c.term, TimeIs | Last)), max_size=2
)


def text_with(before: list[Clause], period: object, after: list[Clause]) -> str:
    assert isinstance(period, Day | Month | Quarter | Year | Named)
    return canonical(Query((*before, Clause(TimeIs(When.IN, period)), *after)))


@pytest.mark.parametrize(
    ("text", "back", "on"),
    [
        ("", "in:2026-10", "in:2026-11"),
        ("rent ", "rent in:2026-10", "rent in:2026-11"),
        ("in:2026-01", "in:2025-12", "in:2026-02"),
        ("a  in:2026-03-01 b", "a  on:2026-02-28 b", "a  on:2026-03-02 b"),
        ("today", "on:2026-11-20", "on:2026-11-22"),
        ("this-month", "in:2026-10", "in:2026-12"),
        ("in:march", "in:2026-02", "in:2026-04"),
        ("on:2026-q1", "in:2025-q4", "in:2026-q2"),
        ("last-year", "in:2024", "in:2026"),
        ("this-week", "since:2026-11-09 until:2026-11-15", "since:2026-11-23 until:2026-11-29"),
        (
            "until:2026-03-10 rent since:2026-03-01",
            "since:2026-02-19 until:2026-02-28 rent",
            "since:2026-03-11 until:2026-03-20 rent",
        ),
        ("-in:2026-03 in:2026", "-in:2026-03 in:2025", "-in:2026-03 in:2027"),
    ],
)
def test_stepped(text: str, back: str, on: str) -> None:
    assert stepped(text, -1, CALENDAR) == back
    assert stepped(text, 1, CALENDAR) == on


@pytest.mark.parametrize(
    "text",
    [
        *("last:7d", "since:2026-03-01", "in:2026-03 in:2026-04", "since:march until:january"),
        *("status:", "before:2026 after:2025", "since:2026 last:7d"),
    ],
)
def test_what_is_no_single_period_stays(text: str) -> None:
    assert stepped(text, 1, CALENDAR) is None
    assert stepped(text, -1, CALENDAR) is None


def test_the_years_there_are_have_ends() -> None:
    assert stepped("in:2000", -1, CALENDAR) is None
    assert stepped("on:2199-12-31", 1, CALENDAR) is None
    assert stepped("since:2000 until:2199", 1, CALENDAR) is None
    assert stepped("since:2000 until:2199", 10**6, CALENDAR) is None


def days_of(text: str) -> Days:
    """The days of the one period that a search is within."""
    terms = [c.term for c in parse(text).clauses if not c.negated]
    days = {t.when: CALENDAR.days(t.period) for t in terms if isinstance(t, TimeIs)}
    if When.IN in days:
        return days[When.IN]
    return Days(days[When.SINCE].first, days[When.UNTIL].after)


@given(others, single, others, st.integers(-40, 40))
def test_on_and_back_is_where_it_began(
    before: list[Clause], period: object, after: list[Clause], by: int
) -> None:
    text = text_with(before, period, after)
    there = stepped(text, by, CALENDAR)
    assume(there is not None)
    assert there is not None
    back = stepped(there, -by, CALENDAR)
    assert back is not None
    assert days_of(back) == days_of(text)
    read = parse(there)
    kept = [c for c in read.clauses if c.negated or not isinstance(c.term, TimeIs)]
    assert kept == [*before, *after]


@given(others, single, others)
def test_periods_meet_without_a_gap(
    before: list[Clause], period: object, after: list[Clause]
) -> None:
    text = text_with(before, period, after)
    next_one = stepped(text, 1, CALENDAR)
    assume(next_one is not None)
    assert next_one is not None
    assert days_of(text).after == days_of(next_one).first


@given(queries, st.sampled_from(Named))
def test_a_period_takes_the_place_of_those_named(query: Query, named: Named) -> None:
    text = with_period(canonical(query), named)
    assert text is not None
    assume(len(text) < 500)
    times = [c for c in parse(text).clauses if isinstance(c.term, TimeIs | Last) and not c.negated]
    assert times == [Clause(TimeIs(When.IN, named))]
    assert parse(text).sort == query.sort
