"""The ledger's rows in the whole program: live, searched, together, in a chosen order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.stage import Stage, stage
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.simulator.faults import Faults, server_error
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.screens.ledger.page import LedgerPage
from voltage_tui.ui.widgets.long_list import LongList

FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=12)


def ledger(shown: Stage) -> LedgerPage:
    return shown.app.query_one(LedgerPage)


def listed(shown: Stage) -> list[str]:
    """The lines of the rows in view."""
    head = next(n for n, line in enumerate(shown.lines) if line.startswith("  TIME"))
    return [line for line in shown.lines[head + 1 : -1] if line[2:3].strip() or line[3:4].strip()]


async def whole(shown: Stage) -> None:
    """The ledger, once all of it and of the payments is here."""

    def are_payments_here() -> bool:
        progress = shown.snapshot.mirrored_payments
        return progress is not None and progress.is_whole

    await shown.go("4")
    await shown.until(are_payments_here)
    await shown.until_shown("the rows add up")


async def search(shown: Stage, text: str) -> None:
    await shown.press("/")
    await shown.type(text)
    await shown.pass_time(1)


async def test_a_search_is_shown_as_it_is_typed_counted_and_left() -> None:
    async with stage(options=FEW) as shown:
        await whole(shown)
        every = ledger(shown).rows.row_count
        await search(shown, "kind:held")
        held = ledger(shown).rows.row_count
        assert 0 < held < every
        assert f"{held} rows" in shown.text
        assert all("◐ held" in line for line in listed(shown))
        await shown.type(" alto")
        await shown.pass_time(1)
        assert 0 < ledger(shown).rows.row_count < held
        assert all("Alto" in line for line in listed(shown))
        await shown.press("enter", "j", "enter")
        await shown.pass_time(1)
        assert "Alto Cooling" in shown.text
        await shown.press("escape", "escape")
        await shown.pass_time(1)
        assert ledger(shown).rows.row_count == every
        await search(shown, "nowhere-to-be-found")
        assert "No row kept here is like this. esc shows all." in shown.text


async def test_new_rows_come_on_top_and_the_cursor_stays_on_its_own() -> None:
    async with stage(options=FEW) as shown:
        await whole(shown)
        count = ledger(shown).rows.row_count
        await shown.press("j", "j", "j")
        row = ledger(shown).rows.current_id
        state, wallet = shown.simulator._state, next(iter(shown.simulator._state.wallets.values()))
        wallet.deposit(state.new_id(), 7_000, state.now)
        await shown.until(lambda: ledger(shown).rows.row_count == count + 1)
        await shown.pass_time(1)
        assert ledger(shown).rows.current_id == row
        assert "↑ 1 new" in shown.text
        await shown.press("g")
        await shown.pass_time(1)
        assert "new" not in shown.text
        assert "+ deposited" in listed(shown)[0]
        wallet.deposit(state.new_id(), 7_000, state.now)
        await shown.until(lambda: ledger(shown).rows.row_count == count + 2)
        await shown.press("v")
        await shown.pass_time(1)
        assert "Every reading so far has fitted." in shown.text


async def test_the_rows_of_a_payment_are_shown_together_and_alone() -> None:
    async with stage(options=FEW) as shown:
        await whole(shown)
        await search(shown, "kind:captured")
        await shown.press("enter", "o")
        await shown.pass_time(1)
        panel = shown.lines[next(n for n, x in enumerate(shown.lines) if "rows, together" in x) :]
        assert "2 rows, together −" in panel[0]
        assert "◐ held" in panel[2]
        assert "− captured" in panel[3]
        await shown.press("O")
        await shown.pass_time(1)
        assert 2 <= ledger(shown).rows.row_count < 9
        await shown.press("escape", "o")
        assert "2 rows, together" not in shown.text


async def test_order_and_columns_are_chosen_and_remembered(tmp_path: Path) -> None:
    async with stage(options=FEW, folder=tmp_path) as shown:
        await whole(shown)
        newest = listed(shown)[0]
        await shown.press("S")
        await shown.type("oldest")
        await shown.press("enter")
        await shown.pass_time(1)
        assert "oldest first  all" in shown.text
        await shown.press("G")
        await shown.pass_time(1)
        assert newest in listed(shown)[-1]
        await shown.press("C", "l", "space", "enter")
        await shown.pass_time(1)
        assert "WALLET" not in shown.text
        kept = SettingsStore(tmp_path).load().settings
        assert kept.ledger_order == "oldest"
        assert kept.ledger_columns is not None
        assert "wallet" not in kept.ledger_columns.split(",")


@pytest.mark.parametrize("settings", [Settings(hide_amounts=True)])
async def test_hidden_amounts_hide_words_too(settings: Settings) -> None:
    async with stage(options=FEW, settings=settings) as shown:
        await whole(shown)
        assert "Alto" not in shown.text
        assert "sats for a send" not in shown.text
        await shown.press("o")
        await shown.pass_time(1)
        assert "together ••••" in shown.text


async def test_a_ledger_that_cannot_be_read_says_why_and_a_wallet_without_rows_that() -> None:
    faults = Faults()
    faults.add(server_error(500), method="GET", path=r".*/ledger", times=None)
    async with stage(options=replace(FEW, wallets=5, history_days=0), faults=faults) as shown:
        await shown.go("4")
        await shown.until_shown("!")
        assert "Since" in shown.text
        assert "rows yet" not in shown.text
        faults.clear()
        await shown.press("R")
        await shown.until_shown("No rows yet: nothing has moved here.", 900)


async def test_a_narrow_terminal_keeps_time_kind_and_what_a_row_did_to_the_total() -> None:
    async with stage((60, 20), options=FEW) as shown:
        await whole(shown)
        head = next(line for line in shown.lines if line.startswith("  TIME"))
        assert head.split() == ["TIME", "ROW", "TO", "TOTAL", "UNIT"]
        assert shown.app.query_one(LedgerPage).query_one(LongList).max_scroll_x == 0
