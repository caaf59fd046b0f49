"""A stretch of time by a person's calendar: a month, and what it contains (S-68)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Period:
    """From the first midnight of `first` to the midnight after `last`, by the clocks of `zone`.

    `ValueError` when it ends before it begins, or with the last day there is.
    """

    first: date
    last: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on the day it begins, or later")
        if self.last == date.max:
            raise ValueError("a period ends before the last day there is")

    @classmethod
    def month(cls, year: int, month: int, zone: ZoneInfo) -> Period:
        """A calendar month."""
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(first, after - timedelta(days=1), zone)

    @property
    def start(self) -> datetime:
        """The first moment that is in it, in UTC."""
        return first_moment(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment that is no longer in it, in UTC."""
        return first_moment(self.day_after, self.zone)

    @property
    def day_after(self) -> date:
        """The day after the last."""
        return self.last + timedelta(days=1)

    def contains(self, moment: datetime) -> bool:
        """Whether the moment, which has a time zone, is in it."""
        # The day on the zone's clocks decides: no arithmetic with hours that are skipped or twice.
        return self.first <= moment.astimezone(self.zone).date() <= self.last


def first_moment(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day, in UTC.

    Where clocks are set forward at midnight that is the moment they are; where they are set back
    over it, the first of the two midnights.
    """
    # In UTC, because moments of one zone are compared by their clocks, which may go back.
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
