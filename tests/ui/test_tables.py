"""What tables of wallets keep when it gets narrow, and how Credit and Balances agree."""

from __future__ import annotations

import re

import pytest

from tests.ui.stage import Stage, stage
from voltage_tui.ui.bars import percent
from voltage_tui.ui.paint import Span
from voltage_tui.ui.theme_file import shipped_themes
from voltage_tui.ui.themes import DEFAULT
from voltage_tui.ui.widgets.columns import Column, Widths

THEME = next(theme for theme in shipped_themes() if theme.name == DEFAULT)


def head_of(shown: Stage) -> str:
    return next(line for line in shown.lines if line.startswith("  WALLET"))


def test_an_optional_column_is_there_once_a_cell_says_something() -> None:
    widths = Widths((Column("NAME"), Column("STATE", optional=True)))
    widths.grow(((Span("a"),), ()))
    assert "STATE" not in "".join(span.text for span in widths.layout(40).head())
    widths.grow(((Span("b"),), (Span("inactive"),)))
    assert "STATE" in "".join(span.text for span in widths.layout(40).head())


async def test_wallets_keep_their_total_before_what_the_frame_says_anyway() -> None:
    async with stage((120, 40)) as shown:
        await shown.go("2")
        assert "TOTAL" in head_of(shown)
        assert "STATE" not in head_of(shown)
        assert "NETWORK" not in head_of(shown)
        assert "mutinynet" in shown.top


async def test_a_wide_page_says_what_can_be_spent_of_each_wallet() -> None:
    async with stage((160, 40)) as shown:
        row = next(line for line in shown.lines if line.startswith("  Ops "))
        account = next(a for a in shown.snapshot.accounts if a.wallet.name == "Ops")
        assert "CAN BE SPENT" in head_of(shown)
        assert shown.app.amounts.words(account.headroom).removesuffix(" sats") in row


@pytest.mark.parametrize("size", [(80, 24), (132, 36)])
async def test_credit_has_the_percentage_that_balances_has(size: tuple[int, int]) -> None:
    async with stage(size) as shown:
        said = [
            match[1]
            for line in shown.lines[2:10]
            if (match := re.search(r"(\d+ %).* of [\d,.]+ ?(M|k|sats|USD)", line))
        ]
        assert len(said) == 2, shown.text
        await shown.go("5")
        for used in said:
            assert f"{used} of it used" in shown.text


async def test_a_calm_percentage_has_no_colour_on_credit() -> None:
    async with stage((120, 40)) as shown:
        await shown.go("5")
        storefront = next(a for a in shown.snapshot.accounts if a.wallet.name == "Storefront")
        assert percent(storefront.used_permille) == "0 %"
        calm = [style for text, style in shown.styles if text.strip() == "0 %"]
        assert calm, shown.text
        for style in calm:
            assert style.color is not None
            assert style.color.name != THEME.ok
