"""The second door of safety rule S-51: whatever reaches a cell is cleaned once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

from voltage_tui.text import clean, is_clean

if TYPE_CHECKING:
    from textual.color import Color


class CleanCells(LineFilter):
    """Cleans every segment of every line, keeping its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line without anything a terminal would act on."""
        if all(control is not None or is_clean(text) for text, _, control in segments):
            return segments
        return [
            s if s.control is not None or is_clean(s.text) else Segment(_tame(s.text), s.style)
            for s in segments
        ]


def _tame(text: str) -> str:
    return set_cell_size(clean(text), cell_len(text))
