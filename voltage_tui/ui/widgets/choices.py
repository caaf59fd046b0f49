"""A list with one row chosen, on a panel: what every dialog that chooses one of many shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from voltage_tui.ui.paint import Line, Span, spread
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

MOST_ROWS = 12
"""Rows in view; of a longer list, those around the chosen one."""

Row: TypeAlias = tuple[Line, Line]
"""What stands at the start of a row and, where there is room, at its end."""


class Choices(Painted):
    """As high as its first rows need; `at` is the number of the chosen one, 0 in an empty list."""

    GROUND = Ground.PANEL

    def __init__(self, rows: Sequence[Row], at: int = 0, *, none: str = "") -> None:
        super().__init__()
        self._rows = rows
        self._none = none
        self.at = at
        self.styles.height = min(MOST_ROWS, max(1, len(rows)))

    def show(self, rows: Sequence[Row], at: int) -> None:
        """Show other rows; `none` is said when there are none."""
        self._rows = rows
        self.choose(at)

    def choose(self, at: int) -> None:
        """Choose a row, or the nearest there is."""
        self.at = max(0, min(len(self._rows) - 1, at))
        self.repaint()

    def row_under(self, event: events.Click) -> int | None:
        """The number of the row under the mouse, or None beside the list and below its end."""
        if not self.region.contains(event.screen_x, event.screen_y):
            return None
        row = self._first(self.size.height) + event.screen_y - self.region.y
        return row if row < len(self._rows) else None

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The rows in view, the chosen one marked and on the selection's colour."""
        if not self._rows:
            return [[Span(f"  {self._none}", Role.MUTED)]]
        first = self._first(height)
        return [
            _line(row, width, chosen=n == self.at)
            for n, row in enumerate(self._rows[first : first + height], first)
        ]

    def _first(self, height: int) -> int:
        return max(0, self.at - height + 1)


def _line(row: Row, width: int, *, chosen: bool) -> Line:
    ground = Ground.SELECTED if chosen else Ground.PANEL
    left, right = row
    line = spread([Span("› " if chosen else "  ", Role.ACCENT), *left], right, width)
    return [span._replace(ground=span.ground or ground) for span in line]
