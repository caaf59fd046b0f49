"""How old a rate is, and what may still be done with it (safety rule S-18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.durations import duration, rough_age
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import KnownRate
    from voltage_tui.ui.display import Display

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


def worth_mark(rate: KnownRate | None, now: datetime) -> Line:
    """What stands behind an amount that was converted to be looked at: nothing while it is new,
    then the rate's age, and that it is stale."""
    if rate is None or age_of(rate, now) <= OLD:
        return ()
    stale = " stale" if is_stale(rate, now) else " "
    return (Span(f"{stale} {rough_age(age_of(rate, now))}", Role.FAINT),)


def unit_note(display: Display, now: datetime) -> Line:
    """The age of the rate by which every amount on the screen is converted, once that is old."""
    rate = display.rate
    if display.unit != "usd" or rate is None or age_of(rate, now) <= OLD:
        return ()
    age = rough_age(age_of(rate, now))
    if is_stale(rate, now):
        return (Span(f"≈USD stale, rate {age} old", Role.WARN),)
    return (Span(f"≈USD rate {age} old", Role.MUTED),)
