"""Where the modules go: two above one another in each terminal cell, with a border around.

A cell is about twice as high as wide, so a pair of modules fills one. The pair's two colours are
all that the painter needs; see `widget` for how they are painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from voltage_tui.ui.qr.encode import QrMatrix

Border: TypeAlias = Literal[4, 2]
"""Light modules around the code: 4 as the standard asks, or 2, the least that readers accept."""
Pair: TypeAlias = tuple[bool, bool]
"""The upper and the lower module of a cell, True for black."""

BORDERS: Final[tuple[Border, Border]] = (4, 2)


def size_in_cells(matrix: QrMatrix, border: Border) -> tuple[int, int]:
    """Columns and rows of the code drawn with this border."""
    side = len(matrix) + 2 * border
    return side, (side + 1) // 2


def size_needed(matrix: QrMatrix) -> tuple[int, int]:
    """The fewest columns and rows in which the code can be drawn at all."""
    return size_in_cells(matrix, 2)


def fit(matrix: QrMatrix, columns: int, rows: int) -> Border | None:
    """The widest border that fits in so many cells; None when the code must not be drawn."""
    for border in BORDERS:
        width, height = size_in_cells(matrix, border)
        if width <= columns and height <= rows:
            return border
    return None


def pairs(matrix: QrMatrix, border: Border) -> tuple[tuple[Pair, ...], ...]:
    """The cells row by row, the border included; past the last module everything is light."""
    width, height = size_in_cells(matrix, border)
    return tuple(
        tuple(
            (_module(matrix, x - border, y), _module(matrix, x - border, y + 1))
            for x in range(width)
        )
        for y in range(-border, -border + 2 * height, 2)
    )


def runs(row: tuple[Pair, ...]) -> Iterator[tuple[Pair, int]]:
    """The row as equal pairs and how many of them follow one another."""
    start = 0
    for index in range(1, len(row) + 1):
        if index == len(row) or row[index] != row[start]:
            yield row[start], index - start
            start = index


def _module(matrix: QrMatrix, x: int, y: int) -> bool:
    side = len(matrix)
    return 0 <= x < side and 0 <= y < side and matrix[y][x]
