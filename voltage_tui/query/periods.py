"""Days, months and spans as a person names them, before it is known which ones they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from voltage_tui.query.errors import RefusedError
from voltage_tui.query.nearest import nearest

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199
"""Years a search can name: no bitcoin moved before them, and every zone can reckon with them."""
MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


class Named(Enum):
    """A period that moves with the day it is asked on; weeks begin on Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this-week"
    LAST_WEEK = "last-week"
    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"
    THIS_YEAR = "this-year"
    LAST_YEAR = "last-year"


@dataclass(frozen=True, slots=True)
class Day:
    """One day."""

    day: date


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year, 1 to 12."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    quarter: int


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year."""

    year: int


@dataclass(frozen=True, slots=True)
class MonthName:
    """The month of that name that began last, 1 to 12."""

    month: int


Period = Named | Day | Month | Quarter | Year | MonthName


class SpanUnit(Enum):
    """What a span is counted in: a day is 24 hours, a month one of the calendar."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"
    WEEKS = "w"
    MONTHS = "mo"
    YEARS = "y"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time back from now."""

    count: int
    unit: SpanUnit


_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER: Final = re.compile(r"([0-9]{4})-?q([0-9])")
_YEAR: Final = re.compile(r"[0-9]{4}")
_LOOSE: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_EITHER: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_SPAN: Final = re.compile(r"([0-9]{1,6})([a-z]+)")
_SPAN_WORDS: Final = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), SpanUnit.MINUTES),
    **dict.fromkeys(("h", "hour", "hours"), SpanUnit.HOURS),
    **dict.fromkeys(("d", "day", "days"), SpanUnit.DAYS),
    **dict.fromkeys(("w", "week", "weeks"), SpanUnit.WEEKS),
    **dict.fromkeys(("mo", "month", "months"), SpanUnit.MONTHS),
    **dict.fromkeys(("y", "year", "years"), SpanUnit.YEARS),
}
_MOST: Final = {
    SpanUnit.MINUTES: 100_000,
    SpanUnit.HOURS: 100_000,
    SpanUnit.DAYS: 9_999,
    SpanUnit.WEEKS: 999,
    SpanUnit.MONTHS: 240,
    SpanUnit.YEARS: 20,
}


def parse_period(text: str) -> Period:
    """Read `2026-03-01`, `2026-03`, `2026-q1`, `2026`, `march`, `today`; `RefusedError` else."""
    text = text.lower()
    named = named_period(text)
    if named is not None:
        return named
    month = _month_named(text)
    if month is not None:
        return MonthName(month)
    if match := _DATE.fullmatch(text):
        return _day(*map(int, match.groups()))
    if match := _MONTH.fullmatch(text):
        return _month(*map(int, match.groups()))
    if match := _QUARTER.fullmatch(text):
        return _quarter(*map(int, match.groups()))
    if _YEAR.fullmatch(text):
        return Year(_year(int(text)))
    raise _refusal(text)


def named_period(text: str) -> Named | None:
    """The period of that name (`today`, `last-month`), or None."""
    try:
        return Named(text.lower())
    except ValueError:
        return None


def parse_span(text: str) -> Span:
    """Read `7d`, `24h`, `3months`; `RefusedError` else."""
    text = text.lower()
    match = _SPAN.fullmatch(text)
    if match is None:
        meant = f"{text}d" if re.fullmatch(r"[0-9]{1,3}", text) else None
        raise RefusedError("a number and its unit: 24h, 7d, 4w, 3mo or 1y", meant)
    count, word = int(match[1]), match[2]
    unit = _SPAN_WORDS.get(word)
    if unit is None:
        if word == "m":
            words = "m could be minutes or months: write min or mo"
            raise RefusedError(words, f"{count}mo")
        near = nearest(word, _SPAN_WORDS)
        words = "the units are min, h, d, w, mo and y"
        raise RefusedError(words, f"{count}{_SPAN_WORDS[near].value}" if near else None)
    if not 0 < count <= _MOST[unit]:
        raise RefusedError(f"from 1 to {_MOST[unit]} {unit.value}")
    return Span(count, unit)


def period_text(period: Period) -> str:
    """The period as it is typed; `parse_period` reads it back."""
    match period:
        case Named():
            return period.value
        case Day(day):
            return day.isoformat()
        case Month(year, month):
            return f"{year:04}-{month:02}"
        case Quarter(year, quarter):
            return f"{year:04}-q{quarter}"
        case Year(year):
            return f"{year:04}"
        case MonthName(month):
            return MONTHS[month - 1]


def span_text(span: Span) -> str:
    """The span as it is typed."""
    return f"{span.count}{span.unit.value}"


def _month_named(text: str) -> int | None:
    for number, name in enumerate(MONTHS, start=1):
        if text in (name, name[:3]) or (number == 9 and text == "sept"):
            return number
    return None


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RefusedError(f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _month(year: int, month: int) -> Month:
    if not 1 <= month <= 12:
        raise RefusedError("a month from 01 to 12")
    return Month(_year(year), month)


def _quarter(year: int, quarter: int) -> Quarter:
    if not 1 <= quarter <= 4:
        raise RefusedError("a quarter from q1 to q4")
    return Quarter(_year(year), quarter)


def _day(year: int, month: int, day: int) -> Day:
    _month(year, month)
    try:
        return Day(date(year, month, day))
    except ValueError:
        raise RefusedError(f"{MONTHS[month - 1].capitalize()} {year} has no day {day}") from None


def _refusal(text: str) -> RefusedError:
    """Say how a day is written, with the day that was probably meant."""
    if match := _LOOSE.fullmatch(text):
        year, month, day = match.groups()
        meant = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
        return RefusedError("a day is written as 2026-03-01, a month as 2026-03", _read(meant))
    if match := _EITHER.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), match[3]
        readings = {_read(f"{year}-{a:02}-{b:02}") for a, b in ((first, second), (second, first))}
        likely = sorted(reading for reading in readings if reading)
        if len(likely) == 1:
            return RefusedError("a day is written as 2026-03-01", likely[0])
        if likely:
            return RefusedError(f"write the year first: {' or '.join(likely)}")
    near = nearest(text, (*(named.value for named in Named), *MONTHS))
    words = "a day (2026-03-01, today), a month (2026-03, march), a quarter (2026-q1) or a year"
    return RefusedError(words, near)


def _read(text: str) -> str | None:
    try:
        return period_text(parse_period(text))
    except RefusedError:
        return None
