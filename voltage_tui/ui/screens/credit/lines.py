"""The lines of credit, one above the other, each with its bar; the chosen one with all of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.treasury.alerting.rules import line_name
from voltage_tui.treasury.words import collateral_words
from voltage_tui.ui.bars import percent, strong_role, used_bar
from voltage_tui.ui.network_word import network_word
from voltage_tui.ui.paint import Line, Span, join, spread, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.credit.ladder import chart_lines
from voltage_tui.ui.screens.credit.words import outlook_line
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.money import Money
    from voltage_tui.treasury.facility import Facility
    from voltage_tui.ui.screens.credit.view import LadderView

_SHORT = 2
_WIDE = 72
"""From here a line's limit is written whole beside its bar."""
_TABLE = 5
"""Rows that are left to the wallets whatever there is above them."""


class Room(Enum):
    """How much of the chosen line there is room for."""

    ALL = 11
    ONE_LINE = 9
    """The facts in one line."""
    NO_CHART = 5
    BARE = 2


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the chosen line is shown, and how many rows each of the others takes."""

    room: Room
    others: int
    gap: int
    each: int

    @property
    def height(self) -> int:
        return self.room.value + 1 + self.others * (self.each + self.gap)


class LinesOfCredit(Painted):
    """Every line; the chosen one with its pace and its past."""

    def __init__(self) -> None:
        super().__init__()
        self._facilities: tuple[Facility, ...] = ()
        self._view: LadderView | None = None

    def show(self, facilities: tuple[Facility, ...], view: LadderView | None) -> None:
        """Show these."""
        self._facilities, self._view = facilities, view
        self.repaint()

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted of a page this high: the wallets below keep some."""
        if not self._facilities:
            return 1
        return _shape(len(self._facilities), height - _TABLE).height

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The chosen line whole, and as many of the others as fit around it, in order."""
        count = len(self._facilities)
        view = self._view
        if not count or view is None:
            return []
        shape = _shape(count, height)
        at = next((n for n, f in enumerate(self._facilities) if f.line.id == view.chosen), 0)
        first = max(0, min(at, count - 1 - shape.others))
        lines: list[Line] = []
        for n in range(first, first + shape.others + 1):
            facility = self._facilities[n]
            if n == at:
                where = f"line {n + 1} of {count}  " if shape.others + 1 < count else ""
                lines += self._chosen(facility, view, width, shape.room, where)
                lines.append(())
            else:
                lines += [self._head(facility, width), self._bar(facility, width)]
                lines += [self._facts_short(facility, width)] * (shape.each - _SHORT)
                lines += [()] * shape.gap
        return lines

    def _chosen(
        self, facility: Facility, view: LadderView, width: int, room: Room, where: str
    ) -> list[Line]:
        ground = Ground.PANEL if len(self._facilities) > 1 else Ground.PAGE
        head, bar = self._head(facility, width, where), self._bar(facility, width)
        top = [_on(head, ground, width), _on(bar, ground, width)]
        if room is Room.BARE:
            return top
        facts = self._facts(facility) if room is Room.ALL else [self._facts_short(facility, width)]
        display = self.app.amounts
        pace = [outlook_line(o, display, view.now, view.zone, width) for o in view.outlooks]
        pace += [()] * (2 - len(pace))
        if room is Room.NO_CHART:
            return [*top, *facts, *pace]
        limit = facility.line.limit
        return [*top, *facts, *pace, *chart_lines(view, limit, width, hidden=display.hidden)]

    def _head(self, facility: Facility, width: int, where: str = "") -> Line:
        line = facility.line
        name = line_name(line)
        disabled = line.disabled_at is not None
        words = collateral_words(line)
        left = [
            Span("  "),
            Span(name, Role.STRONG),
            Span("  "),
            network_word(line.network),
            Span(f"  {words}", Role.BAD if disabled else Role.MUTED),
        ]
        if line.node_host is not None:
            left.append(Span(f"  own node {line.node_host}", Role.MUTED))
        return spread(left, [Span(f"{where}{line.id}  ", Role.FAINT)], width)

    def _bar(self, facility: Facility, width: int) -> Line:
        hidden = self.app.amounts.hidden
        used = facility.used_permille
        room = max(6, min(60, width - 60))
        words = self.app.amounts.words
        limit = facility.line.limit
        whole = words(limit) if width >= _WIDE else self.app.amounts.short(limit)
        return [
            Span("  "),
            *used_bar(None if hidden else used, room),
            Span("  "),
            Span("" if hidden else f"{percent(used)} ".ljust(5), strong_role(used)),
            Span("used ", Role.MUTED),
            Span(words(facility.used), Role.STRONG),
            Span(" of ", Role.MUTED),
            Span(whole, Role.TEXT),
        ]

    def _facts(self, facility: Facility) -> list[Line]:
        line = facility.line
        count = len(facility.accounts)
        wallets = {0: "no wallet", 1: "1 wallet"}.get(count, f"{count:,} wallets")
        return [
            self._fact("handed out", line.allocated, self._handed(facility, wallets)),
            self._fact("not handed out", line.unallocated, ""),
            self._fact("can be spent", facility.headroom, "  within the wallets' own limits"),
        ]

    def _facts_short(self, facility: Facility, width: int) -> Line:
        """The same in one line, with what matters less left out before a figure is cut."""
        line, words = facility.line, self.app.amounts.short
        of_it = facility.used_of_limits_permille
        handed = (Span("handed out ", Role.MUTED), Span(words(line.allocated)))
        part: Line = ()
        if not self.app.amounts.hidden and of_it is not None:
            part = (Span(f", {percent(of_it)} of it used"),)
        if not facility.accounts:
            part = (Span(" to no wallet"),)
        rest = (Span("not handed out ", Role.MUTED), Span(words(line.unallocated)))
        left = (Span("can be spent ", Role.MUTED), Span(words(facility.headroom)))
        for facts in (((*handed, *part), rest, left), (handed, rest, left), (handed, left)):
            told = [Span("  "), *join(facts)]
            if width_of(told) <= width:
                break
        return told

    def _handed(self, facility: Facility, wallets: str) -> str:
        """What part of the line that is, and what part of it is used, as Balances says it."""
        if self.app.amounts.hidden:
            return f"  to {wallets}"
        used = facility.used_of_limits_permille
        of_it = "" if used is None else f", {percent(used)} of it used"
        return f"  {percent(facility.allocated_permille)}  to {wallets}{of_it}"

    def _fact(self, label: str, amount: Money, tail: str) -> Line:
        figure = self.app.amounts.number(amount)
        shown = "".join(span.text for span in figure.spans)
        unit = self.app.amounts.unit_word(amount)
        return [
            Span(f"  {label:<16}", Role.MUTED),
            Span(" " * max(0, 18 - len(shown))),
            *figure.spans,
            Span(f" {unit}", Role.MUTED),
            Span(tail, Role.MUTED),
        ]


def _shape(count: int, height: int) -> _Shape:
    """The most that fits into so many rows."""
    others = count - 1
    for room, gap, each in (
        (Room.ALL, 1, _SHORT + 1),
        (Room.ONE_LINE, 1, _SHORT + 1),
        (Room.ONE_LINE, 1, _SHORT),
        (Room.ONE_LINE, 0, _SHORT),
        (Room.NO_CHART, 0, _SHORT),
    ):
        shape = _Shape(room, others, gap, each)
        if shape.height <= height:
            return shape
    for room in (Room.ALL, Room.ONE_LINE, Room.NO_CHART):
        some = (height - room.value - 1) // _SHORT
        if some >= min(2, others):
            return _Shape(room, min(some, others), 0, _SHORT)
    return _Shape(Room.NO_CHART if height > Room.NO_CHART.value else Room.BARE, 0, 0, _SHORT)


def _on(line: Line, ground: Ground, width: int) -> Line:
    filled = spread(line, [Span(" ")], width) if ground is not Ground.PAGE else line
    return [s._replace(ground=s.ground or ground) for s in filled]
