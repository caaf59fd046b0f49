"""Which moments a period of the person's calendar is: half-open, in UTC (S-68)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.period import first_moment
from voltage_tui.query.periods import (
    Day,
    Month,
    MonthName,
    Named,
    Period,
    Quarter,
    Span,
    SpanUnit,
    Year,
)
from voltage_tui.query.terms import Last, TimeIs, When

if TYPE_CHECKING:
    from datetime import tzinfo

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """From `start` on, and before `end`, aware UTC; None is without a bound."""

    start: datetime | None
    end: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies within."""
        return (self.start is None or self.start <= moment) and (
            self.end is None or moment < self.end
        )


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the one before `after`."""

    first: date
    after: date

    @property
    def last(self) -> date:
        """The last of them."""
        return self.after - _ONE_DAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """The present moment and the time zone of the person who asks.

    `ValueError` for a moment without a time zone.
    """

    now: datetime
    zone: tzinfo

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("the present is a moment with a time zone")

    @property
    def today(self) -> date:
        """The day it is where the person is."""
        return self.now.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first moment of a day, in UTC."""
        return first_moment(day, self.zone)

    def days(self, period: Period) -> Days:
        """The days of a period, as asked today."""
        match period:
            case Named():
                return self._named(period)
            case Day(day):
                return Days(day, day + _ONE_DAY)
            case Month(year, month):
                return _months(year, month, 1)
            case Quarter(year, quarter):
                return _months(year, 3 * quarter - 2, 3)
            case Year(year):
                return _months(year, 1, 12)
            case MonthName(month):
                today = self.today
                return _months(today.year - (month > today.month), month, 1)

    def bounds(self, term: TimeIs | Last) -> Bounds:
        """The moments a term holds for."""
        if isinstance(term, Last):
            return Bounds(self.ago(term.span), None)
        days = self.days(term.period)
        start, end = self.start_of(days.first), self.start_of(days.after)
        match term.when:
            case When.SINCE:
                return Bounds(start, None)
            case When.UNTIL:
                return Bounds(None, end)
            case When.IN:
                return Bounds(start, end)
            case When.BEFORE:
                return Bounds(None, start)
            case When.AFTER:
                return Bounds(end, None)

    def ago(self, span: Span) -> datetime:
        """The moment that long ago; a month ago is the same day and hour of the month before."""
        count = span.count
        match span.unit:
            case SpanUnit.MINUTES:
                return self._back(timedelta(minutes=count))
            case SpanUnit.HOURS:
                return self._back(timedelta(hours=count))
            case SpanUnit.DAYS:
                return self._back(timedelta(days=count))
            case SpanUnit.WEEKS:
                return self._back(timedelta(weeks=count))
            case SpanUnit.MONTHS:
                return self._months_ago(count)
            case SpanUnit.YEARS:
                return self._months_ago(12 * count)

    def _back(self, length: timedelta) -> datetime:
        return self.now.astimezone(UTC) - length

    def _months_ago(self, count: int) -> datetime:
        here = self.now.astimezone(self.zone)
        first = _first_of(here.year, here.month - count)
        after = _first_of(first.year, first.month + 1)
        day = min(first + timedelta(days=here.day - 1), after - _ONE_DAY)
        return datetime.combine(day, here.timetz()).astimezone(UTC)

    def _named(self, period: Named) -> Days:
        today = self.today
        monday = today - timedelta(days=today.weekday())
        match period:
            case Named.TODAY:
                return Days(today, today + _ONE_DAY)
            case Named.YESTERDAY:
                return Days(today - _ONE_DAY, today)
            case Named.THIS_WEEK:
                return Days(monday, monday + 7 * _ONE_DAY)
            case Named.LAST_WEEK:
                return Days(monday - 7 * _ONE_DAY, monday)
            case Named.THIS_MONTH:
                return _months(today.year, today.month, 1)
            case Named.LAST_MONTH:
                return _months(today.year, today.month - 1, 1)
            case Named.THIS_YEAR:
                return _months(today.year, 1, 12)
            case Named.LAST_YEAR:
                return _months(today.year - 1, 1, 12)


def _months(year: int, month: int, count: int) -> Days:
    return Days(_first_of(year, month), _first_of(year, month + count))


def _first_of(year: int, month: int) -> date:
    """The first day of a month, which may be counted past either end of its year."""
    years, months = divmod(month - 1, 12)
    return date(year + years, months + 1, 1)
