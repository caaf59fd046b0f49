"""What every line passes on its way to the terminal.

First the second door of safety rule S-51: whatever reaches a cell is cleaned once more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.filter import ANSIToTruecolor, LineFilter

from voltage_tui.text import clean, is_clean
from voltage_tui.ui.paint import steady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.terminal_theme import TerminalTheme
    from textual.color import Color


class CleanCells(LineFilter):
    """Cleans every segment of every line, keeping its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line without anything a terminal would act on."""
        if all(control is not None or _is_tame(text) for text, _, control in segments):
            return segments
        return [
            s if s.control is not None or _is_tame(s.text) else Segment(_tame(s.text), s.style)
            for s in segments
        ]


class LineFilters:
    """The filters of one app; `ansi_theme` are the colours of a terminal that names none."""

    def __init__(self, ansi_theme: TerminalTheme) -> None:
        self._clean_cells = CleanCells()
        self._to_rgb = ANSIToTruecolor(ansi_theme)

    def with_textuals(
        self, textuals: Sequence[LineFilter], *, native: bool
    ) -> Sequence[LineFilter]:
        """Textual's filters, after the one that cleans.

        The terminal's own colours stay its own (`native`) in a theme made of them; Textual, which
        looks at the theme before we have chosen one, would replace them by a palette of its own.
        Without colours they are needed as greys, or no QR code could be told from its ground.
        """
        others = [f for f in textuals if not isinstance(f, ANSIToTruecolor)]
        return [self._clean_cells, *(() if native else (self._to_rgb,)), *others]


@lru_cache(maxsize=4_096)
def _is_tame(text: str) -> bool:
    return is_clean(text) and steady(text) == text


def _tame(text: str) -> str:
    return set_cell_size(steady(clean(text)), cell_len(text))
