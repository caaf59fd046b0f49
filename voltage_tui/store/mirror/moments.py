"""Moments as whole microseconds since 1970, which is how tables keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
MINUTE_US: Final = 60_000_000
"""Microseconds of a minute."""


def micros_of(moment: datetime) -> int:
    """Microseconds of an aware moment; exact, and in order."""
    return (moment - _EPOCH) // _TICK


def moment_at(micros: int) -> datetime:
    """The moment, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)
