"""What was available at the ends of the last hours, all wallets of a currency together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.money import Money
from voltage_tui.treasury.credit.history import together
from voltage_tui.treasury.credit.reading import read_available
from voltage_tui.treasury.credit.times import Stretch, moments_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.treasury.account import Account


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
    moments = moments_of(Stretch.HOURS, now, zone)
    trends: list[Trend] = []
    for currency in sorted({a.currency for a in accounts if a.currency is not None}):
        ids = [a.wallet.id for a in accounts if a.currency == currency]
        known = await read_available(mirror, currency, ids, moments)
        sums = map(together, zip(*known.values(), strict=True))
        ends = (
            HourEnd(at, None if units is None else Money(currency, units))
            for at, units in zip(moments, sums, strict=True)
        )
        trends.append(Trend(currency, tuple(ends)))
    return tuple(trends)
