"""A widget painted line by line, of which only the lines that changed are sent again."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.widget import Widget

from voltage_tui.ui.paint import Line, Span, to_strip, width_of
from voltage_tui.ui.palette import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.dom import DOMNode
    from textual.geometry import Size
    from textual.strip import Strip

    from voltage_tui.ui.app import VoltageApp


def changed_cells(old: Line, new: Line, width: int) -> tuple[int, int]:
    """The first cell that differs between two lines, and the cell after the last.

    A figure that ticks over costs the terminal a few bytes, not its whole line.
    """
    most = min(len(old), len(new))
    same = next((n for n in range(most) if old[n] != new[n]), most)
    start = min(width_of(new[:same]), width - 1)
    if width_of(old) != width_of(new):
        return start, width
    tail = next((n for n in range(most - same) if old[-1 - n] != new[-1 - n]), most - same)
    end = width_of(new[: len(new) - tail])
    return start, max(start + 1, min(end, width))


class Painted(Widget):
    """The base: a subclass says what its lines are, `repaint()` shows what changed.

    Not focusable; keys go to the page. `GROUND` is what all of it stands on.
    """

    app: VoltageApp
    GROUND: ClassVar[Ground] = Ground.PAGE

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: list[list[Span]] = []
        self._made_for: Size | None = None

    @abstractmethod
    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines to show in `width` by `height` cells; fewer leave the rest blank."""

    def repaint(self) -> None:
        """Work the lines out again and send those that differ."""
        if not self.is_attached or self.size.width == 0:
            return
        old, made_for = self._lines, self._made_for
        self._make()
        if made_for != self.size or len(old) != len(self._lines):
            self.refresh()
            return
        width = self.size.width
        for y, line in enumerate(self._lines):
            if line != old[y]:
                start, end = changed_cells(old[y], line, width)
                self.refresh(Region(start, y, end - start, 1))

    def recolour(self) -> None:
        """Paint everything again, after a change of theme."""
        self._made_for = None
        self.repaint()

    def _make(self) -> None:
        width, height = self._made_for = self.size
        self._lines = [list(line) for line in self.paint(width, height)[:height]]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines to send, for Textual; it forgets what changed only where it paints itself."""
        self._dirty_regions.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of cells, for Textual; the lines are made here when it asks before a resize."""
        if self._made_for != self.size:
            self._make()
        line = self._lines[y] if y < len(self._lines) else []
        return to_strip(line, self.size.width, self.app.palette, self.GROUND)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again for the new size."""
        self.repaint()


def recolour_in(node: DOMNode) -> None:
    """Paint everything again that is painted under `node`."""
    for widget in node.query(Widget):
        if isinstance(widget, Painted):
            widget.recolour()
