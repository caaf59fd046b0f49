"""A line's or a wallet's place on the ladder to its limit: now, how fast, and when; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from voltage_tui.treasury.account import permille
from voltage_tui.treasury.credit.burn import Burn, burn
from voltage_tui.treasury.credit.forecast import MARKS, Reached, mark_of, reach
from voltage_tui.treasury.credit.history import WINDOWS, Past, Point

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Money
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.credit.forecast import Reach
    from voltage_tui.treasury.facility import Facility


@dataclass(frozen=True, slots=True)
class Rung:
    """A mark, in tenths of a percent of the limit, and when it is reached at some pace."""

    permille: int
    reach: Reach


@dataclass(frozen=True, slots=True)
class Outlook:
    """The pace over some days, and every mark that is still above; none of a limit of 0."""

    burn: Burn
    limit: Money
    ahead: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Peaks:
    """The least and the most used at the ends of a stretch's hours or days, and now.

    None where none of them is known; `gaps` says that some are not.
    """

    low: Point | None
    high: Point | None
    gaps: bool


def line_outlooks(facility: Facility, past: Past | None, now: datetime) -> tuple[Outlook, ...]:
    """The outlook of a line, by the use of its wallets, over 7 and over 30 days."""
    wallets = [account.wallet.id for account in facility.accounts]
    return _outlooks(facility.used, facility.line.limit, past, wallets, now)


def wallet_outlooks(
    account: Account, past: Past | None, now: datetime, windows: Sequence[int] = WINDOWS
) -> tuple[Outlook, ...]:
    """The outlook of a wallet to its own limit, over so many days each; () while its use or its
    limit is not known."""
    if account.used is None or account.limit is None:
        return ()
    return _outlooks(account.used, account.limit, past, [account.wallet.id], now, windows)


def _outlooks(
    used: Money,
    limit: Money,
    past: Past | None,
    wallets: Sequence[WalletId],
    now: datetime,
    windows: Sequence[int] = WINDOWS,
) -> tuple[Outlook, ...]:
    until = now if past is None else max(now, past.now)
    return tuple(
        _outlook(
            used,
            limit,
            burn(days, _since(past, until, days), _then(past, days, wallets, used), used),
            now,
        )
        for days in windows
    )


def _since(past: Past | None, now: datetime, days: int) -> timedelta:
    """How long ago the window began: it stays where it was when the mirror was asked."""
    began = now if past is None else past.now
    return now - began + timedelta(days=days)


def _then(past: Past | None, days: int, wallets: Sequence[WalletId], used: Money) -> Money | None:
    then = None if past is None else past.used_days_ago(days, wallets)
    return then if then is not None and then.currency == used.currency else None


def _outlook(used: Money, limit: Money, pace: Burn, now: datetime) -> Outlook:
    if limit.units <= 0:
        return Outlook(pace, limit, ())
    rungs = (Rung(mark, reach(used, mark_of(limit, mark), pace, now)) for mark in MARKS)
    return Outlook(pace, limit, tuple(r for r in rungs if not isinstance(r.reach, Reached)))


def peaks_of(points: Sequence[Point]) -> Peaks:
    """The lowest and the highest, of several the newest."""
    known = [point for point in points if point.used is not None]
    newest_first = known[::-1]
    return Peaks(
        min(newest_first, key=_units, default=None),
        max(newest_first, key=_units, default=None),
        len(known) < len(points),
    )


def _units(point: Point) -> int:
    return point.used.units if point.used is not None else 0


def permille_of(point: Point, limit: Money) -> int | None:
    """What part of a limit was used, in tenths of a percent; None where it is not known."""
    return None if point.used is None else permille(point.used, limit)
