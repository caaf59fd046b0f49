"""Choosing one of many: commands, wallets and colours, by name, by arrows and by mouse."""

from __future__ import annotations

from tests.ui.stage import QUIET, Stage, stage
from voltage_tui.simulator.options import SimulatorOptions

MANY = SimulatorOptions(payer=QUIET.payer, wallets=30, history_days=0)


def marked(shown: Stage) -> str:
    """The row of the list that is chosen."""
    return next(line.partition("› ")[2] for line in shown.lines if "› " in line)


async def test_a_command_is_found_by_a_part_of_its_name_and_run() -> None:
    async with stage() as shown:
        await shown.press(":")
        await shown.type("credit")
        assert marked(shown).startswith("Credit")
        await shown.press("enter")
        assert shown.app.page_number == 5
        assert "what do you want to do?" not in shown.text


async def test_a_command_that_opens_something_opens_it_once_the_list_is_gone() -> None:
    async with stage() as shown:
        await shown.press("ctrl+p")
        await shown.type("colours")
        await shown.press("enter")
        assert "Colours" in shown.text
        await shown.press("escape")
        assert len(shown.app.screen_stack) == 1


async def test_a_name_nothing_has_runs_nothing() -> None:
    async with stage() as shown:
        await shown.press(":")
        await shown.type("no such thing")
        assert "Nothing that works here has this name." in shown.text
        await shown.press("enter")
        assert (shown.app.page_number, len(shown.app.screen_stack)) == (1, 1)


async def test_a_click_takes_the_row_under_it_and_below_the_last_row_nothing() -> None:
    async with stage() as shown:
        await shown.press(":")
        await shown.type("ledger")
        x, y = shown.place_of("Go to Ledger.")
        await shown.click(x, y + 5)
        assert (shown.app.page_number, len(shown.app.screen_stack)) == (1, 2)
        await shown.click(x, y)
        assert (shown.app.page_number, len(shown.app.screen_stack)) == (4, 1)


async def test_the_chosen_wallet_stays_in_view_in_a_long_list() -> None:
    async with stage(options=MANY) as shown:
        await shown.go("4", "w")
        assert marked(shown).startswith("All")
        names = [account.wallet.name for account in shown.snapshot.accounts]
        await shown.press(*["down"] * 100)
        last = max(names, key=str.casefold)
        assert marked(shown).startswith(last)
        await shown.press("enter")
        assert shown.app.pages.front is not None
        await shown.pass_time(2)
        await shown.press("w")
        assert marked(shown).startswith(last)


async def test_a_theme_is_shown_at_once_kept_by_enter_and_put_back_by_escape() -> None:
    async with stage() as shown:
        before = shown.app.preferences.theme.name
        await shown.press("T", "j")
        assert shown.app.preferences.theme.name != before
        await shown.press("escape")
        assert (shown.app.preferences.theme.name, shown.app.settings.theme) == (before, None)
        await shown.press("T")
        await shown.click_on("Paper")
        assert (shown.app.preferences.theme.name, shown.app.settings.theme) == ("paper", None)
        await shown.press("enter")
        assert (shown.app.preferences.theme.name, shown.app.settings.theme) == ("paper", "paper")
        assert shown.app.launch.settings.load().settings.theme == "paper"
