"""How much credit was used at past moments, out of balances that the mirror has; pure."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from voltage_tui.money import Money
from voltage_tui.treasury.credit.times import Stretch, moments_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency

WINDOWS = (7, 30)
"""Days over which the pace is taken."""


@dataclass(frozen=True, slots=True)
class Point:
    """Credit used just before a moment; None where it is not known."""

    at: datetime
    used: Money | None


@dataclass(frozen=True, slots=True)
class Past:
    """What was available in some wallets of one currency, at `moments`, in base units, signed.

    `available` has as many for each wallet as there are moments, None for what is not known.
    `now` is the moment it was asked, from which the windows reach back.
    """

    currency: Currency
    now: datetime
    zone: tzinfo
    moments: tuple[datetime, ...]
    available: Mapping[WalletId, tuple[int | None, ...]]

    def used_before(self, moment: datetime, wallets: Sequence[WalletId]) -> Money | None:
        """The credit that the wallets used between them just before one of the moments.

        None where that of one is not known, or the moment is none of them. A wallet's own money
        frees no credit of another.
        """
        place = bisect_left(self.moments, moment)
        if place == len(self.moments) or self.moments[place] != moment:
            return None
        used = 0
        for wallet_id in wallets:
            units = self.available.get(wallet_id, (None,) * len(self.moments))[place]
            if units is None:
                return None
            used += max(0, -units)
        return Money(self.currency, used)

    def points(self, stretch: Stretch, wallets: Sequence[WalletId]) -> tuple[Point, ...]:
        """What was used at the end of each hour or day that is over, oldest first."""
        return tuple(
            Point(moment, self.used_before(moment, wallets))
            for moment in moments_of(stretch, self.now, self.zone)
        )

    def used_days_ago(self, days: int, wallets: Sequence[WalletId]) -> Money | None:
        """What was used so many times 24 hours ago."""
        return self.used_before(self.now - timedelta(days=days), wallets)


def together(units: Iterable[int | None]) -> int | None:
    """Base units added up; None where some are not known."""
    every = list(units)
    known = [each for each in every if each is not None]
    return sum(known) if len(known) == len(every) else None


def moments_wanted(now: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Every moment that is looked at, oldest first."""
    wanted = {now - timedelta(days=days) for days in WINDOWS}
    for stretch in Stretch:
        wanted.update(moments_of(stretch, now, zone))
    return tuple(sorted(wanted))
