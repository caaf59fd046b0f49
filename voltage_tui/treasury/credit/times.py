"""The moments at which credit is looked at: the ends of hours and of a person's days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.period import first_moment

if TYPE_CHECKING:
    from datetime import tzinfo

HOURS = 24
DAYS = 30


class Stretch(Enum):
    """How far back is looked; the value is its name on the screen."""

    HOURS = "24 h"
    DAYS = "30 d"

    @property
    def each(self) -> str:
        """What one step of it is."""
        return "hour" if self is Stretch.HOURS else "day"


def moments_of(stretch: Stretch, now: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """The ends of the last 24 hours, or 30 days, that are over, oldest first, in UTC.

    Days end at midnight by the clocks of `zone`, so that some have 23 or 25 hours; hours are
    those of its clocks too, which stand half an hour apart from others in places.
    """
    match stretch:
        case Stretch.HOURS:
            minutes = now.astimezone(zone)
            over = timedelta(
                minutes=minutes.minute, seconds=minutes.second, microseconds=minutes.microsecond
            )
            last = now.astimezone(UTC) - over
            return tuple(last - timedelta(hours=n) for n in reversed(range(HOURS)))
        case Stretch.DAYS:
            today = now.astimezone(zone).date()
            return tuple(
                first_moment(today - timedelta(days=n), zone) for n in reversed(range(DAYS))
            )
