"""Durations as people say them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import timedelta

_STEPS: Final = (("d", 86_400), ("h", 3_600), ("m", 60))


def later(moment: datetime, span: timedelta) -> datetime:
    """The moment `span` after an aware one; the last there is where that would be after it."""
    try:
        return moment + span
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def duration(span: timedelta) -> str:
    """The whole part in its largest unit: `2 s`, `14 m`, `3 h`, `5 d`; never below `0 s`."""
    seconds = max(0, int(span.total_seconds()))
    for unit, size in _STEPS:
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def rough_age(span: timedelta) -> str:
    """How old a figure is: `<10 s`, then in whole tens of seconds, then as `duration`.

    Of what is read every few seconds, a second more or less means nothing, and words that change
    each second draw the eye from what does.
    """
    seconds = max(0, int(span.total_seconds()))
    if seconds < 10:
        return "<10 s"
    return f"{seconds // 10 * 10} s" if seconds < 60 else duration(span)


def countdown(span: timedelta) -> str:
    """Time left as a clock: `09:41`, `1:00:00`; never below `00:00`."""
    seconds = max(0, int(span.total_seconds()))
    hours, rest = divmod(seconds, 3_600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
