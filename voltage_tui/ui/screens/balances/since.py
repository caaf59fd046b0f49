"""What has changed since a person last looked, as words of a card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.account import permille
from voltage_tui.ui.bars import percent, strong_role
from voltage_tui.ui.display import MASK
from voltage_tui.ui.paint import Line, Span, join
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.look import Standing
    from voltage_tui.treasury.looking import Change, Since

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=6)


def since_head(at: datetime, now: datetime, *, tight: bool) -> str:
    """`SINCE YESTERDAY 17:42`, or `SINCE FRIDAY` where there is no room for the time."""
    day, clock = at.date(), f"{at:%H:%M}"
    if day == now.date():
        return f"SINCE {clock}"
    if day == (now - _DAY).date():
        when = "YESTERDAY"
    elif timedelta() < now - at < _WEEK:
        when = f"{at:%A}".upper()
    else:
        when = f"{at:%Y-%m-%d}"
    return f"SINCE {when}" if tight else f"SINCE {when} {clock}"


def credit_change(since: Since, *, hidden: bool) -> Line:
    """How much of the credit was used and is: `credit 41 → 47 %`; nothing where that is equal."""
    moved = [change for change in since.changes if _used(change.before) != _used(change.now)]
    several = len(moved) > 1
    parts = [_one(change, named=several, hidden=hidden) for change in moved]
    return [Span("credit ", Role.MUTED), *join(parts)] if parts else ()


def reach_words(since: Since) -> str:
    """Where the counts are not of all the time since, from when on they are."""
    if since.moved_from is None or since.reaches_back:
        return ""
    return f"payments since {since.moved_from:%d %b %H:%M} only"


def _one(change: Change, *, named: bool, hidden: bool) -> Line:
    name = [Span(f"{change.currency.upper()} ", Role.MUTED)] if named else []
    if hidden:
        return [*name, Span(f"{MASK} %", Role.MUTED)]
    before, now = _used(change.before), _used(change.now)
    was = percent(before).removesuffix(" %")
    grew = (now or 0) > (before or 0)
    return [*name, Span(f"{was} → {percent(now)}", strong_role(now) if grew else Role.TEXT)]


def _used(standing: Standing | None) -> int | None:
    """Tenths of a percent, as the screen rounds them: what reads the same did not change."""
    used = None if standing is None else permille(standing.used, standing.limit)
    return None if used is None else (used + 5) // 10 * 10
