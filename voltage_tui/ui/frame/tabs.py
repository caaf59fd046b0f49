"""The frame's second line: the numbered pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.ui.pages import ALERTS
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

_MOST: Final = 999


class Tabs(Painted):
    """The pages' numbers and titles, the current one filled; a click goes there."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line."""
        return [[span for part in self._parts(width) for span in part]]

    def _parts(self, width: int) -> list[Line]:
        """The titles whole where they fit, else those of other pages in three letters."""
        whole = self._titled(None)
        return whole if sum(map(width_of, whole)) <= width else self._titled(3)

    def _titled(self, letters: int | None) -> list[Line]:
        parts: list[Line] = []
        loud = self.app.teller.loud
        for number, page in self.app.page_titles.items():
            here = number == self.app.page_number
            title = page if here else page[:letters]
            role, ground = (Role.STRONG, Ground.ACCENT_BAND) if here else (Role.MUTED, None)
            part = [Span(f" {number} {title} ", role, ground)]
            if number == ALERTS and loud:
                part.append(Span(f"{min(loud, _MOST)} ", Role.WARN_STRONG, ground))
            parts.append(part)
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
