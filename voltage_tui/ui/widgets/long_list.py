"""A list of any length, painted from ids: only the lines in view are ever read and made.

Rows are read by their ids, some at a time, off the loop; one that has not been read yet is a blank
line and is painted when it comes, so that no key ever waits. The cursor is on an id, and stays on
it when rows arrive above.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from textual.geometry import Region, Size
from textual.message import Message

from voltage_tui.ui.paint import Span, pad, to_strip
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Cell, Column, Layout, Widths
from voltage_tui.ui.widgets.long_list_ids import ShownIds
from voltage_tui.ui.widgets.long_list_rows import PAGE, Read, Recent, RowsRead
from voltage_tui.ui.widgets.row_view import RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

    from voltage_tui.ui.paint import Line
    from voltage_tui.ui.palette import Palette

T = TypeVar("T")
_STRIPS: Final = 1_024
_CELLS: Final = 1_024
_MEASURED: Final = 64
"""Rows from all over a list that columns are made wide enough for."""
_SCREENS_AHEAD: Final = 2
"""Screens above and below the view that are made ready when there is time."""


class LongList(RowView, Generic[T]):
    """Rows of `T` known by their ids; `read` reads a page of them, `cells` makes a row's cells.

    Messages are those of every list, their `key` being the id as text. `Unread` says that rows
    could not be read.
    """

    class Unread(Message):
        """Rows could not be read; they stay blank until the list is moved or read again."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[T], Sequence[Cell]],
        read: Read[T],
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._make_cells = cells
        self._ids = ShownIds()
        self._rows: RowsRead[T] = RowsRead(
            read, self._came, self._prepare, self._failed, self._later
        )
        self._widths = Widths(self._columns)
        self._cells: Recent[int, Sequence[Cell]] = Recent(_CELLS)
        self._strips: Recent[int, Strip] = Recent(_STRIPS)
        self._made_for: tuple[Layout, Palette] | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._new = 0

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        self.app.after(seconds, call)

    # --- what is shown -------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._ids)

    @property
    def current_id(self) -> int | None:
        """The id under the cursor, or None in an empty list."""
        return self._ids[self._cursor] if self._cursor < len(self._ids) else None

    @property
    def current(self) -> T | None:
        """The row under the cursor; None in an empty list, or while it has not been read."""
        row_id = self.current_id
        return None if row_id is None else self._rows.get(row_id)

    @property
    def bottom_id(self) -> int | None:
        """The id of the last row of all."""
        return self._ids[len(self._ids) - 1] if len(self._ids) else None

    @property
    def new_above(self) -> int:
        """How many rows came above those in view, and have not been in view since."""
        return min(self._new, self.scroll_offset.y)

    def key_at(self, index: int) -> str:
        """The id of a row, as text."""
        return str(self._ids[index])

    def show(self, ids: ShownIds, *, from_top: bool = False) -> None:
        """Show these; the cursor stays on its row, and on top when it was there.

        With `from_top` it goes there: what is shown is something else than before.
        """
        before = self.current_id
        held = None if from_top or self._is_on_top else before
        at = None if held is None else ids.place_of(held, self._cursor)
        shift = 0
        self._ids = ids
        if from_top or held is None:
            self._cursor, self._new = 0, 0
        elif at is None:
            self._cursor = max(0, min(self._cursor, len(ids) - 1))
        else:
            self._cursor, shift = at, at - self._cursor
        self._sized()
        if from_top:
            self.scroll_to(y=0, animate=False, force=True)
        self._shifted(shift)
        if self.current_id != before:
            self._tell_moved()

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, have it in view, and have what is there read."""
        super().go_to(index)
        self._want()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; `cells` makes the cells of these from now on."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self.repaint()

    def replace_top(self, count: int, ids: Sequence[int]) -> None:
        """The uppermost `count` rows are these now, from the top down: others came among them.

        The cursor stays on its row, which must not be one of those that go, and on top when it
        was there.
        """
        if self._ids.between(0, count) == list(ids):
            return
        held = None if self._is_on_top else self.current_id
        self._ids.replace_top(count, ids)
        shift = len(ids) - count
        if held is None:
            shift = 0
        elif self._cursor < count:
            at = ids.index(held) if held in ids else self._cursor
            shift, self._cursor = at - self._cursor, at
        else:
            self._cursor += shift
        self._sized()
        self._shifted(shift)
        if held is None:
            self._tell_moved()

    def put_below(self, ids: Sequence[int]) -> None:
        """More rows are known at the bottom, from the top down."""
        if ids:
            self._ids.put_below(ids)
            self._sized()
            self._want()

    def place_of(self, row_id: int) -> int | None:
        """Where a row is shown, looked for from the cursor; None when it is not here."""
        return self._ids.place_of(row_id, self._cursor)

    def select(self, row_id: int) -> bool:
        """Put the cursor on this row; whether it is here."""
        at = self.place_of(row_id)
        if at is not None:
            self.go_to(at)
        return at is not None

    def read_again(self) -> None:
        """Rows may have changed: read anew those in view, and the others when they come into it."""
        self._rows.read_again()
        self._want()

    def forget(self) -> None:
        """Another world: nothing that was read holds."""
        self._rows.forget()
        self._cells.clear()
        self._strips.clear()
        self._widths = Widths(self._columns)

    def measure(self) -> None:
        """Read some rows from all over, and make the columns wide enough for them.

        So they do not grow while scrolling, but for a figure larger than most.
        """
        step = max(1, len(self._ids) // _MEASURED)
        self._rows.sample([self._ids[n] for n in range(0, len(self._ids), step)][:PAGE], self._fit)

    def _fit(self, rows: Sequence[T]) -> None:
        grew = False
        for row in rows:
            grew |= self._widths.grow(self._make_cells(row))
        if grew:
            self.refresh()

    def repaint(self) -> None:
        """Make the cells again: a unit, a theme or the hiding of amounts changed."""
        self._widths = Widths(self._columns)
        self.cells_changed()

    def cells_changed(self) -> None:
        """Make the cells again; the columns keep the width they have or grow."""
        self._cells.clear()
        self._strips.clear()
        self._grow(self._in_view())
        self.refresh()

    @property
    def _is_on_top(self) -> bool:
        return self._cursor == 0 and self.scroll_offset.y == 0

    def _tell_moved(self) -> None:
        row_id = self.current_id
        self.post_message(self.Moved(self, None if row_id is None else str(row_id)))

    def _sized(self) -> None:
        self.virtual_size = Size(0, len(self._ids) + self.head_lines)

    def _shifted(self, by: int) -> None:
        """Keep the lines in view where they are after `by` rows came in above them."""
        if by:
            self._new = max(0, self.new_above + by)
            self.scroll_to(y=self.scroll_offset.y + by, animate=False, force=True)
        self._want()
        self.refresh()

    # --- reading -------------------------------------------------------------------------------

    def _in_view(self) -> list[int]:
        top = self.scroll_offset.y
        return self._ids.between(top, top + self.rows_in_view)

    def _want(self) -> None:
        """Have what is in view read, and then what a key may bring into it."""
        if self._preparing is not None:
            self._preparing.cancel()
        if self.size.height:
            self._rows.want(self._in_view(), self._next_in_view)

    def _next_in_view(self) -> list[int]:
        """The rows that the next keys show: the screens above and below, the first, the last."""
        top, visible = self.scroll_offset.y, self.rows_in_view
        ahead, count = _SCREENS_AHEAD * visible, len(self._ids)
        below = self._ids.between(top + visible, top + visible + ahead)
        above = self._ids.between(top - ahead, top)
        first, last = self._ids.between(0, visible), self._ids.between(count - visible, count)
        return [*below, *reversed(above), *last, *first]

    def _prepare(self) -> None:
        """Nothing has happened for a moment: make the lines that the next keys show."""
        if self.is_attached and self.size.height:
            self._preparing = asyncio.create_task(self._prepared(), name="lines of a long list")

    async def _prepared(self) -> None:
        for row_id in self._next_in_view():
            row = self._rows.get(row_id)
            if row is None or self._strips.get(row_id) is not None:
                continue
            if self._widths.grow(self._cells_of(row_id, row)):
                self.refresh()
            self._plain_strip(row_id, row, self._widths.layout(self.size.width))
            await asyncio.sleep(0)

    def _came(self, ids: Sequence[int]) -> None:
        """These rows have been read, or are other than they were."""
        came = set(ids)
        for row_id in ids:
            self._cells.drop(row_id)
            self._strips.drop(row_id)
        seen = [i for i in self._in_view() if i in came]
        if not seen or not self.is_attached:
            return
        if self._grow(seen):
            self.refresh()
        else:
            width = self.size.width
            for y, row_id in enumerate(self._in_view()):
                if row_id in came:
                    self.refresh(Region(0, y + self.head_lines, width, 1))
        if self.current_id in came:
            self._tell_moved()

    def _grow(self, ids: Sequence[int]) -> bool:
        grew = False
        for row_id in ids:
            row = self._rows.get(row_id)
            # Of a line that was made the columns know already.
            if row is not None and self._strips.get(row_id) is None:
                grew |= self._widths.grow(self._cells_of(row_id, row))
        return grew

    def _cells_of(self, row_id: int, row: T) -> Sequence[Cell]:
        cells = self._cells.get(row_id)
        if cells is None:
            cells = self._make_cells(row)
            self._cells.put(row_id, cells)
        return cells

    def _failed(self, error: Exception) -> None:
        self.post_message(self.Unread(error))

    def on_unmount(self) -> None:
        """Read no more."""
        self._rows.stop()
        if self._preparing is not None:
            self._preparing.cancel()

    def on_resize(self) -> None:
        """There is room for other rows."""
        self._want()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are in view, by whatever way."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        if not round(new_value):
            self._new = 0
        self._grow(self._in_view())
        self._want()

    # --- painting ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of cells: the head, a row, or what is said when there is none."""
        width, head = self.size.width, self.head_lines
        layout = self._widths.layout(width)
        if y < head:
            return to_strip(self._head(layout, width), width, self.app.palette)
        if not len(self._ids):
            return self.empty_strip(y - head)
        index = y - head + self.scroll_offset.y
        if index >= len(self._ids):
            return to_strip((), width, self.app.palette)
        return self._strip(index, layout)

    def _head(self, layout: Layout, width: int) -> Line:
        """The columns' names, and how many rows have come above."""
        line, new = layout.head(), self.new_above
        if not new:
            return line
        words = f" ↑ {new:,} new "
        room = width - len(words)
        plain = pad("".join(span.text for span in line), room)
        return [Span(plain, Role.MUTED), Span(words, Role.ACCENT)]

    def _strip(self, index: int, layout: Layout) -> Strip:
        row_id = self._ids[index]
        if index == self._cursor and (self.has_focus or self.app.colourless):
            row = self._rows.get(row_id)
            line = layout.row(self._cells_of(row_id, row)) if row is not None else ()
            return self.line_strip(index, line)
        known = self._strips.get(row_id) if self._made_for == (layout, self.app.palette) else None
        return known or self._plain_strip(row_id, self._rows.get(row_id), layout)

    def _plain_strip(self, row_id: int, row: T | None, layout: Layout) -> Strip:
        """A row's line without the cursor, kept for the next time."""
        if (made_for := (layout, self.app.palette)) != self._made_for:
            self._strips.clear()  # of another width or theme
            self._made_for = made_for
        line = layout.row(self._cells_of(row_id, row)) if row is not None else ()
        strip = to_strip(line, self.size.width, self.app.palette)
        if row is not None:
            self._strips.put(row_id, strip)
        return strip
