"""How old a rate is, and what may still be done with it (safety rule S-18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.durations import duration
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import KnownRate

OLD: Final = timedelta(minutes=2)
"""Past this age the age of a rate stands out."""
STALE: Final = timedelta(minutes=15)
"""Past this age nothing is converted with a rate, and what it says is marked."""


def age_of(rate: KnownRate, now: datetime) -> timedelta:
    """How long ago the rate was quoted, never below 0."""
    return max(timedelta(), now - rate.quoted_at)


def is_stale(rate: KnownRate, now: datetime) -> bool:
    """Whether the rate is too old to convert with."""
    return age_of(rate, now) > STALE


def rate_note(rate: KnownRate | None, now: datetime) -> Line:
    """The age of the rate as it stands beside a converted amount."""
    if rate is None:
        return (Span("no rate is known yet", Role.MUTED),)
    age = age_of(rate, now)
    words = f"rate {duration(age)} old"
    if age > STALE:
        return (Span(words, Role.WARN),)
    return (Span(words, Role.MUTED if age > OLD else Role.FAINT),)
