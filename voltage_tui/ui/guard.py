"""The second door of safety rule S-51: whatever reaches a cell is cleaned once more."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

from voltage_tui.text import clean, is_clean
from voltage_tui.ui.paint import steady

if TYPE_CHECKING:
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


@lru_cache(maxsize=4_096)
def _is_tame(text: str) -> bool:
    return is_clean(text) and steady(text) == text


def _tame(text: str) -> str:
    return set_cell_size(steady(clean(text)), cell_len(text))
