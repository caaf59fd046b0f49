"""Every page in every size of terminal, and while it changes."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from tests.ui.stage import PAGE_KEYS, QUIET, Stage, stage
from voltage_tui.simulator.options import Payer, SimulatorOptions

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
HEADS = {
    "1": "AVAILABLE",
    "2": "AVAILABLE",
    "3": "AMOUNT",
    "4": "TO TOTAL",
    "5": "CAN BE SPENT",
    "6": "ALERT",
    "8": "DIFFERENCE",
}
MANY = SimulatorOptions(wallets=1_000, history_days=0, payer=Payer.MANUAL)


def well_painted(shown: Stage, width: int, height: int) -> None:
    """Exactly the terminal's cells, the frame on three of its lines."""
    assert [cell_len(strip.text) for strip in shown.strips] == [width] * height
    assert "voltage" in shown.top
    assert "SANDBOX" in shown.top
    assert "1 Bal" in shown.lines[1]
    assert "5 Cre" in shown.lines[1]
    assert "?  keys" in shown.keys


@pytest.mark.safety("S-54", "every page at 80x24 and other sizes fills its terminal exactly")
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_page_fills_exactly_its_terminal(size: tuple[int, int]) -> None:
    async with stage(size) as shown:
        for key in PAGE_KEYS:
            await shown.go(key)
            well_painted(shown, *size)
            assert not re.search(r"\d,\d{0,3}…", shown.text), shown.text
            head = HEADS[key]
            assert any(head in line for line in shown.lines), shown.text
            await shown.press("enter")
            await shown.pass_time(1)
            well_painted(shown, *size)
            await shown.press("escape")


async def test_a_page_is_the_same_after_the_terminal_was_another_size() -> None:
    async with stage((120, 40)) as shown:
        for key in PAGE_KEYS:
            await shown.go(key)
            before = shown.text
            for size in ((61, 20), (80, 24), (40, 10), (200, 60), (90, 21)):
                await shown.resize(*size)
                if size[0] >= 60 and size[1] >= 20:
                    well_painted(shown, *size)
            await shown.resize(120, 40)
            assert shown.text == before, key


async def test_a_terminal_too_small_says_what_it_needs() -> None:
    async with stage((80, 24)) as shown:
        before = shown.text
        for size in ((59, 20), (60, 19), (20, 5), (1, 1)):
            await shown.resize(*size)
            if size[0] >= 20:
                assert "needs 60x20" in shown.text
                assert f"this is {size[0]}x{size[1]}" in shown.text
            assert "sats" not in shown.text
            await shown.resize(80, 24)
            assert shown.text == before, size


async def test_a_thousand_wallets_can_be_walked_and_filtered() -> None:
    async with stage((120, 40), MANY) as shown:
        await shown.go("2")
        await shown.press("G")
        names = [account.wallet.name for account in shown.snapshot.accounts]
        assert len(names) == 1_000
        last = max(names, key=str.casefold)
        assert last in shown.text
        await shown.press("g", "pagedown", "k")
        await shown.press("slash")
        wanted = max(names, key=len)
        await shown.type(wanted)
        assert wanted in shown.text
        assert " of 1000 wallets" in shown.text
        assert "1000 of 1000 wallets" not in shown.text
        await shown.press("escape")
        assert last not in shown.text
        for key in "145":
            await shown.go(key)
            well_painted(shown, 120, 40)


async def test_payments_of_a_page_line_up_under_their_heads() -> None:
    async with stage((120, 40), QUIET) as shown:
        await shown.go("3")
        head = next(line for line in shown.lines if "MEMO" in line)
        rows = [line for line in shown.lines if "lightning" in line]
        assert len(rows) > 20
        kind, unit = head.index("KIND"), head.index("UNIT")
        for row in rows:
            assert row[kind:].startswith("lightning"), row
            assert row[unit:].startswith(("sats", "USD")), row
