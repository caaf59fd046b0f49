"""The line to search in: what is typed is understood, explained, completed or marked as wrong.

One program for nearly all of it, since to start one takes most of the time.
"""

from __future__ import annotations

from textual.widgets import Input

from tests.ui.stage import Stage, stage
from voltage_tui.query import Query, parse
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.widgets.search_line import SearchLine

FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=3)


async def typed(shown: Stage, text: str) -> None:
    """This is in the line, in the place of what was there, its last letter typed just now."""
    if not line(shown).is_typing:
        await shown.press("escape", "slash")
    field = shown.app.focused
    assert isinstance(field, Input)
    field.value, field.cursor_position = text[:-1], len(text)
    await shown.type(text[-1])


def line(shown: Stage) -> SearchLine:
    return shown.app.query_one(SearchLine)


def hint(shown: Stage) -> str:
    """What is said under the line."""
    return shown.lines[4].strip()


def marked(shown: Stage) -> str:
    """What is underlined."""
    return "".join(text for text, style in shown.styles if style.underline)


async def test_what_is_typed_is_understood_explained_and_completed() -> None:
    async with stage((120, 24), FEW) as shown:
        await shown.go("3", "slash")
        await _what_is_typed_is_searched_and_explained_at_once(shown)
        await _a_term_that_is_not_finished_flashes_no_fault_and_keeps_the_result(shown)
        await _a_fault_says_where_it_is_and_what_was_meant(shown)
        await _enter_on_what_is_not_finished_stays_and_says_what_is_missing(shown)
        await _tab_goes_round_what_is_offered_and_back(shown)
        await _what_comes_next_is_shown_faintly_behind_the_cursor(shown)
        await _the_rows_get_the_keys_and_esc_shows_all(shown)
        await _what_cannot_be_stepped_is_said(shown)


async def _what_is_typed_is_searched_and_explained_at_once(shown: Stage) -> None:
    await typed(shown, "status:failed rent")
    assert line(shown).asked == parse("status:failed rent")
    assert hint(shown).startswith('failed payments with "rent…"')


async def _a_term_that_is_not_finished_flashes_no_fault_and_keeps_the_result(shown: Stage) -> None:
    await typed(shown, "rent ")
    for character in "status:faile":
        await shown.type(character)
        assert "!" not in hint(shown)
        assert not marked(shown)
        assert line(shown).asked.clauses[0] == parse("rent").clauses[0]
    await shown.type("d")
    assert line(shown).asked == parse("rent status:failed")


async def _a_fault_says_where_it_is_and_what_was_meant(shown: Stage) -> None:
    await typed(shown, "rent status")
    await shown.type(":faild")
    assert hint(shown).startswith("! tab failed   one of: pending")
    assert marked(shown) == "faild"
    assert line(shown).asked == parse("rent status")
    await shown.press("tab")
    assert line(shown).text == "rent status:failed"
    assert line(shown).asked == parse("rent status:failed")
    assert not marked(shown)


async def _enter_on_what_is_not_finished_stays_and_says_what_is_missing(shown: Stage) -> None:
    await typed(shown, "status:")
    await shown.press("enter")
    assert line(shown).is_typing
    assert "status: lacks a value" in hint(shown)
    await shown.type("failed")
    await shown.press("enter")
    assert not line(shown).is_typing
    assert "failed payments" in hint(shown)


async def _tab_goes_round_what_is_offered_and_back(shown: Stage) -> None:
    await typed(shown, "dir:")
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


async def _what_comes_next_is_shown_faintly_behind_the_cursor(shown: Stage) -> None:
    await typed(shown, "status:fa")
    assert "status:failed" in shown.lines[3]
    assert line(shown).text == "status:fa"


async def _the_rows_get_the_keys_and_esc_shows_all(shown: Stage) -> None:
    for key in ("down", "enter"):
        await typed(shown, "status:completed")
        await shown.press(key)
        assert not line(shown).is_typing
        assert line(shown).display
        await shown.press("escape")
        assert line(shown).asked == Query()
        assert not line(shown).display


async def _what_cannot_be_stepped_is_said(shown: Stage) -> None:
    await typed(shown, "last:7d")
    await shown.press("enter", "[")
    assert line(shown).text == "last:7d"
    assert "step one period of a search" in shown.text


async def test_long_and_wide_text_fits_in_a_small_terminal() -> None:
    async with stage((60, 20), FEW) as shown:
        await shown.go("3", "slash")
        await typed(shown, "家賃 " * 20 + "status:faild")
        assert marked(shown) == "faild"
        for strip in shown.strips:
            assert strip.cell_length == 60
