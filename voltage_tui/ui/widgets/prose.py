"""Lines of text that scroll: a payment's every field, help, a line of credit's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView

from voltage_tui.ui.paint import Line, Span, to_strip, wrap
from voltage_tui.ui.palette import Ground, Role

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip

    from voltage_tui.ui.app import VoltageApp

Maker = Callable[[int], Sequence[Line]]
"""Makes the lines for a width in cells."""


class Prose(ScrollView, can_focus=True):
    """Shows what its maker makes; only lines that changed are sent again."""

    app: VoltageApp
    GROUND: ClassVar[Ground] = Ground.PAGE

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home,g", "scroll_home", show=False),
        Binding("end,G", "scroll_end", show=False),
    ]

    def __init__(self, maker: Maker, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._maker = maker
        self._lines: list[list[Span]] = []

    def repaint(self) -> None:
        """Make the lines again and send those that differ."""
        width = self.size.width
        if not self.is_attached or width == 0:
            return
        old, self._lines = self._lines, [list(line) for line in self._maker(width)]
        if len(old) != len(self._lines):
            self.virtual_size = Size(0, len(self._lines))
            self.refresh()
            return
        top = self.scroll_offset.y
        for y in range(min(self.size.height, len(self._lines) - top)):
            if self._lines[top + y] != old[top + y]:
                self.refresh(Region(0, y, width, 1))

    def recolour(self) -> None:
        """Make and send every line."""
        self._lines = []
        self.repaint()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of cells."""
        index = y + self.scroll_offset.y
        line = self._lines[index] if index < len(self._lines) else ()
        return to_strip(line, self.size.width, self.app.palette, self.GROUND)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again for the new width."""
        self._lines = []
        self.repaint()

    def action_scroll_up(self) -> None:
        """One line up, at once."""
        self.scroll_to(y=self.scroll_offset.y - 1, animate=False)

    def action_scroll_down(self) -> None:
        """One line down, at once."""
        self.scroll_to(y=self.scroll_offset.y + 1, animate=False)

    def action_page_up(self) -> None:
        """A screen up, at once."""
        self.scroll_to(y=self.scroll_offset.y - self.size.height + 1, animate=False)

    def action_page_down(self) -> None:
        """A screen down, at once."""
        self.scroll_to(y=self.scroll_offset.y + self.size.height - 1, animate=False)


def heading(words: str) -> Line:
    """A section's head."""
    return [Span(f"  {words.upper()}", Role.MUTED)]


def fact(label: str, value: str | Line, width: int, *, label_width: int = 16) -> list[Line]:
    """A label and its value; a text too long for the width goes on below, nothing is cut."""
    head = Span(f"  {label:<{label_width}}", Role.MUTED)
    if not isinstance(value, str):
        return [[head, *value]]
    pieces = wrap(value, width - label_width - 4)
    indent = Span(" " * (label_width + 2))
    return [[head, Span(pieces[0])], *([indent, Span(piece)] for piece in pieces[1:])]
