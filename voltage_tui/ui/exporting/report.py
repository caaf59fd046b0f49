"""Sentences, one under the other, each on as many lines as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Ground
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.ui.exporting.words import Said


class Report(Painted):
    """What is known, on the ground of a dialog; at least `least` lines high."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    DEFAULT_CSS: ClassVar[str] = "Report { height: auto; width: 100%; }"

    def __init__(self, said: Sequence[Said] = (), least: int = 1) -> None:
        super().__init__()
        self._said = tuple(said)
        self._least = least

    def say(self, *said: Said) -> None:
        """Say these instead."""
        if said != self._said:
            self._said = said
            self.refresh(layout=True)
            self.repaint()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the sentences take."""
        return max(self._least, len(self._made(width)))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Every sentence."""
        return self._made(width)

    def _made(self, width: int) -> list[Line]:
        return [[Span(line, said.role)] for said in self._said for line in wrap(said.words, width)]
