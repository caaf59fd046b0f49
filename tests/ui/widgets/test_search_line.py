"""The line to search in: what is typed is understood, explained, completed or marked as wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.ui.stage import Stage, stage
from voltage_tui.query import Query, parse
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.widgets.search_line import SearchLine

FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=3)


@asynccontextmanager
async def typing(text: str, size: tuple[int, int] = (120, 24)) -> AsyncIterator[Stage]:
    """The page of payments with this typed."""
    async with stage(size, FEW) as shown:
        await shown.go("3", "slash")
        await shown.type(text)
        yield shown


def line(shown: Stage) -> SearchLine:
    return shown.app.query_one(SearchLine)


def hint(shown: Stage) -> str:
    """What is said under the line."""
    return shown.lines[4].strip()


def marked(shown: Stage) -> str:
    """What is underlined."""
    return "".join(text for text, style in shown.styles if style.underline)


async def test_what_is_typed_is_searched_and_explained_at_once() -> None:
    async with typing("status:failed rent") as shown:
        assert line(shown).asked == parse("status:failed rent")
        assert hint(shown).startswith('failed movements with "rent…"')


async def test_a_term_that_is_not_finished_flashes_no_fault_and_keeps_the_result() -> None:
    async with typing("rent ") as shown:
        for character in "status:faile":
            await shown.type(character)
            assert "!" not in hint(shown)
            assert not marked(shown)
            assert line(shown).asked.clauses[0] == parse("rent").clauses[0]
        await shown.type("d")
        assert line(shown).asked == parse("rent status:failed")


async def test_a_fault_says_where_it_is_and_what_was_meant() -> None:
    async with typing("rent status:faild") as shown:
        assert hint(shown).startswith("! tab failed   one of: pending")
        assert marked(shown) == "faild"
        assert line(shown).asked == parse("rent status")
        await shown.press("tab")
        assert line(shown).text == "rent status:failed"
        assert line(shown).asked == parse("rent status:failed")
        assert not marked(shown)


async def test_enter_on_what_is_not_finished_stays_and_says_what_is_missing() -> None:
    async with typing("status:") as shown:
        await shown.press("enter")
        assert line(shown).is_typing
        assert "status: lacks a value" in hint(shown)
        await shown.type("failed")
        await shown.press("enter")
        assert not line(shown).is_typing
        assert "failed movements" in hint(shown)


async def test_tab_goes_round_what_is_offered_and_back() -> None:
    async with typing("dir:") as shown:
        assert hint(shown) == "tab send  receive"
        await shown.press("tab")
        assert line(shown).text == "dir:send"
        await shown.press("tab")
        assert line(shown).text == "dir:receive"
        await shown.press("shift+tab")
        assert line(shown).text == "dir:send"
        await shown.type(" wal")
        await shown.press("tab")
        assert line(shown).text == "dir:send wallet:"
        assert "Storefront" in hint(shown)
        await shown.press("tab")
        assert line(shown).text == "dir:send wallet:Ops"


async def test_what_comes_next_is_shown_faintly_behind_the_cursor() -> None:
    async with typing("status:fa") as shown:
        assert "status:failed" in shown.lines[3]
        assert line(shown).text == "status:fa"


@pytest.mark.parametrize("key", ["down", "enter"])
async def test_the_rows_get_the_keys_and_esc_shows_all(key: str) -> None:
    async with typing("status:completed") as shown:
        await shown.press(key)
        assert not line(shown).is_typing
        assert line(shown).display
        await shown.press("escape")
        assert line(shown).asked == Query()
        assert not line(shown).display


async def test_what_cannot_be_stepped_is_said() -> None:
    async with typing("last:7d") as shown:
        await shown.press("enter", "[")
        assert line(shown).text == "last:7d"
        assert "step one period of a search" in shown.text


async def test_long_and_wide_text_fits_in_a_small_terminal() -> None:
    async with typing("家賃 " * 20 + "status:faild", (60, 20)) as shown:
        for strip in shown.strips:
            assert strip.cell_length == 60
