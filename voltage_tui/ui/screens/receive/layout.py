"""Where the code and the facts go: the code keeps the room it needs, or is not drawn at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voltage_tui.ui.workspace import AIRY_HEIGHT

FACTS_LEAST: Final = 41
"""Columns that the facts cannot do without beside the code, the gap between them included."""
FACTS_MOST: Final = 66
_WIDE_ENOUGH: Final = 96
_LIGHT: Final = 4
"""Columns more for the wider border, 2 on each side."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The code's columns beside the facts, or the two stacked because it does not fit there."""

    stacked: bool
    code_columns: int = 0


def place(needed: tuple[int, int] | None, width: int, height: int) -> Placing:
    """The placing in a page of this size, for a code that needs so many columns and rows.

    Before there is a code, its place is kept where the page is wide enough for one.
    """
    if needed is None:
        if width < _WIDE_ENOUGH:
            return Placing(stacked=True)
        return Placing(stacked=False, code_columns=width - FACTS_MOST)
    columns, rows = needed
    if columns > width - FACTS_LEAST or rows > height:
        return Placing(stacked=True)
    wanted = max(columns + _LIGHT, width - FACTS_MOST)
    return Placing(stacked=False, code_columns=min(wanted, width - FACTS_LEAST))


def frame_rows(needed: tuple[int, int] | None, terminal_height: int, height: int) -> int:
    """Rows the frame would take in a terminal just high enough for the code.

    It takes one more from a certain height on, which the present terminal may not have.
    """
    now = terminal_height - height
    grows = needed is not None and terminal_height < AIRY_HEIGHT <= needed[1] + now
    return now + 1 if grows else now
