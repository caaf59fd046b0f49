"""The period of a search stepped on and back, in its text: `in:2026-03` becomes `in:2026-02`.

The period stays a term of the search, so that it is seen, explained and saved like the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from voltage_tui.query.canonical import term_text
from voltage_tui.query.errors import QueryError
from voltage_tui.query.parser import Placed, placed_terms
from voltage_tui.query.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    Day,
    Month,
    MonthName,
    Named,
    Quarter,
    Year,
)
from voltage_tui.query.terms import Clause, Last, TimeIs, When

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from voltage_tui.query.calendar import Calendar, Days
    from voltage_tui.query.periods import Period


def stepped(text: str, by: int, calendar: Calendar) -> str | None:
    """The search with its period `by` periods later, or earlier below 0.

    A day steps by days, a month by months, from one day until another by as many days. Without a
    period it is this month that steps, and 0 or on from it is this month itself. None for a text
    that cannot be read, for one whose times are no single period, and past the years there are.
    """
    times = _times(text)
    if times is None:
        return None
    if not times:
        here = _month_of(calendar.today)
        return _replaced(text, times, _in(here if by >= 0 else _shifted(here, by)))
    terms = _stepped_terms([one.term for one in times], by, calendar)
    return None if terms is None else _replaced(text, times, terms)


def with_period(text: str, period: Period) -> str | None:
    """The search within this period, in place of those it named; None for one not understood."""
    times = _times(text)
    return None if times is None else _replaced(text, times, [TimeIs(When.IN, period)])


@dataclass(frozen=True, slots=True)
class _Time:
    """A term about time and where it stands in the text."""

    placed: Placed
    term: TimeIs | Last


def _times(text: str) -> list[_Time] | None:
    """The terms about time that hold, those left out aside; None for what cannot be read."""
    found = []
    try:
        for placed in placed_terms(text):
            match placed.read:
                case Clause(TimeIs() | Last() as term, False):
                    found.append(_Time(placed, term))
                case _:
                    continue
    except QueryError:
        return None
    return found


def _stepped_terms(
    terms: Sequence[TimeIs | Last], by: int, calendar: Calendar
) -> list[TimeIs] | None:
    match terms:
        case [TimeIs(When.IN, Named.THIS_WEEK | Named.LAST_WEEK as week)]:
            return _between(calendar.days(week), 7 * by)
        case [TimeIs(When.IN, period)]:
            return _in(_shifted(_plain(period, calendar), by))
        case _:
            days = _range(terms, calendar)
            return None if days is None else _between(days, (days.after - days.first).days * by)


def _range(terms: Sequence[TimeIs | Last], calendar: Calendar) -> Days | None:
    """The days from `since:` to `until:`, whichever stands first."""
    ends = {term.when: term.period for term in terms if isinstance(term, TimeIs)}
    if len(terms) != 2 or ends.keys() != {When.SINCE, When.UNTIL}:
        return None
    first = calendar.days(ends[When.SINCE])
    last = calendar.days(ends[When.UNTIL])
    return type(first)(first.first, last.after) if first.first < last.after else None


def _between(days: Days, by: int) -> list[TimeIs] | None:
    """Both ends that many days later; None past the years there are."""
    try:
        first = days.first + timedelta(days=by)
        last = days.last + timedelta(days=by)
    except OverflowError:
        return None
    if not (_known(first.year) and _known(last.year)):
        return None
    return [TimeIs(When.SINCE, Day(first)), TimeIs(When.UNTIL, Day(last))]


def _in(period: Period | None) -> list[TimeIs] | None:
    return None if period is None else [TimeIs(When.IN, period)]


def _plain(period: Period, calendar: Calendar) -> Day | Month | Quarter | Year:
    """The period with its numbers, as it is today."""
    match period:
        case Day() | Month() | Quarter() | Year():
            return period
        case MonthName():
            return _month_of(calendar.days(period).first)
        case Named.TODAY | Named.YESTERDAY | Named.THIS_WEEK | Named.LAST_WEEK:
            return Day(calendar.days(period).first)
        case Named.THIS_MONTH | Named.LAST_MONTH:
            return _month_of(calendar.days(period).first)
        case Named.THIS_YEAR | Named.LAST_YEAR:
            return Year(calendar.days(period).first.year)
        case _:
            assert_never(period)


def _month_of(day: date) -> Month:
    return Month(day.year, day.month)


def _shifted(period: Day | Month | Quarter | Year, by: int) -> Period | None:
    """The period that many later, or None past the years there are."""
    moved: Day | Month | Quarter | Year
    match period:
        case Day(day):
            try:
                moved = Day(day + timedelta(days=by))
            except OverflowError:
                return None
            year = moved.day.year
        case Month(year, month):
            years, months = divmod(month - 1 + by, 12)
            year += years
            moved = Month(year, months + 1)
        case Quarter(year, quarter):
            years, quarters = divmod(quarter - 1 + by, 4)
            year += years
            moved = Quarter(year, quarters + 1)
        case Year(year):
            year += by
            moved = Year(year)
    return moved if _known(year) else None


def _known(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _replaced(text: str, times: Sequence[_Time], terms: Sequence[TimeIs] | None) -> str | None:
    """The text with `terms` where the first of `times` stood, the others gone; else at its end."""
    if terms is None:
        return None
    written = " ".join(term_text(term) for term in terms)
    if not times:
        return f"{text.rstrip()} {written}".lstrip()
    first, *others = (one.placed for one in times)
    for placed in reversed(others):
        text = f"{text[: placed.start].rstrip()} {text[placed.end :].lstrip()}".rstrip()
    return text[: first.start] + written + text[first.end :]
