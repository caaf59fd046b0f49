"""The table: the cursor keeps its row while others come and go."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Palette
from voltage_tui.ui.theme_file import shipped_themes
from voltage_tui.ui.widgets.columns import Column
from voltage_tui.ui.widgets.table import Table


class Shown(App[None]):
    """A table on its own."""

    CSS = "Table { height: 100%; overflow-x: hidden; scrollbar-size: 1 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.palette = Palette(shipped_themes()[0])
        self.colourless = False
        self.table: Table[str] = Table((Column("NAME"),), str, lambda row: [(Span(row),)])
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_table_opened(self, event: Table.Opened) -> None:
        self.opened.append(event.key)


def current(app: Shown) -> str | None:
    return app.table.current


def rows(start: int, stop: int) -> list[str]:
    return [f"row-{n}" for n in range(start, stop)]


async def test_the_cursor_keeps_its_row_when_others_arrive_above() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.table.set_rows(rows(0, 50))
        app.table.focus()
        await pilot.press(*["down"] * 20)
        assert current(app) == "row-20"
        y = 20 - int(app.table.scroll_offset.y)
        app.table.set_rows([*rows(-5, 0), *rows(0, 50)])
        await pilot.pause()
        assert current(app) == "row-20"
        assert 25 - int(app.table.scroll_offset.y) == y, "the row stays where it was on the screen"
        await pilot.press("enter")
        assert app.opened == ["row-20"]


async def test_at_the_top_it_stays_at_the_top() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)):
        app.table.set_rows(rows(0, 5))
        app.table.set_rows(rows(-3, 5))
        assert current(app) == "row--3"


async def test_a_row_that_goes_leaves_the_cursor_near() -> None:
    app = Shown()
    async with app.run_test(size=(30, 10)) as pilot:
        app.table.set_rows(rows(0, 50))
        app.table.focus()
        await pilot.press("end")
        assert current(app) == "row-49"
        app.table.set_rows(rows(0, 10))
        await pilot.pause()
        assert current(app) == "row-9"
        app.table.set_rows([])
        await pilot.press("down", "up", "pagedown", "end", "enter")
        assert current(app) is None
        assert app.opened == []
        app.table.set_rows(rows(0, 3))
        await pilot.press("down")
        assert current(app) == "row-1"


async def test_the_head_stays_and_the_last_row_can_be_seen() -> None:
    app = Shown()
    async with app.run_test(size=(30, 6)) as pilot:
        app.table.set_rows(rows(0, 100))
        app.table.focus()
        await pilot.press("G")
        await pilot.pause()
        lines = [strip.text.strip() for strip in app.screen._compositor.render_strips()]
        assert lines[0].startswith("NAME")
        assert "row-99" in lines[-1]
        assert "row-94" not in lines[1]
        await pilot.press("g", "pagedown")
        assert current(app) == "row-4"


class Aged:
    """A row that two readings have in common, and what was made of it."""

    def __init__(self) -> None:
        self.age = "1 s"
        self.made: list[str] = []

    def cells(self, row: str) -> list[tuple[Span, ...]]:
        self.made.append(row)
        return [(Span(row),), (Span(self.age),)]


class Ageing(Shown):
    """A table with an age column."""

    def __init__(self, *, known: bool) -> None:
        super().__init__()
        self.aged = Aged()
        self.table = Table(
            (Column("NAME"), Column("AGE")),
            str,
            self.aged.cells,
            state=(lambda _: self.aged.age) if known else None,
        )

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


async def test_the_same_rows_again_are_not_made_again() -> None:
    app = Ageing(known=True)
    async with app.run_test(size=(30, 10)) as pilot:
        app.table.set_rows(rows(0, 50))
        await pilot.pause()
        app.aged.made.clear()
        app.table.set_rows(tuple(rows(0, 50)))
        app.table.ages_changed()
        await pilot.pause()
        assert app.aged.made == []
        app.table.set_rows([*rows(-1, 0), *rows(0, 50)])
        await pilot.pause()
        assert app.aged.made == ["row--1"]


@pytest.mark.parametrize("known", [True, False])
async def test_an_age_that_changed_is_shown_in_view_and_below_it(known: bool) -> None:
    app = Ageing(known=known)
    async with app.run_test(size=(30, 10)) as pilot:
        app.table.set_rows(rows(0, 50))
        app.table.focus()
        await pilot.pause()
        app.aged.age = "one minute"
        app.table.set_rows(rows(0, 50))
        await pilot.pause()
        assert app.text.count("one minute") == 9
        await pilot.press("end")
        await pilot.pause()
        assert "row-49" in app.text
        assert app.text.count("one minute") == 9
        assert "1 s" not in app.text


@pytest.mark.parametrize("known", [True, False])
async def test_a_changed_row_is_shown_wherever_its_key_is_the_same(known: bool) -> None:
    app = Ageing(known=known)
    async with app.run_test(size=(30, 10)) as pilot:
        app.table.set_rows(rows(0, 5))
        await pilot.pause()
        app.table.set_rows(["row-0", "other", *rows(2, 5)])
        await pilot.pause()
        assert "other" in app.text
        assert "row-1" not in app.text


async def test_a_repaint_makes_every_cell_again() -> None:
    app = Ageing(known=True)
    async with app.run_test(size=(30, 10)) as pilot:
        app.table.set_rows(rows(0, 5))
        await pilot.pause()
        app.aged.made.clear()
        app.table.repaint()
        assert app.aged.made == rows(0, 5)
