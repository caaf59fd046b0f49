from __future__ import annotations

from typing import Final

import pyte
import pytest
from rich.console import Console
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.theme import Theme

from tests.ui.qr.reading import cells_of, invoice, read_cells
from voltage_tui.ui.qr.encode import carried
from voltage_tui.ui.qr.widget import Covered, QrCode, Shown

ADDRESS = "tb1pax4ukewe6psmr0t4kekhm0zm7e0jhdgyn85q9l8ptnp8mhqs77ts2d9exz"
URI = f"bitcoin:{ADDRESS}?amount=0.0015"
UNIFIED = f"bitcoin:{ADDRESS}?amount=0.0008&label=Table%2012&lightning={invoice(262)}"
INVOICES = [invoice(length) for length in (262, 300, 350, 400)]
THEMES = ["textual-dark", "textual-light", "ansi-dark", "loud"]
LOUD: Final = Theme("loud", "#ff00ff", background="#202020", foreground="#ff00ff", dark=True)


class Sample(App[None]):
    CSS = "QrCode { color: $foreground; background: $background; }"

    def __init__(self, face: Shown | Covered, theme: str = "textual-dark") -> None:
        super().__init__(ansi_color=theme == "ansi-dark" or None)
        self.register_theme(LOUD)
        self.theme = theme
        self.face = face

    def compose(self) -> ComposeResult:
        yield QrCode(self.face)


def text_of(strips: list[Strip]) -> str:
    return "\n".join(strip.text for strip in strips)


@pytest.mark.safety("S-56", "the cells of every theme are decoded to the exact request")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("request_text", [*INVOICES, ADDRESS, URI, UNIFIED], ids=len)
async def test_the_cells_drawn_read_as_the_exact_request(request_text: str, theme: str) -> None:
    app = Sample(Shown(request_text), theme)
    async with app.run_test(size=(120, 40)):
        assert read_cells(cells_of(app)) == [carried(request_text)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("request_text", [ADDRESS, URI], ids=len)
async def test_what_fits_80x24_is_read_there(request_text: str, theme: str) -> None:
    app = Sample(Shown(request_text), theme)
    async with app.run_test(size=(80, 24)):
        assert read_cells(cells_of(app)) == [carried(request_text)]


@pytest.mark.parametrize("theme", THEMES)
async def test_no_color_leaves_the_code_readable(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Sample(Shown(INVOICES[0]), theme)
    async with app.run_test(size=(120, 40)):
        assert app.no_color
        assert read_cells(cells_of(app)) == [carried(INVOICES[0])]
        theme_colour = [
            segment
            for strip in cells_of(app)
            for segment in strip
            if segment.style and segment.style.color and segment.style.color.name == "#ff00ff"
        ]
        assert theme_colour == []


@pytest.mark.safety("S-56", "the bytes sent to a terminal are decoded to the exact request")
@pytest.mark.parametrize("colours", ["standard", "256", "truecolor"])
async def test_what_a_terminal_makes_of_the_bytes_is_read(colours: str) -> None:
    app = Sample(Shown(INVOICES[0]), "ansi-dark")
    async with app.run_test(size=(120, 40)):
        drawn = cells_of(app)
    console = Console(force_terminal=True, width=120, color_system=colours, no_color=False)  # type: ignore[arg-type]  # one of its own words
    terminal = pyte.Screen(120, 40)
    pyte.Stream(terminal).feed("\r\n".join(strip.render(console) for strip in drawn))
    black = {"black", "000000"}
    white = {"brightwhite", "white", "ffffff", "eeeeee"}
    left, top = 120, 40
    for y in range(40):
        for x in range(120):
            if terminal.buffer[y][x].bg in white:
                left, top = min(left, x), min(top, y)
    assert (left, top) == ((120 - 57) // 2, (40 - 29) // 2)
    for y in range(top, top + 29):
        for x in range(left, left + 57):
            cell = terminal.buffer[y][x]
            assert cell.data in " ▄"
            assert cell.bg in black | white
            assert cell.data == " " or cell.fg in black | white


@pytest.mark.safety("S-56", "a code too large is not drawn, and the size named is enough")
async def test_a_code_that_does_not_fit_is_not_drawn_and_the_size_named_is_enough() -> None:
    app = Sample(Shown(INVOICES[1]))
    async with app.run_test(size=(57, 28)) as pilot:
        code = app.query_one(QrCode)
        code.offers = ("y copies it",)
        assert code.needed == (57, 29)
        assert read_cells(cells_of(app)) == []
        await pilot.pause()
        assert "enlarge the terminal to 57×29" in text_of(cells_of(app))
        assert "y copies it" in text_of(cells_of(app))
        await pilot.resize_terminal(57, 29)
        assert read_cells(cells_of(app)) == [carried(INVOICES[1])]


async def test_what_lies_around_is_added_to_the_size_named() -> None:
    app = Sample(Shown(INVOICES[1]))
    async with app.run_test(size=(50, 20)) as pilot:
        app.query_one(QrCode).overhead = (38, 4)
        await pilot.pause()
        assert "enlarge the terminal to 95×33" in text_of(cells_of(app))


async def test_covering_removes_the_code_and_showing_brings_it_back() -> None:
    app = Sample(Shown(INVOICES[0]))
    async with app.run_test(size=(120, 40)) as pilot:
        code = app.query_one(QrCode)
        code.face = Covered(("amounts are hidden", "p shows them"))
        await pilot.pause()
        assert read_cells(cells_of(app)) == []
        assert "▄" not in text_of(cells_of(app))
        assert "p shows them" in text_of(cells_of(app))
        code.face = Shown(ADDRESS)
        await pilot.pause()
        assert read_cells(cells_of(app)) == [ADDRESS.upper()]


async def test_an_expired_code_is_struck_out_and_cannot_be_read() -> None:
    app = Sample(Covered(("expired",), struck=True))
    async with app.run_test(size=(60, 20)):
        text = text_of(cells_of(app))
        assert "expired" in text
        assert text.count("/") > 40
        assert read_cells(cells_of(app)) == []


async def test_words_in_its_place_are_made_clean_and_never_wider_than_the_place() -> None:
    app = Sample(Covered(("\x1b]52;c;aGk=\x07漢字" * 20, "[@click=app.quit]x[/]")))
    async with app.run_test(size=(30, 10)):
        strips = cells_of(app)
        assert "\x1b" not in text_of(strips)
        assert "[@click=app.quit]x[/]" in text_of(strips)
        assert {strip.cell_length for strip in strips} == {30}


async def test_a_request_too_long_for_any_code_says_so() -> None:
    app = Sample(Shown("x" * 3_000))
    async with app.run_test(size=(80, 24)):
        assert "3000 characters" in text_of(cells_of(app))
