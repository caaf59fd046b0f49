"""What every list of rows has in common: a head that stays, a cursor, its keys and its messages."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.widget import Widget

from voltage_tui.ui.paint import Line, Span, to_strip
from voltage_tui.ui.palette import Ground, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.color import Color
    from textual.dom import DOMNode
    from textual.filter import LineFilter
    from textual.strip import Strip

    from voltage_tui.ui.app import VoltageApp


class RowView(ScrollView, can_focus=True):
    """The base: a subclass says how many rows there are, their keys, and paints them.

    `Opened` is posted for Enter or a second click on the row under the cursor; `Moved` when the
    cursor is on another row; `NearEnd` when the last rows are in view. The first line is the head
    and does not scroll. `empty` is said where there is no row.
    """

    app: VoltageApp

    class Opened(Message, namespace="table"):
        """The row under the cursor is to be opened."""

        def __init__(self, table: RowView, key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> RowView:
            """The list, for `on` selectors."""
            return self.table

    class Moved(Message, namespace="table"):
        """The cursor is on another row, or on none (`key` None)."""

        def __init__(self, table: RowView, key: str | None) -> None:
            super().__init__()
            self.table = table
            self.key = key

    class NearEnd(Message, namespace="table"):
        """The last rows are in view: more may be fetched."""

        def __init__(self, table: RowView) -> None:
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

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._cursor = 0
        self.empty: Sequence[Line] = ()
        self.show_head = True

    # --- what a subclass has to give -----------------------------------------------------------

    @property
    @abstractmethod
    def row_count(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def key_at(self, index: int) -> str:
        """The key of a row that is there."""

    @abstractmethod
    def repaint(self) -> None:
        """Make every cell again: a unit, a theme or the hiding of amounts changed."""

    # --- painting ------------------------------------------------------------------------------

    @property
    def head_lines(self) -> int:
        """Lines of the head: one, or none."""
        return 1 if self.show_head else 0

    @property
    def rows_in_view(self) -> int:
        """Lines there are for rows."""
        return max(1, self.size.height - self.head_lines)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they are made, past the styling that Textual gives to each every time.

        A list has no border, padding or tint, and its lines name all their colours: most of the
        time from a key to its painted screen would go there. Textual forgets what changed only
        where it paints itself.
        """
        self._dirty_regions.clear()
        filters, background = self.get_line_filters(), self.background_colors[1]
        return [self._filtered(y, filters, background, crop) for y in crop.line_range]

    def _filtered(
        self, y: int, filters: Sequence[LineFilter], background: Color, crop: Region
    ) -> Strip:
        strip = self.render_line(y)
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, background)
        if crop.column_span == (0, strip.cell_length):
            return strip
        return strip.crop_extend(crop.x, crop.right, None)

    def empty_strip(self, y: int) -> Strip:
        """A line of what is said in an empty list."""
        line = self.empty[y] if y < len(self.empty) else ()
        return to_strip(line, self.size.width, self.app.palette)

    def is_chosen(self, index: int) -> bool:
        """Whether a row stands out: the one under the cursor, in the list that has the keys."""
        return index == self._cursor and self.has_focus

    def line_strip(self, index: int, line: Line) -> Strip:
        """A row's line as cells, with the cursor where it is."""
        chosen = self.is_chosen(index)
        if index == self._cursor and self.app.colourless:
            margin = line[0] if line else Span(" ")
            mark = Span(">" if chosen else " ", Role.STRONG)
            line = [mark, margin._replace(text=margin.text[1:]), *line[1:]]
        ground = Ground.SELECTED if chosen else Ground.PAGE
        return to_strip(line, self.size.width, self.app.palette, ground)

    # --- moving --------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.go_to(self._cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by screens."""
        self.go_to(self._cursor + by * max(1, self.size.height - 2))

    def action_to(self, index: int) -> None:
        """Go to the first row, or to the last with -1."""
        self.go_to(self.row_count - 1 if index < 0 else index)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self._cursor < self.row_count:
            self.post_message(self.Opened(self, self.key_at(self._cursor)))

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, or on the one nearest to it, and have it in view."""
        index = max(0, min(index, self.row_count - 1))
        before = self._cursor
        if index != self._cursor or not self.row_count:
            self._cursor = index
            self.post_message(self.Moved(self, self.key_at(index) if self.row_count else None))
        visible, top = self.rows_in_view, self.scroll_offset.y
        if index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index >= top + visible:
            self.scroll_to(y=index - visible + 1, animate=False, force=True)
        if index >= self.row_count - visible:
            self.post_message(self.NearEnd(self))
        self.repaint_rows(before, index)

    def repaint_rows(self, *indexes: int) -> None:
        """Paint the lines of these rows again, where they are in view."""
        width, top = self.size.width, self.scroll_offset.y
        for index in indexes:
            if 0 <= index - top < self.rows_in_view:
                self.refresh(Region(0, index - top + self.head_lines, width, 1))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; on the row it is on already, open it."""
        index = event.y - self.head_lines + self.scroll_offset.y
        if event.y < self.head_lines or index >= self.row_count:
            return
        if index == self._cursor and event.chain >= 2:
            self.action_open()
        else:
            self.go_to(index)

    def watch_has_focus(self, value: bool) -> None:  # noqa: FBT001
        """Show or hide the cursor with the focus."""
        super().watch_has_focus(value)
        self.refresh()


def row_views(node: DOMNode) -> Iterator[RowView]:
    """Every list of rows under `node`."""
    for widget in node.query(Widget):
        if isinstance(widget, RowView):
            yield widget
