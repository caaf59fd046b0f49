"""The credit ladder on the screen: pace, past, what used it, and an amount that is tried."""

from __future__ import annotations

import re

import pytest

from tests.ui.stage import Stage, stage
from voltage_tui.simulator.faults import Faults, server_error
from voltage_tui.treasury.account import in_use

PACE = re.compile(r"7 days +[+−]?[\d,.]+ sats a day")


async def filled(shown: Stage) -> None:
    """On Credit, with the whole copy of the ledger there."""
    await shown.press("5")
    await shown.until(lambda: all(p.is_whole for p in shown.snapshot.mirrors.values()), 600)
    await shown.until(lambda: PACE.search(shown.text), 60)


async def test_the_ladder_has_pace_past_every_wallet_and_what_used_it() -> None:
    async with stage((80, 24)) as shown:
        await filled(shown)
        assert "24 h at each hour's end" in shown.text
        assert re.search(r"30 days +\+[\d,.]+ sats a day +at this pace .*90 % ", shown.text)
        for words in ("75 %", "90 %", "low ", "high ", "now ", "Ops", "Refunds", "Storefront"):
            assert words in shown.text, shown.text
        dollars = next(line for line in shown.lines if "not handed out 25.0 k" in line)
        assert dollars.endswith("can be spent 15.5 k"), dollars
        await shown.press("]")
        assert "30 d at each day's end" in shown.text
        await shown.press("[")
        assert "24 h at each hour's end" in shown.text
        await shown.press("p")
        shares = [line for line in shown.lines[2:20] if "WALLET" not in line]
        assert not re.search(r"\d+ %", "\n".join(shares)), shown.text
        assert "Amounts are hidden." in shown.text
        await shown.press("p")
        await shown.press("enter")
        await shown.until_shown("together")
        await shown.until_shown("payee")
        assert "What would free it" in shown.text
        assert "Whatever is received pays it back." in shown.text
        await shown.until_shown("Settle the bill")
        await shown.press("escape", "i")
        await shown.until_shown("The whole line")
        await shown.press("escape", "o")
        assert "Ops" in shown.text


async def test_before_the_copy_reaches_back_nothing_is_guessed() -> None:
    faults = Faults()
    faults.add(server_error(), path=".*/ledger", times=None)
    async with stage((120, 40), faults=faults) as shown:
        await shown.go("5")
        assert "not known: the copy of the ledger does not reach back that far yet" in shown.text
        assert "The copy of the ledger does not reach back that far yet." in shown.text
        assert not PACE.search(shown.text)


async def test_an_amount_is_tried_from_the_list_of_commands() -> None:
    async with stage((120, 40)) as shown:
        await shown.press(":")
        await shown.type("what-if 2btc")
        before = len(shown.posts)
        await shown.press("enter")
        await shown.pass_time(2)
        assert "WHAT IF  200,000,000 sats  were paid now" in shown.text
        assert "No wallet could pay it." in shown.text
        assert "wallet limit" in shown.text
        assert len(shown.posts) == before
        await shown.press("p")
        assert "200,000,000" not in shown.text
        await shown.press("p", "W")
        await shown.type("1,000")
        await shown.press("enter")
        assert "no commas inside a number" in shown.text
        for _ in range(5):
            await shown.press("backspace")
        await shown.type("500 sats")
        await shown.press("enter")
        await shown.pass_time(2)
        assert "WHAT IF  500 sats  were paid now" in shown.text
        await shown.press("escape", ":")
        await shown.type("what-if a lot")
        await shown.press("enter")
        await shown.paint()
        assert "What if: " in shown.text
        assert "WHAT IF" not in shown.text


async def test_wallets_that_an_amount_is_not_tried_from_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("voltage_tui.treasury.credit.what_if.MOST_WALLETS", 1)
    async with stage((120, 40)) as shown:
        wallets = in_use(shown.snapshot.accounts)
        left_out = len(wallets) - len({account.currency for account in wallets})
        await shown.press(":")
        await shown.type("what-if 500 sats")
        await shown.press("enter")
        await shown.pass_time(2)
        words = " ".join(shown.text.split())
        assert f"{left_out} more wallets with less to spend are not looked at." in words
