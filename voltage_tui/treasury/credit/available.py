"""What was available at the ends of the last hours, all wallets of a currency together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.money import Money
from voltage_tui.treasury.credit.reading import read_past
from voltage_tui.treasury.credit.times import Stretch, moments_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.credit.history import Past


@dataclass(frozen=True, slots=True)
class HourEnd:
    """What was available just before a moment, signed; None where that of a wallet is unknown."""

    at: datetime
    available: Money | None


@dataclass(frozen=True, slots=True)
class Trend:
    """The last 24 ends of hours, oldest first."""

    currency: Currency
    hours: tuple[HourEnd, ...]

    @property
    def low(self) -> HourEnd | None:
        """When least was available, as far as that is known; the latest of equals."""
        known = [(h.available.units, -n, h) for n, h in enumerate(self.hours) if h.available]
        return min(known)[2] if known else None


async def read_trends(
    mirror: MirrorStore, accounts: Sequence[Account], now: datetime, zone: tzinfo
) -> tuple[Trend, ...]:
    """One for each currency, bitcoin first. `now` is Voltage's time.

    Raises what the mirror raises.
    """
    trends: list[Trend] = []
    for currency in sorted({a.currency for a in accounts if a.currency is not None}):
        ids = [a.wallet.id for a in accounts if a.currency == currency]
        past = await read_past(mirror, currency, ids, now, zone)
        moments = moments_of(Stretch.HOURS, now, zone)
        trends.append(Trend(currency, tuple(HourEnd(at, _together(past, at)) for at in moments)))
    return tuple(trends)


def _together(past: Past, at: datetime) -> Money | None:
    place = past.moments.index(at)
    units = [balances[place] for balances in past.available.values()]
    known = [n for n in units if n is not None]
    return Money(past.currency, sum(known)) if len(known) == len(units) else None
