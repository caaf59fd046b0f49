"""Moments as whole microseconds since 1970 (UTC), and how the wire writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

MS: Final = 1_000
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of a timezone-aware moment."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The UTC moment of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=at)


def stamp(at: int) -> str:
    """RFC 3339 with `Z`; trailing zeros of the fraction are trimmed (API reference, section 1)."""
    seconds, fraction = divmod(at, SECOND)
    text = (_EPOCH + timedelta(seconds=seconds)).isoformat()[:19]
    if fraction:
        return f"{text}.{fraction:06d}".rstrip("0") + "Z"
    return text + "Z"


def stamp_or_none(at: int | None) -> str | None:
    """`stamp`, or None when there is no such moment."""
    return None if at is None else stamp(at)


def http_date(at: int) -> str:
    """The form of the HTTP `Date` header (RFC 9110), whole seconds."""
    when = moment(at)
    day, month = _DAYS[when.weekday()], _MONTHS[when.month - 1]
    return f"{day}, {when:%d} {month} {when.year:04d} {when:%H:%M:%S} GMT"


def parse(text: str) -> int:
    """Microseconds of an RFC 3339 text with an offset; raises `ValueError` for anything else."""
    if len(text) < 20 or text[10] not in "Tt ":
        raise ValueError("not an RFC 3339 date and time")
    parsed = datetime.fromisoformat(text.upper())
    if parsed.tzinfo is None:
        raise ValueError("the offset is missing")
    return micros(parsed)
