"""Where the code and the facts go: the code keeps the room it needs, or is not drawn at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FACTS_LEAST: Final = 40
"""Columns that the facts cannot do without beside the code."""
FACTS_MOST: Final = 64
FRAME_ROWS: Final = 3
"""Rows of the terminal that the frame takes."""
MARGIN: Final = 2
"""Columns that the page keeps free at its sides."""
_WIDE_ENOUGH: Final = 96
_LIGHT: Final = 4
"""Columns more for the wider border, 2 on each side."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The code's columns beside the facts, or the two stacked because it does not fit there.

    `beside_code` is how many columns of the terminal the code can never have.
    """

    stacked: bool
    code_columns: int
    beside_code: int


def place(needed: tuple[int, int] | None, width: int, height: int) -> Placing:
    """The placing in a page of this size, for a code that needs so many columns and rows.

    Before there is a code, its place is kept where the page is wide enough for one.
    """
    beside = FACTS_LEAST + MARGIN
    if needed is None:
        stacked = width < _WIDE_ENOUGH
        return Placing(stacked, max(0, width - FACTS_MOST) if not stacked else 0, beside)
    columns, rows = needed
    if columns > width - FACTS_LEAST or rows > height:
        return Placing(stacked=True, code_columns=0, beside_code=beside)
    wanted = max(columns + _LIGHT, width - FACTS_MOST)
    return Placing(stacked=False, code_columns=min(wanted, width - FACTS_LEAST), beside_code=beside)
