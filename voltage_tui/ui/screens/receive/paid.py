"""PAID, in a way nobody misses: a filled field with the word as large as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from voltage_tui.text import clean
from voltage_tui.ui.paint import Line, Span, fit
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.receive.big_text import big
from voltage_tui.ui.widgets.painted import Painted


class PaidField(Painted):
    """The word over the whole of this widget, with `lines` under it."""

    GROUND: ClassVar[Ground] = Ground.OK_BAND
    DEFAULT_CSS: ClassVar[str] = "PaidField { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._under: tuple[str, ...] = ()

    def tell(self, lines: Sequence[str]) -> None:
        """What was paid, and when."""
        self._under = tuple(clean(line) for line in lines)
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The word and the lines, in the middle."""
        word = big("PAID", width - 2, height - len(self._under) - 1) or ["PAID"]
        texts = [*word, "", *self._under] if self._under else word
        lines = [centred(text, width, Role.STRONG) for text in texts[:height]]
        above = max(0, (height - len(lines)) // 2)
        return [*([()] * above), *lines, *([()] * (height - above - len(lines)))]


def centred(text: str, width: int, role: Role) -> Line:
    """A text in the middle of its line."""
    from rich.cells import cell_len  # noqa: PLC0415 - rich is loaded by now

    text = fit(text, width)
    return (Span(" " * max(0, (width - cell_len(text)) // 2)), Span(text, role))
