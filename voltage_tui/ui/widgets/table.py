"""A table painted from its rows: only the lines in view are ever made.

Figures align on the decimal point, columns leave in a fixed order when the terminal narrows, the
flexible column shortens last, and the cursor keeps its row when others arrive above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.geometry import Region, Size

from voltage_tui.ui.paint import to_strip
from voltage_tui.ui.widgets.columns import Cell, Column, Layout, Widths
from voltage_tui.ui.widgets.painted import changed_cells
from voltage_tui.ui.widgets.row_cells import RowCells, same_rows
from voltage_tui.ui.widgets.row_view import RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

T = TypeVar("T")
_MEASURED = 400
"""Rows looked at for column widths before anything is in view."""


class Table(RowView, Generic[T]):
    """Rows of `T`: `key` tells them apart, `cells` makes a row's cells in column order.

    `state` says what those depend on besides the row, so that none are made for nothing.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[T], str],
        cells: Callable[[T], Sequence[Cell]],
        *,
        state: Callable[[T], object] | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._key = key
        self._cells = RowCells(key, cells, state)
        self._rows: Sequence[T] = ()
        self._widths = Widths(self._columns)

    # --- what is shown -------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[T]:
        """The rows shown."""
        return self._rows

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return len(self._rows)

    def key_at(self, index: int) -> str:
        """The key of a row that is there."""
        return self._key(self._rows[index])

    @property
    def current(self) -> T | None:
        """The row under the cursor, or None in an empty table."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    def set_rows(self, rows: Sequence[T], *, columns: Sequence[Column] | None = None) -> None:
        """Show `rows`; the cursor stays on its row, and at the top when it was there."""
        other_columns = columns is not None and tuple(columns) != self._columns
        if rows and not other_columns and same_rows(rows, self._rows):
            self._rows = rows
            self.ages_changed()
            return
        if columns is not None and other_columns:
            self._columns = tuple(columns)
            self._cells.forget()
        self._show(rows)

    def repaint(self) -> None:
        """Make the cells again: a unit, a theme or the hiding of amounts changed."""
        self._cells.forget()
        self._show(self._rows)

    def _show(self, rows: Sequence[T]) -> None:
        before = self.current
        self._rows = rows
        self._cells.turn()
        self._widths = Widths(self._columns)
        for row in rows[:_MEASURED]:
            self._widths.grow(self._cells.of(row))
        shift = self._keep_place(before)
        self.virtual_size = Size(0, len(rows) + self.head_lines)
        if shift and self.scroll_offset.y:
            self.scroll_to(y=self.scroll_offset.y + shift, animate=False, force=True)
        self.refresh()

    def select(self, key: str) -> None:
        """Put the cursor on the row with this key, if there is one."""
        for index, row in enumerate(self._rows):
            if self._key(row) == key:
                self.go_to(index)
                return

    def _keep_place(self, before: T | None) -> int:
        """Set the cursor to where `before` is now; returns how many rows came in above it."""
        old = self._cursor
        if before is None or old == 0:
            self._cursor = 0
            return 0
        wanted = self._key(before)
        for index, row in enumerate(self._rows):
            if self._key(row) == wanted:
                self._cursor = index
                return index - old
        self._cursor = max(0, min(old, len(self._rows) - 1))
        return 0

    # --- painting ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of cells: the head, a row, or what is said when there is none."""
        width, head = self.size.width, self.head_lines
        layout = self._widths.layout(width)
        if y < head:
            return to_strip(layout.head(), width, self.app.palette)
        if not self._rows:
            return self.empty_strip(y - head)
        index = y - head + self.scroll_offset.y
        if index >= len(self._rows):
            return to_strip((), width, self.app.palette)
        return self._row_strip(index, layout)

    def _row_strip(self, index: int, layout: Layout) -> Strip:
        cells, before = self._cells.again(self._rows[index])
        if cells is not before and self._widths.grow(cells):
            self.call_later(self.refresh)
        return self.line_strip(index, layout.row(cells))

    # --- time passing --------------------------------------------------------------------------

    def ages_changed(self) -> None:
        """Send the lines in view of which a cell has changed with time."""
        self._cells.turn()
        head = self.head_lines
        top, grew = self.scroll_offset.y, False
        for index in range(top, min(len(self._rows), top + self.size.height - head)):
            cells, before = self._cells.again(self._rows[index])
            if cells is before or cells == before:
                continue
            grew |= self._widths.grow(cells)
            self._send(index - top + head, before, cells)
        if grew:
            self.refresh()

    def _send(self, y: int, before: Sequence[Cell] | None, cells: Sequence[Cell]) -> None:
        """Have the cells of a line that differ painted again."""
        width = self.size.width
        start, end = 0, width
        if before is not None:
            layout = self._widths.layout(width)
            start, end = changed_cells(layout.row(before), layout.row(cells), width)
        self.refresh(Region(start, y, end - start, 1))
