"""Keys and mouse: everything offered works, is found, and means one thing."""

from __future__ import annotations

import pytest

from tests.ui.stage import PAGE_KEYS, Stage, stage
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.commands.command import shown_key
from voltage_tui.ui.commands.finder import CommandFinder, matches
from voltage_tui.ui.commands.help import HelpScreen

DEEP = ["1", "2", "3", "4", "5", "2 enter", "3 enter"]
SETTLED = (120, 60)
WORLD = SimulatorOptions(payer=Payer.MANUAL, history_days=5)


async def reach(shown: Stage, path: str) -> None:
    await shown.go(*path.split())


async def test_every_command_is_in_help_and_in_the_finder_and_means_one_thing() -> None:
    async with stage(SETTLED, WORLD) as shown:
        for path in DEEP:
            await reach(shown, path)
            assert bool(shown.app.pages.deep) == path.endswith("enter")
            await offered_is_shown(shown)
            await shown.press("escape", "escape")


async def offered_is_shown(shown: Stage) -> None:
    offered = [c for c in shown.app.commands() if c.enabled()]
    ids = [c.id for c in offered]
    keys = [key for c in offered for key in c.keys]
    assert len(ids) == len(set(ids)), ids
    assert len(keys) == len(set(keys)), keys
    assert [c.id for c in matches(shown.app.commands(), "")] == ids
    await shown.press("question_mark")
    assert isinstance(shown.app.screen, HelpScreen)
    text = shown.text
    for command in offered:
        assert " ".join(shown_key(key) for key in command.keys) in text
        assert command.help[:40] in text, command.id
    await shown.press("escape")
    footer = shown.keys
    for command in offered:
        if command.footer and command.footer <= 30:
            assert f" {shown_key(command.keys[0])} " in f"{footer} ", command.id


async def test_a_key_that_the_page_uses_otherwise_is_listed_once() -> None:
    async with stage(SETTLED, WORLD) as shown:
        await shown.go("3")
        await shown.press("f", "right", "right", "enter")
        await shown.pass_time(2)
        assert "SEARCH" in shown.text
        keys = [k for c in shown.app.commands() if c.enabled() for k in c.keys]
        assert len(keys) == len(set(keys)), keys
        await shown.press("escape")
        assert "SEARCH" not in shown.text
        assert shown.app.is_running


async def test_a_command_found_by_its_name_is_done() -> None:
    async with stage(options=WORLD) as shown:
        await shown.press("colon")
        assert isinstance(shown.app.screen, CommandFinder)
        await shown.type("go to ledg")
        await shown.press("enter")
        await shown.pass_time(1)
        assert "WHAT IT DID" in shown.text
        await shown.press("colon")
        await shown.type("no such thing")
        assert "Nothing that works here has this name." in shown.text
        await shown.press("enter")
        assert "WHAT IT DID" in shown.text


async def test_escape_never_leaves_the_program() -> None:
    async with stage(options=WORLD) as shown:
        for path in (*DEEP, "2 slash", "3 f", "4 w", "1 r", "1 T", "1 colon"):
            await reach(shown, path)
            await shown.press(*["escape"] * 6)
            assert shown.app.is_running
            assert shown.app.return_code is None
            assert len(shown.app.screen_stack) == 1, path
            assert not shown.app.pages.deep


@pytest.mark.parametrize("keys", [["q"], ["ctrl+c"], ["2", "slash", "ctrl+c"], ["T", "ctrl+c"]])
async def test_q_and_ctrl_c_leave(keys: list[str]) -> None:
    async with stage(options=WORLD) as shown:
        await shown.pilot.press(*keys)
        await shown.pilot.pause()
        assert not shown.app.is_running
        assert shown.app.return_value == 0


async def test_q_is_a_letter_where_something_is_typed() -> None:
    async with stage(options=WORLD) as shown:
        await shown.go("2", "slash")
        await shown.type("q1u")
        assert shown.app.is_running
        assert shown.app.page_number == 2
        assert "0 of 4 wallets" in shown.text
        await shown.press("escape")
        assert "Storefront" in shown.text


async def test_tab_goes_round_the_tables() -> None:
    async with stage(options=WORLD) as shown:
        seen = []
        for key in ("tab", "tab", "shift+tab"):
            seen.append(shown.app.focused and shown.app.focused.id)
            await shown.press(key)
        assert seen == ["wallets", "recent", "wallets"]
        await shown.press("enter")
        assert "TIMELINE" in shown.text


async def test_the_mouse_reaches_tabs_rows_and_keys() -> None:
    async with stage(options=WORLD) as shown:
        await shown.click_on("3 Payments")
        await shown.pass_time(1)
        assert shown.app.page_number == 3
        await shown.click_on("1 Balances")
        x, y = shown.place_of("Refunds")
        await shown.click(x, y)
        await shown.click(x, y, times=2)
        assert "OPEN HOLDS" in shown.text
        assert "Refunds" in shown.text
        await shown.click_on("back")
        assert "LAST 24 H" in shown.text
        await shown.click_on("enter  open")
        assert "OPEN HOLDS" in shown.text
        await shown.click_on("keys")
        assert isinstance(shown.app.screen, HelpScreen)


async def test_the_frame_knows_the_keys_of_a_page_at_once() -> None:
    async with stage(options=WORLD) as shown:
        await shown.pilot.press("2")
        await shown.pilot.pause()
        await shown.pilot.pause()
        assert "create" in shown.keys


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_way_back_and_the_list_of_keys_never_leave_the_line(width: int) -> None:
    async with stage((width, 24), WORLD) as shown:
        for key in PAGE_KEYS:
            await shown.go(key)
            assert "?  keys" in shown.keys, shown.keys
        await shown.go("3", "enter")
        assert "?  keys" in shown.keys
        assert "esc  back" in shown.keys
        assert "…" not in shown.keys
