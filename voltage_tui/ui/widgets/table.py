"""A table painted from its rows: only the lines in view are ever made.

Figures align on the decimal point, columns leave in a fixed order when the terminal narrows, the
flexible column shortens last, and the cursor keeps its row when others arrive above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from voltage_tui.ui.paint import Line, Span, to_strip
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.columns import Cell, Column, Layout, Widths
from voltage_tui.ui.widgets.painted import changed_cells
from voltage_tui.ui.widgets.row_cells import RowCells, same_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.strip import Strip

    from voltage_tui.ui.app import VoltageApp

T = TypeVar("T")
_MEASURED = 400
"""Rows looked at for column widths before anything is in view."""


class Table(ScrollView, Generic[T], can_focus=True):
    """Rows of `T`: `key` tells them apart, `cells` makes a row's cells in column order.

    `state` says what those depend on besides the row, so that none are made for nothing.
    `Opened` is posted for Enter or a click on the row under the cursor; `Moved` when the cursor
    is on another row. The first line is the head and does not scroll.
    """

    app: VoltageApp

    class Opened(Message):
        """The row under the cursor is to be opened."""

        def __init__(self, table: ScrollView, key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> ScrollView:
            """The table, for `on` selectors."""
            return self.table

    class Moved(Message):
        """The cursor is on another row, or on none (`key` None)."""

        def __init__(self, table: ScrollView, key: str | None) -> None:
            super().__init__()
            self.table = table
            self.key = key

    class NearEnd(Message):
        """The last rows are in view: more may be fetched."""

        def __init__(self, table: ScrollView) -> None:
            super().__init__()
            self.table = table

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "to(0)", show=False),
        Binding("end,G", "to(-1)", show=False),
        Binding("enter", "open", show=False),
    ]

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
        self._cursor = 0
        self.empty: Sequence[Line] = ()
        self.show_head = True

    # --- what is shown -------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[T]:
        """The rows shown."""
        return self._rows

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
        self.virtual_size = Size(0, len(rows) + (1 if self.show_head else 0))
        if shift and self.scroll_offset.y:
            self.scroll_to(y=self.scroll_offset.y + shift, animate=False, force=True)
        self.refresh()

    def select(self, key: str) -> None:
        """Put the cursor on the row with this key, if there is one."""
        for index, row in enumerate(self._rows):
            if self._key(row) == key:
                self._go(index)
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
        width = self.size.width
        head = 1 if self.show_head else 0
        layout = self._widths.layout(width)
        if y < head:
            return to_strip(layout.head(), width, self.app.palette)
        if not self._rows:
            line = self.empty[y - head] if y - head < len(self.empty) else ()
            return to_strip(line, width, self.app.palette)
        index = y - head + self.scroll_offset.y
        if index >= len(self._rows):
            return to_strip((), width, self.app.palette)
        return self._row_strip(index, layout, width)

    def _row_strip(self, index: int, layout: Layout, width: int) -> Strip:
        chosen = index == self._cursor and self.has_focus
        cells, before = self._cells.again(self._rows[index])
        if cells is not before and self._widths.grow(cells):
            self.call_later(self.refresh)
        line: Line = layout.row(cells)
        if index == self._cursor and not chosen and self.app.colourless:
            line = [Span(" "), *line[1:]]
        if chosen and self.app.colourless:
            line = [Span(">", Role.STRONG), *line[1:]]
        ground = Ground.SELECTED if chosen else Ground.PAGE
        return to_strip(line, width, self.app.palette, ground)

    # --- moving --------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._go(self._cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by screens."""
        self._go(self._cursor + by * max(1, self.size.height - 2))

    def action_to(self, index: int) -> None:
        """Go to the first row, or to the last with -1."""
        self._go(len(self._rows) - 1 if index < 0 else index)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        row = self.current
        if row is not None:
            self.post_message(self.Opened(self, self._key(row)))

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self._rows) - 1))
        if index != self._cursor or not self._rows:
            self._cursor = index
            row = self.current
            self.post_message(self.Moved(self, None if row is None else self._key(row)))
        head = 1 if self.show_head else 0
        visible = max(1, self.size.height - head)
        top = self.scroll_offset.y
        if index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index >= top + visible:
            self.scroll_to(y=index - visible + 1, animate=False, force=True)
        if index >= len(self._rows) - visible:
            self.post_message(self.NearEnd(self))
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; on the row it is on already, open it."""
        index = event.y - (1 if self.show_head else 0) + self.scroll_offset.y
        if event.y < (1 if self.show_head else 0) or index >= len(self._rows):
            return
        if index == self._cursor and event.chain >= 2:
            self.action_open()
        else:
            self._go(index)

    def watch_has_focus(self, value: bool) -> None:  # noqa: FBT001
        """Show or hide the cursor with the focus."""
        super().watch_has_focus(value)
        self.refresh()

    def ages_changed(self) -> None:
        """Send the lines in view of which a cell has changed with time."""
        self._cells.turn()
        head = 1 if self.show_head else 0
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
