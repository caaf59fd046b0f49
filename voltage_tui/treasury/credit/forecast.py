"""When a line or a wallet would reach a mark, or its limit, if it went on like this; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.money import Money

if TYPE_CHECKING:
    from voltage_tui.treasury.credit.burn import Burn

MARKS: Final = (500, 750, 900, 1_000)
"""Tenths of a percent of the limit; the last is the limit itself."""
FARTHEST: Final = timedelta(days=1_826)
"""Nobody's pace holds for five years: past that it is not said when."""
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Reached:
    """It is there, or past it."""


@dataclass(frozen=True, slots=True)
class At:
    """It gets there at this moment, at this pace."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class NotLikeThis:
    """It never gets there at this pace, or in no time worth saying."""


@dataclass(frozen=True, slots=True)
class PaceUnknown:
    """There is no pace to go by."""


Reach = Reached | At | NotLikeThis | PaceUnknown


def mark_of(limit: Money, permille: int) -> Money:
    """The least use that is `permille` tenths of a percent of a limit."""
    return Money(limit.currency, -(-limit.units * permille // 1_000))


def reach(used: Money, target: Money, burn: Burn, now: datetime) -> Reach:
    """When `used` comes to `target` at the pace of `burn`; rounded up to a microsecond."""
    missing = (target - used).units
    if missing <= 0:
        return Reached()
    if burn.change is None:
        return PaceUnknown()
    if burn.change.units <= 0:
        return NotLikeThis()
    ticks = -(-missing * (burn.span // _TICK) // burn.change.units)
    if ticks > FARTHEST // _TICK:
        return NotLikeThis()
    return At(now + timedelta(microseconds=ticks))
