"""The pieces the form is made of, besides those it shares with asking for a payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from voltage_tui.money import Money
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.send.decoded import Look, decode_lines
from voltage_tui.ui.screens.send.orders import Judged
from voltage_tui.ui.screens.send.preflight_view import brief_lines, preflight_lines
from voltage_tui.ui.three_units import hero
from voltage_tui.ui.widgets.painted import Painted


def _whole_facts(lines: list[Line], room: int) -> list[Line]:
    """As many as there is room for, and none of a fact that goes on below: no half of a key."""
    if len(lines) <= room:
        return lines
    kept = room
    while kept and _goes_on(lines[kept]):
        kept -= 1
    return lines[:kept]


def _goes_on(line: Line) -> bool:
    return bool(line) and not line[0].text.strip()


class FixedAmount(Painted):
    """Where an amount would be typed: the one that the destination fixes (S-36)."""

    DEFAULT_CSS: ClassVar[str] = "FixedAmount { width: 1fr; height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._amount: Money | None = None
        self._hidden = False

    def show(self, amount: Money | None, *, hidden: bool) -> None:
        """Show this amount; None shows nothing."""
        self._amount, self._hidden = amount, hidden
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The figure, and why it cannot be edited."""
        if self._amount is None:
            return []
        figure = hero(self._amount, hidden=self._hidden)
        return [(Span(" "), *figure, Span("  fixed, cannot be edited", Role.MUTED))]


class DecodeCard(Painted):
    """What was given, as it was read; `look` is set before it is painted."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    look: Look | None = None
    judged: Judged | None = None
    """What is said below it where the preflight has no place of its own."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines, away from the edges where there is room."""
        if self.look is None:
            return [(Span("  one moment", Role.MUTED),)]
        lines = self._card(self.look, width - 4, height)
        top = [()] if len(lines) < height - 1 else []
        return [*top, *((Span("  "), *line) for line in lines)]

    def _card(self, look: Look, width: int, height: int) -> list[Line]:
        """What was given and what is said below it; the names of checks give way first."""
        if self.judged is None:
            return decode_lines(look, width, height)
        decoded: list[Line] = []
        below: list[Line] = []
        for terse in (False, True):
            below = brief_lines(self.judged, self.app.amounts, width, terse=terse)
            decoded = decode_lines(look, width, height - len(below))
            if len(decoded) + len(below) <= height:
                break
        if len(decoded) + len(below) > height:
            # The key stays whole; the confirm sets a look-alike's beside the one it looks like.
            decoded = decode_lines(replace(look, compares=False), width, height - len(below))
        if self.judged.stop is not None:
            # It cannot be confirmed as it stands: why not comes before to whom it would go.
            decoded = _whole_facts(decoded, max(0, height - len(below)))
        gap: list[Line] = [()] if len(decoded) + len(below) < height else []
        return [*decoded, *gap, *below]


class Preflight(Painted):
    """What each check says, and what it can cost; `judged` is set before it is painted."""

    judged: Judged | None = None

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Nothing until there is something to judge."""
        if self.judged is None:
            return []
        return preflight_lines(self.judged, self.app.amounts, width, height)
