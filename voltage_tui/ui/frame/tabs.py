"""The frame's second line: the numbered pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

NARROW = 76
"""Below this width the titles of other pages shorten to three letters."""


class Tabs(Painted):
    """The pages' numbers and titles, the current one filled; a click goes there."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line."""
        return [[span for part in self._parts(width) for span in part]]

    def _parts(self, width: int) -> list[Line]:
        parts: list[Line] = []
        for number, page in self.app.page_titles.items():
            if number == self.app.page_number:
                parts.append((Span(f" {number} {page} ", Role.STRONG, Ground.ACCENT_BAND),))
            else:
                title = page if width >= NARROW else page[:3]
                parts.append((Span(f" {number} {title} ", Role.MUTED),))
        return parts

    def on_click(self, event: events.Click) -> None:
        """Go to the page under the mouse."""
        x = 0
        parts = self._parts(self.size.width)
        for number, part in zip(self.app.page_titles, parts, strict=True):
            x += width_of(part)
            if event.x < x:
                self.app.go(number)
                return
