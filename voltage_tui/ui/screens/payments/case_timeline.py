"""When what happened to a payment: our reading of it, and Voltage's own events word for word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from voltage_tui.model.payment import HistoryEvent, Payment
from voltage_tui.money import MINUS
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.paint import Align, Line, Span, pad, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.payments.look import Look, section

_GAP: Final = 8
_BEFORE_WORDS: Final = 2 + 10 + 1 + 12 + 2 + _GAP + 2


class Moment(NamedTuple):
    """One line of the timeline; `event` tells Voltage's own words from ours."""

    time: datetime
    words: str
    error: str | None
    event: bool


def timeline(look: Look, width: int) -> list[Line]:
    """Every moment with its time and the time since the one before."""
    history = look.reading.value.history if look.reading and look.reading.value else None
    lines: list[Line] = []
    before: datetime | None = None
    day: date | None = None
    for moment in moments_of(look.payment, history or ()):
        lines += _lines(look, moment, before, day, width)
        before, day = moment.time, moment.time.date()
    lines += _now(look, before)
    if history is None:
        lines.append([Span("  Voltage's own events are not read yet.", Role.FAINT)])
    return section("timeline", lines, "UTC")


def moments_of(payment: Payment, history: Sequence[HistoryEvent]) -> list[Moment]:
    """Created, the events in Voltage's order, and the last change where it belongs."""
    events = [Moment(e.time, e.event_type, e.error, event=True) for e in history]
    moments = [Moment(payment.created_at, "created", None, event=False), *events]
    if payment.updated_at != payment.created_at:
        changed = Moment(payment.updated_at, "last change", None, event=False)
        place = max(n for n, m in enumerate(moments) if m.time <= changed.time or n == 0) + 1
        moments.insert(place, changed)
    return moments


def gap_words(gap: timedelta) -> str:
    """The time between two moments: `+320 ms`, `+1.2 s`, `+14 m`; it may be negative."""
    sign = "+" if gap >= timedelta() else MINUS
    milliseconds = abs(gap) // timedelta(milliseconds=1)
    if milliseconds < 1_000:
        return f"{sign}{milliseconds} ms"
    if milliseconds < 60_000:
        return f"{sign}{milliseconds // 1_000}.{milliseconds // 100 % 10} s"
    return f"{sign}{duration(abs(gap))}"


def _lines(
    look: Look, moment: Moment, before: datetime | None, day: date | None, width: int
) -> list[Line]:
    date_words = "" if moment.time.date() == day else f"{moment.time:%Y-%m-%d}"
    clock = f"{moment.time:%H:%M:%S}.{moment.time.microsecond // 1_000:03}"
    gap = "" if before is None else gap_words(moment.time - before)
    role = Role.TEXT if moment.event else Role.MUTED
    pieces = wrap(moment.words, max(8, width - _BEFORE_WORDS - 1))
    lines: list[Line] = [
        [
            Span(f"  {date_words:<10} ", Role.FAINT),
            Span(f"{clock}  ", Role.TEXT),
            Span(f"{pad(gap, _GAP, Align.RIGHT)}  ", Role.MUTED),
            Span(pieces[0], role),
        ]
    ]
    indent = Span(" " * _BEFORE_WORDS)
    lines += [[indent, Span(piece, role)] for piece in pieces[1:]]
    if moment.error:
        words = wrap(look.private(moment.error), max(8, width - _BEFORE_WORDS - 1))
        lines += [[indent, Span(piece, Role.BAD)] for piece in words]
    return lines


def _now(look: Look, last: datetime | None) -> list[Line]:
    """How long it has been quiet, while more is to come."""
    if look.payment.is_terminal or last is None:
        return []
    age = duration(look.now - look.payment.created_at)
    return [
        [
            Span(f"  {'':<10} {'now':<12}  ", Role.MUTED),
            Span(f"{pad(gap_words(look.now - last), _GAP, Align.RIGHT)}  ", Role.MUTED),
            Span(f"pending for {age}", Role.WARN),
        ]
    ]
