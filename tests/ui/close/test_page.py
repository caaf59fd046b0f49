"""Page 8 by its keys: a month that adds up, its rows cleared, sealed, and opened again."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.ui.stage import Stage, stage
from voltage_tui.model.ids import WalletId
from voltage_tui.money import USD
from voltage_tui.settings import Settings
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.sweeps import Stage as SweepStage
from voltage_tui.treasury.closing.months import Standing
from voltage_tui.treasury.mirroring.progress import MirrorProgress
from voltage_tui.ui.screens.close.expected import copied_whole
from voltage_tui.ui.screens.close.page import ClosePage
from voltage_tui.ui.screens.close.rows import MonthRow
from voltage_tui.ui.screens.close.sealing import SealDialog
from voltage_tui.ui.screens.close.words import progress_words
from voltage_tui.ui.widgets.table import Table

BERLIN = Settings(time_zone="Europe/Berlin")
SINCE_JANUARY = SimulatorOptions(payer=Payer.MANUAL, history_days=40)
"""The whole of the month before, and some of the one before that."""


@asynccontextmanager
async def closed(size: tuple[int, int] = (120, 40)) -> AsyncIterator[Stage]:
    """The month before, once every row is here."""
    async with stage(size, SINCE_JANUARY, settings=BERLIN) as shown:
        await shown.until(
            lambda: (
                shown.snapshot.mirrors and all(p.is_whole for p in shown.snapshot.mirrors.values())
            ),
            900,
        )
        await shown.go("8", "[")
        await shown.until_shown("difference 0")
        yield shown


@pytest.mark.safety("S-67", "no month is said to add up before two passes agreed")
async def test_nothing_is_said_of_a_month_while_the_copy_is_being_filled() -> None:
    async with stage() as shown:
        await shown.press("8")
        await shown.until_shown("filling")
        assert "● 0" not in shown.text
        assert "the copy is being filled" in shown.text
        assert "reading the ledgers" in shown.text


@pytest.mark.safety("S-69", "a closed month is in no rate of today, whatever u says")
async def test_a_close_stays_in_each_wallet_s_own_currency() -> None:
    async with closed() as shown:
        own = shown.lines[1:-3]
        assert "9,130,157.377" in "".join(own)
        for said in ("BTC", "USD elsewhere", "sats and USD elsewhere", "sats"):
            await shown.press("u")
            assert f"Units: {said}" in shown.keys
            assert "≈" not in "".join(shown.lines[1:-3])
            if said != "BTC":
                assert shown.lines[1:-3] == own
        await shown.press("u", "u")
        await shown.press("enter")
        await shown.until_shown("cleared 0 of 42")
        assert "9,130,157.377" in shown.text
        assert "≈" not in "".join(shown.lines[1:-3])


async def test_a_month_its_rows_and_what_is_cleared() -> None:
    async with closed() as shown:
        assert "February 2026" in shown.text
        assert "Europe/Berlin" in shown.text
        assert shown.text.count("● 0") == 4
        await shown.press("]")
        await shown.until_shown("not over yet")
        await shown.press("[")
        await shown.until_shown("42 of 42 rows are not cleared.")
        assert "opening + in + out and fees + settled + difference = ledger" in shown.text
        await shown.press("enter")
        await shown.until_shown("cleared 0 of 42")
        await shown.press("c", "c")
        await shown.until_shown("cleared 2 of 42")
        await shown.press("o")
        await shown.until_shown("not cleared only")
        await shown.press("C")
        assert "Clear 40 rows" in shown.text
        await shown.press("enter")
        await shown.until_shown("Every row of this month is cleared.")
        assert "cleared all" in shown.text
        await shown.press("o", "c")
        await shown.until_shown("not cleared 1")
        await shown.press("p")
        await shown.until_shown("••••")
        assert "9,130,157" not in shown.text
        await shown.press("escape")
        await shown.until_shown("● adds up")
        assert "9,130,157" not in shown.text


async def test_a_month_is_sealed_and_opened_again_with_a_reason() -> None:
    async with closed() as shown:
        await shown.press("S")
        assert "Seal February 2026 of 4 wallets" in shown.text
        assert "difference 0" in shown.text
        await shown.until_shown("lack a rate.")
        assert re.search(r"(\d+) of \1 rows are not cleared\.", shown.text)
        await shown.press("escape")
        page = shown.app.pages.front
        assert isinstance(page, ClosePage)
        row = page.query_one(Table).current
        assert isinstance(row, MonthRow)
        other = MonthRow(row.name, replace(row.month, currency=USD), None)
        shown.app.push_screen(SealDialog(page.period, [other], []))
        # Its bitcoin lacks rates, its dollars none: only these are sealed here.
        await shown.until_shown("No rate is missing.")
        await shown.press("escape", "S", "enter")
        await shown.until_shown("● sealed")
        assert shown.text.count("● sealed") == 4
        await shown.press("U", "enter")
        assert "opened only with a reason" in shown.text
        await shown.type("wrong month")
        await shown.press("enter")
        await shown.until(lambda: shown.text.count("● sealed") == 3)
        await shown.press("M")
        await shown.until_shown("not over yet")
        await shown.press("S", "enter")
        assert "sealed only with a reason" in shown.text
        assert "the month is not over" in shown.text
        await shown.press("escape")
        assert "● sealed" not in shown.text


async def test_expected_invoices_are_matched_with_what_was_received(tmp_path: Path) -> None:
    path = tmp_path / "expected.csv"
    async with closed() as shown:
        await shown.press("i", "enter")
        assert "Which file?" in shown.text
        await shown.type("/nowhere.csv")
        await shown.press("enter")
        await shown.until_shown("It cannot be read")
        await shown.press("escape")
        path.write_text(
            "invoice,amount,currency,date,customer\n"
            "8551,26748,sats,2026-02-05,Shop\n"
            "X-1,12.00,USD,2026-02-02,Nobody GmbH\n"
            "X-2,many,USD,,\n",
            encoding="utf-8",
        )
        await shown.press("i")
        shown.app.screen.query_one(Input).value = str(path)
        await shown.press("enter")
        await shown.until_shown("theirs only 1")
        assert "matched 1 26,748 sats" in shown.text
        assert "ours only 72" in shown.text
        assert "not understood 1" in shown.text
        assert "Nobody GmbH" in shown.text
        assert "line 4" in shown.text
        complete = MirrorProgress(stage=SweepStage.COMPLETE)
        assert copied_whole(replace(shown.snapshot, mirrored_payments=complete))
        assert not copied_whole(replace(shown.snapshot, mirrored_payments=None))
        assert not copied_whole(replace(shown.snapshot, mirrored_payments=complete, mirrors={}))


async def test_every_wallet_is_still_listed_after_a_months_rows_and_another_size() -> None:
    async with closed() as shown:
        await shown.press("enter")
        await shown.until_shown("cleared 0 of 42")
        await shown.press("c")
        await shown.until_shown("cleared 1 of 42")
        await shown.press("escape")
        await shown.until_shown("41 of 42 rows are not cleared.")
        for name in ("Ops", "Payouts", "Refunds", "Storefront"):
            assert any(line.startswith(f"  {name} ") for line in shown.text.splitlines()), name


async def test_the_dialog_of_a_file_says_all_at_sixty_columns() -> None:
    async with closed((60, 20)) as shown:
        await shown.press("i")
        words = " ".join(shown.text.split())
        assert "invoice, amount, currency, date, customer." in words
        assert "…" not in shown.text.split("Expected invoices")[1]
        assert "esc  cancel" in shown.text


@pytest.mark.safety("S-67", "invoices matched with a copy that is not whole are said to be so")
async def test_lists_of_invoices_say_what_they_are_matched_with_and_all_of_a_bad_line(
    tmp_path: Path,
) -> None:
    path = tmp_path / "expected.csv"
    path.write_text(
        "invoice,amount,currency,date\nX-1,12.00,USD,03/04/2026\nA-very-long-number,1,USD,\n",
        encoding="utf-8",
    )
    few = SimulatorOptions(history_days=2, payer=Payer.MANUAL)
    async with stage(options=few, settings=BERLIN) as shown:
        await shown.press("8")
        await shown.until_shown("filling")
        await shown.press("i")
        shown.app.screen.query_one(Input).value = str(path)
        await shown.press("enter")
        await shown.until_shown("theirs only 1")
        assert "Not every row and payment was copied yet" in shown.text
        assert "the month is not over" in shown.text
        assert "A-very-long-number" in shown.text
        await shown.press("j")
        assert "its date may be two days: write it as 2026-03-04: X-1" in shown.text


async def test_no_figure_of_one_month_stands_under_the_name_of_another() -> None:
    async with closed() as shown:
        page = shown.app.query_one(ClosePage)
        table: Table[MonthRow] = page.query_one(Table)
        await shown.press("j")
        name, month = [(row.name, row.month) for row in table.rows][1]
        step = next(command for command in page.commands() if command.id == "previous-month")
        step.run()
        assert {row.month.period for row in table.rows} == {page.period}
        assert page.period.end == month.period.start
        assert {row.month.standing for row in table.rows} == {Standing.FILLING}
        assert table.current is not None
        assert table.current.name == name
        await shown.until_shown("difference 0")


def test_a_copy_of_wallets_that_were_not_counted_yet_names_no_total() -> None:
    ops, other = WalletId("ops"), WalletId("other")
    counted = {ops: MirrorProgress(rows=3, total=8), other: MirrorProgress(rows=1, total=2)}
    assert progress_words(counted, None) == "reading the ledgers: 4 of 10 rows, pass 1"
    begun = counted | {other: MirrorProgress()}
    words = "reading the ledgers: 3 rows, pass 1, 0 of 2 wallets whole"
    assert progress_words(begun, None) == words
