"""How fast credit is used: what more of it is used than some days ago, exactly; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from voltage_tui.money import BTC, MSATS_PER_SAT, Money

_DAY: Final = timedelta(days=1)
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Burn:
    """By how much more credit is used than about `days` days ago; `span` is how long ago exactly.

    `change` is signed and exact, what was paid back taken off; None while the copy of the ledger
    does not reach back that far.
    """

    days: int
    span: timedelta
    change: Money | None

    @property
    def a_day(self) -> Money | None:
        """The change of one day, rounded half away from 0 to a cent, or to a sat where there is
        one: a pace has no thousandths worth telling."""
        if self.change is None:
            return None
        units = abs(self.change.units) * (_DAY // _TICK)
        ticks = self.span // _TICK
        step = MSATS_PER_SAT if self.change.currency == BTC else 1
        if 2 * units < step * ticks:
            step = 1
        rounded = (2 * units + step * ticks) // (2 * step * ticks) * step
        sign = -1 if self.change.is_negative else 1
        return Money(self.change.currency, sign * rounded)


def burn(days: int, span: timedelta, then: Money | None, now: Money | None) -> Burn:
    """The burn over `span`, which is called `days` days, from what was used then and now.

    `ValueError` for a span of nothing.
    """
    if span <= timedelta():
        raise ValueError("a pace is of some time")
    return Burn(days, span, None if then is None or now is None else now - then)
