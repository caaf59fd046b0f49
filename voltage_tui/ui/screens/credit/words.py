"""What is said of the pace of credit: how much a day, and when it would be where."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.credit.forecast import At, NotLikeThis, PaceUnknown, Reached
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from voltage_tui.treasury.credit.forecast import Reach
    from voltage_tui.treasury.credit.ladder import Outlook
    from voltage_tui.ui.display import Display

NEAR: Final = timedelta(days=7)
_HOUR: Final = timedelta(hours=1)
_WHOLE: Final = 1_000
NO_PACE: Final = "not known: the copy of the ledger does not reach back that far yet"
NOT_LIKE_THIS: Final = "not at this pace"


def moment_words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment to come, by the hour while it is near and by the day after that.

    The hour it is in, so that what is told is never later than what is meant.
    """
    if moment - now < _HOUR:
        return "within the hour"
    here, today = moment.astimezone(zone), now.astimezone(zone).date()
    days = (here.date() - today).days
    hour = f"{here:%H}:00"
    if days == 0:
        return f"today {hour}"
    if days == 1:
        return f"tomorrow {hour}"
    if moment - now < NEAR:
        return f"{here:%A} {hour}"
    same_year = here.year == today.year
    return f"{here.day} {here:%b}" if same_year else f"{here.day} {here:%b} {here.year}"


def past_words(moment: datetime, zone: tzinfo, *, by_day: bool) -> str:
    """The end of an hour or of a day that is over; a day is named by itself, not by its end."""
    if by_day:
        day = (moment - timedelta(microseconds=1)).astimezone(zone)
        return f"{day:%a} {day.day} {day:%b}"
    return f"{moment.astimezone(zone):%a %H:%M}"


def mark_words(permille: int) -> str:
    """A mark, or the limit."""
    return "the limit" if permille == _WHOLE else f"{permille // 10} %"


def reach_words(reach: Reach, now: datetime, zone: tzinfo) -> str:
    """When, or why not."""
    match reach:
        case At(moment):
            return moment_words(moment, now, zone)
        case NotLikeThis():
            return NOT_LIKE_THIS
        case Reached():
            return "reached"
        case PaceUnknown():
            return "not known"


def ahead_words(outlook: Outlook, now: datetime, zone: tzinfo, width: int) -> str:
    """The marks that are reached at this pace, with their moments, in at most `width` cells.

    Where not all fit, 90 percent is told, and before that the limit; the moment is never cut.
    """
    ahead = outlook.ahead
    if outlook.limit.units <= 0:
        return "the limit is 0"
    if not ahead:
        return "at or over its limit"
    coming = [rung for rung in ahead if isinstance(rung.reach, At)]
    if not coming:
        return f"{mark_words(ahead[0].permille)} {NOT_LIKE_THIS}"
    said = {
        r.permille: f"{mark_words(r.permille)} {reach_words(r.reach, now, zone)}" for r in coming
    }
    kept = said
    for least in ((900, _WHOLE), (900,)):
        words = f"at this pace {', '.join(kept.values())}"
        if len(words) <= width:
            return words
        kept = {mark: text for mark, text in said.items() if mark in least} or kept
    words = ", ".join(kept.values())
    told = f"at this pace {words}"
    return told if len(told) <= width else words


def outlook_line(
    outlook: Outlook, display: Display, now: datetime, zone: tzinfo, width: int
) -> Line:
    """`7 days  +512,345 sats a day  at this pace 90 % Thursday 14:00`."""
    label = Span(f"  {f'{outlook.burn.days} days':<9}", Role.MUTED)
    a_day = outlook.burn.a_day
    if a_day is None:
        return [label, Span(NO_PACE, Role.MUTED)]
    figure = display.spans(a_day, Role.TEXT, signed=True)
    words = " a day  " if not a_day.is_zero else " a day: no change  "
    if display.hidden:
        return [label, *figure, Span(" a day", Role.MUTED)]
    near = any(isinstance(r.reach, At) and r.reach.moment - now < NEAR for r in outlook.ahead)
    room = width - width_of([label, *figure]) - len(words)
    ahead = ahead_words(outlook, now, zone, room)
    return [
        label,
        *figure,
        Span(words, Role.MUTED),
        Span(ahead, Role.WARN if near else Role.MUTED),
    ]
