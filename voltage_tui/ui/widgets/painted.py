"""A widget painted line by line, of which only the lines that changed are sent again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from voltage_tui.ui.paint import Line, Span, to_strip
from voltage_tui.ui.palette import Ground

if TYPE_CHECKING:
    from textual import events

    from voltage_tui.ui.app import VoltageApp


class Painted(Widget):
    """The base: a subclass says what its lines are, `repaint()` shows what changed.

    Not focusable; keys go to the page. `GROUND` is what all of it stands on.
    """

    app: VoltageApp
    GROUND: ClassVar[Ground] = Ground.PAGE

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: list[list[Span]] = []
        self._width = -1

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines to show in `width` by `height` cells; fewer leave the rest blank."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Work the lines out again and send those that differ."""
        if not self.is_attached or self.size.width == 0:
            return
        width, height = self.size
        lines = [list(line) for line in self.paint(width, height)[:height]]
        old, self._lines = self._lines, lines
        if width != self._width or len(old) != len(lines):
            self._width = width
            self.refresh()
            return
        changed = [y for y, line in enumerate(lines) if line != old[y]]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def recolour(self) -> None:
        """Paint everything again, after a change of theme."""
        self._width = -1
        self.repaint()

    def render_line(self, y: int) -> Strip:
        """One line of cells, for Textual."""
        line = self._lines[y] if y < len(self._lines) else []
        return to_strip(line, self.size.width, self.app.palette, self.GROUND)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again for the new size."""
        self.repaint()
