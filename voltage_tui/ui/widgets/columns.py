"""Columns of a table: what they need, and how they share a width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.ui.display import Number
from voltage_tui.ui.paint import Align, Line, Span, fit, pad, width_of
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 2
_MARGIN = 2
_FIRST_LEAST = 6
"""Cells that the first piece of a cell keeps when it gives way to the others."""
_MOST_AIR = 3
"""Cells added to each gap when there is room to spare."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `drop` 0 never leaves; of the others the highest leaves first.

    A `flex` column takes what is left and shortens down to `least` cells before columns leave.
    A `point` column holds `Number`s, aligned on their decimal points. `most` caps the width.
    An `optional` column is there only when one of its cells says something.
    """

    head: str
    align: Align = Align.LEFT
    point: bool = False
    flex: bool = False
    drop: int = 0
    least: int = 1
    most: int = 200
    optional: bool = False


Cell = Number | tuple[Span, ...]
"""A cell's pieces; a `Number` in point columns."""


class Widths:
    """What each column needs, growing as rows are seen."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self._left = [0] * len(self.columns)
        self._right = [0] * len(self.columns)
        self._layout: tuple[int, Layout] | None = None

    def grow(self, cells: Sequence[Cell]) -> bool:
        """Take a row's cells into account; whether any column needs more than before."""
        grew = False
        for i, cell in enumerate(cells):
            left, right = _halves(cell)
            needs = (width_of(left), width_of(right))
            if needs[0] > self._left[i] or needs[1] > self._right[i]:
                self._left[i] = max(self._left[i], needs[0])
                self._right[i] = max(self._right[i], needs[1])
                grew = True
        if grew:
            self._layout = None
        return grew

    def layout(self, width: int) -> Layout:
        """The columns that fit into `width` cells and how wide each is."""
        if self._layout is None or self._layout[0] != width:
            self._layout = (width, self._share(width))
        return self._layout[1]

    @property
    def least(self) -> int:
        """The cells that all of the columns need, with those shortened that can be."""
        kept = [i for i, column in enumerate(self.columns) if self._says(i) or not column.optional]
        flexed = [
            min(self._wish(i), c.least) if c.flex else self._wish(i) for i, c in self._of(kept)
        ]
        return sum(flexed) + _GAP * (len(kept) - 1) + 2 * _MARGIN

    def _of(self, kept: Sequence[int]) -> list[tuple[int, Column]]:
        return [(i, self.columns[i]) for i in kept]

    def _share(self, width: int) -> Layout:
        kept = [i for i, column in enumerate(self.columns) if self._says(i) or not column.optional]
        while True:
            wide = {i: self._wish(i) for i in kept}
            excess = sum(wide.values()) + _GAP * (len(kept) - 1) + 2 * _MARGIN - width
            flexes = [i for i in kept if self.columns[i].flex]
            if excess > 0:
                for i in flexes:
                    give = min(excess, max(0, wide[i] - self.columns[i].least))
                    wide[i] -= give
                    excess -= give
            leaving = [i for i in kept if self.columns[i].drop > 0]
            if excess > 0 and leaving:
                kept.remove(max(leaving, key=lambda i: self.columns[i].drop))
                continue
            spare = -excess // (len(kept) - 1) if excess < 0 and len(kept) > 1 else 0
            return Layout(self.columns, kept, wide, self._right, _GAP + min(spare, _MOST_AIR))

    def _says(self, i: int) -> bool:
        return self._left[i] + self._right[i] > 0

    def _wish(self, i: int) -> int:
        column = self.columns[i]
        content = min(self._left[i] + self._right[i], column.most)
        return max(content, len(column.head), column.least if not column.flex else 1)


class Layout:
    """Columns with their widths; makes lines."""

    def __init__(
        self,
        columns: Sequence[Column],
        kept: Sequence[int],
        widths: dict[int, int],
        right: Sequence[int],
        gap: int,
    ) -> None:
        self._columns = columns
        self._kept = kept
        self._widths = widths
        self._right = right
        self._gap = gap

    def head(self) -> Line:
        """The head line."""
        return self._line(
            [
                (Span(pad(c.head, self._widths[i], self._side(i)), Role.MUTED),)
                for i in self._kept
                for c in (self._columns[i],)
            ]
        )

    def row(self, cells: Sequence[Cell]) -> Line:
        """A row's line."""
        return self._line([self._cell(i, cells[i]) for i in self._kept])

    def _line(self, parts: Sequence[Line]) -> Line:
        line: list[Span] = [Span(" " * _MARGIN)]
        for n, part in enumerate(parts):
            if n:
                line.append(Span(" " * self._gap))
            line.extend(part)
        return line

    def _side(self, i: int) -> Align:
        column = self._columns[i]
        return Align.RIGHT if column.point else column.align

    def _cell(self, i: int, cell: Cell) -> Line:
        width = self._widths[i]
        left, right = _halves(cell)
        if self._columns[i].point:
            # A text in a point column (a unit change, a word) stands at the right edge.
            tail = self._right[i] - width_of(right)
            lead = width - width_of(left) - width_of(right) - tail
            if lead >= 0:
                return [Span(" " * lead), *left, *right, Span(" " * tail)]
        whole = [*left, *right]
        if self._columns[i].flex:
            whole = _first_gives(whole, width)
        spans = _shorten(whole, width)
        space = Span(" " * (width - width_of(spans)))
        return [space, *spans] if self._side(i) is Align.RIGHT else [*spans, space]


def _halves(cell: Cell) -> tuple[Line, Line]:
    return (cell.left, cell.right) if isinstance(cell, Number) else (cell, ())


def _first_gives(spans: list[Span], width: int) -> list[Span]:
    """Of several pieces the first gives way, so that a reason behind a memo is not cut off."""
    excess = width_of(spans) - width
    if excess <= 0 or len(spans) == 1:
        return spans
    room = width_of(spans[:1]) - excess
    if room < _FIRST_LEAST:
        return spans
    return [spans[0]._replace(text=fit(spans[0].text, room)), *spans[1:]]


def _shorten(spans: Sequence[Span], width: int) -> list[Span]:
    """The spans in at most `width` cells, cut in the last one that fits."""
    kept: list[Span] = []
    left = width
    for span in spans:
        needed = width_of((span,))
        if needed > left:
            kept.append(span._replace(text=fit(span.text, left)))
            break
        kept.append(span)
        left -= needed
    return kept
