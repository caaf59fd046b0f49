"""The past of the chosen line as a chart, with what it was at least and at most beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.credit.ladder import permille_of
from voltage_tui.treasury.credit.times import Stretch
from voltage_tui.ui.bars import percent, strong_role
from voltage_tui.ui.paint import Line, Span, beside, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.credit.words import past_words
from voltage_tui.ui.sparkline import HEIGHT, LABELS, chart

if TYPE_CHECKING:
    from voltage_tui.money import Money
    from voltage_tui.treasury.credit.history import Point
    from voltage_tui.ui.screens.credit.view import LadderView

_WORDS: Final = 34
"""Cells that what is said beside the chart takes at most."""
_WIDEST: Final = 3


def chart_lines(view: LadderView, limit: Money, width: int, *, hidden: bool) -> list[Line]:
    """Always as high as a chart is, whatever there is to show."""
    if hidden:
        return _words("Amounts are hidden.")
    if view.words is not None:
        return _words(view.words)
    if limit.units <= 0:
        return _words("Of a limit of 0 there is no part to draw.")
    values = [permille_of(point, limit) for point in view.points]
    each = max(1, min(_WIDEST, (width - LABELS - _WORDS) // max(1, len(values))))
    drawn = chart(values, each)
    left = max(width_of(line) for line in drawn) + 2
    return beside(drawn, _said(view, limit), left)


def _words(words: str) -> list[Line]:
    return [[Span(f"  {words}", Role.MUTED)], *(() for _ in range(HEIGHT - 1))]


def _said(view: LadderView, limit: Money) -> list[Line]:
    """The stretch, now, low and high."""
    by_day = view.stretch is Stretch.DAYS
    peaks = view.peaks
    gaps = peaks is not None and peaks.gaps
    head: Line = [
        Span(view.stretch.value, Role.STRONG),
        Span(f" at each {view.stretch.each}'s end{', not all known' if gaps else ''}", Role.MUTED),
    ]
    now = permille_of(view.points[-1], limit) if view.points else None
    lines: list[Line] = [head, _one("now", now, "")]
    if peaks is None:
        return lines
    for label, point in (("low", peaks.low), ("high", peaks.high)):
        if point is not None:
            when = _when(view, point, by_day=by_day)
            lines.append(_one(label, permille_of(point, limit), when))
    return lines


def _when(view: LadderView, point: Point, *, by_day: bool) -> str:
    if view.points and point is view.points[-1]:
        return "now"
    return past_words(point.at, view.zone, by_day=by_day)


def _one(label: str, permille: int | None, when: str) -> Line:
    return [
        Span(f"{label:<5}", Role.MUTED),
        Span(f"{percent(permille):<7}", strong_role(permille)),
        Span(when, Role.MUTED),
    ]
