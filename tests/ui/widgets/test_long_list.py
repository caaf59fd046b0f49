"""The long list: nothing waits for a row, and the cursor is on an id."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from textual.app import App, ComposeResult

from voltage_tui.trouble import TroubleError
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Palette
from voltage_tui.ui.theme_file import shipped_themes
from voltage_tui.ui.widgets.columns import Column
from voltage_tui.ui.widgets.long_list import LongList
from voltage_tui.ui.widgets.long_list_ids import ShownIds
from voltage_tui.ui.widgets.long_list_rows import PAGE
from voltage_tui.ui.widgets.row_view import RowView


class Far:
    """Rows far away: an id is its row's number; a read waits for `gate` and may fail."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[list[int]] = []
        self.error: Exception | None = None
        self.words = "row"

    async def read(self, ids: Sequence[int]) -> Mapping[int, str]:
        self.asked.append(list(ids))
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return {row_id: f"{self.words}-{row_id}" for row_id in ids if row_id >= 0}


class Shown(App[None]):
    """A long list on its own."""

    CSS = "LongList { height: 100%; overflow-x: hidden; scrollbar-size: 1 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.palette = Palette(shipped_themes()[0])
        self.colourless = False
        self.far = Far()
        self.list: LongList[str] = LongList(
            (Column("NAME"),), lambda row: [(Span(row),)], self.far.read
        )
        self.opened: list[str] = []
        self.unread: list[Exception] = []

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """As the real app's."""
        self.set_timer(seconds, call)

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()

    def on_table_opened(self, event: RowView.Opened) -> None:
        self.opened.append(event.key)

    def on_long_list_unread(self, event: LongList.Unread) -> None:
        self.unread.append(event.error)

    @property
    def lines(self) -> list[str]:
        return [strip.text[:-1].strip() for strip in self.screen._compositor.render_strips()]


def under_cursor(app: Shown) -> tuple[int | None, str | None]:
    return app.list.current_id, app.list.current


def newest_first(count: int) -> ShownIds:
    """The newest, which has the highest id, on top."""
    return ShownIds(range(count - 1, -1, -1))


async def test_the_newest_is_on_top_and_only_what_is_near_is_read() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.list.show(newest_first(1_000_000))
        await pilot.pause()
        assert app.lines[:3] == ["NAME", "row-999999", "row-999998"]
        await pilot.press("G")
        await pilot.pause()
        assert app.lines[-1] == "row-0"
        assert app.list.current == "row-0"
        assert sum(map(len, app.far.asked)) <= 4 * PAGE
        await pilot.press("g", "g", "j", "enter")
        assert app.opened == ["999998"]


async def test_a_row_not_read_yet_is_blank_and_no_key_waits_for_it() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.far.gate.clear()
        app.list.show(newest_first(5_000))
        await pilot.press("pagedown", "pagedown")
        assert app.list.current_id == 5_000 - 1 - 16
        assert app.list.current is None
        assert app.lines[1:] == [""] * 9
        await pilot.press("enter")
        assert app.opened == ["4983"]
        app.far.gate.set()
        await pilot.pause()
        assert "row-4983" in app.lines
        assert len([ids for ids in app.far.asked if ids[0] == 4_999]) == 1


async def test_the_cursor_keeps_its_row_and_new_ones_are_counted() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.list.show(newest_first(50))
        await pilot.press(*["down"] * 20)
        y = app.lines.index("row-29")
        app.list.replace_top(0, [52, 51, 50])
        await pilot.pause()
        assert (app.list.current_id, app.list.new_above) == (29, 3)
        assert app.lines.index("row-29") == y
        assert app.lines[0].endswith("↑ 3 new")
        await pilot.press("g")
        await pilot.pause()
        assert app.lines[:2] == ["NAME", "row-52"]
        app.list.replace_top(0, [53])
        await pilot.pause()
        assert app.list.current_id == 53, "on top it stays on top"


async def test_rows_that_came_among_the_newest_push_the_others_down() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.list.show(newest_first(50))
        await pilot.press("down", "down")
        app.list.replace_top(4, [52, 49, 51, 48, 47, 50, 46])
        await pilot.pause()
        assert app.list.current_id == 47
        assert [app.list.key_at(n) for n in range(8)] == [
            "52",
            "49",
            "51",
            "48",
            "47",
            "50",
            "46",
            "45",
        ]
        app.list.replace_top(2, [52, 49])
        assert app.list.new_above == 2


async def test_other_ids_keep_the_cursor_where_its_row_went() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.list.show(newest_first(50))
        await pilot.press(*["down"] * 20)
        app.list.show(ShownIds(range(60, -1, -1)))
        assert app.list.current_id == 29
        app.list.show(ShownIds(range(10)))
        assert app.list.current_id == 9
        app.list.show(ShownIds(range(100)), from_top=True)
        await pilot.pause()
        assert app.list.current_id == 0
        assert app.lines[1] == "row-0"
        app.list.show(ShownIds())
        await pilot.press("down", "up", "pagedown", "end", "enter")
        assert under_cursor(app) == (None, None)
        assert app.opened == []


async def test_what_cannot_be_read_is_said_once_and_read_with_the_next_move() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.far.error = TroubleError("The copy cannot be used.", "")
        app.list.show(newest_first(500))
        await pilot.pause()
        assert app.unread == [app.far.error]
        app.far.error = None
        await pilot.press("down")
        await pilot.pause()
        assert app.lines[1] == "row-499"


async def test_rows_that_changed_are_painted_anew_and_others_stay_until_then() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.list.show(newest_first(500))
        await pilot.pause()
        app.far.words = "a longer row"
        app.far.gate.clear()
        app.list.read_again()
        await pilot.pause()
        assert app.lines[1] == "row-499"
        app.far.gate.set()
        await pilot.pause()
        assert app.lines[1] == "a longer row-499"


async def test_the_wheel_reads_what_it_brings_into_view() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.list.show(newest_first(5_000))
        await pilot.pause()
        app.list.scroll_to(y=2_000, animate=False, force=True)
        await pilot.pause()
        assert app.lines[1] == "row-2999"
        assert app.list.current_id == 4_999
        await pilot.click(offset=(3, 4))
        assert app.list.current_id == 2_996
