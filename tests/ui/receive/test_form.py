"""The form as a person types into it."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.ui.receive.acts import NEW, burst, newest, pay, requests, until_at
from tests.ui.stage import Stage, stage
from voltage_tui.api.power import Level
from voltage_tui.settings import Settings
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.receiving import ReceivingStage

LIVED = SimulatorOptions(payer=Payer.MANUAL, history_days=5)
"""A company with a past: Storefront's requests carry a fee of 1 %."""


def typed(s: Stage) -> str:
    return s.app.query_one("#receive-amount", Input).value


async def test_the_amount_is_echoed_as_it_is_typed_with_its_unit_beside_it() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000")
        line = next(line for line in s.text.splitlines() if "amount " in line)
        assert "25000" in line
        assert "sats" in line
        assert "25,000 sats" in s.text
        assert "0.00025000 BTC" in s.text
        assert "no rate is known yet" in s.text


@pytest.mark.parametrize(
    ("words", "unit"), [("0.5 btc", "BTC"), ("10 usd", "USD"), ("10.999 usd", "USD"), ("7", "sats")]
)
async def test_the_unit_beside_the_field_is_the_one_that_is_read(words: str, unit: str) -> None:
    async with stage(options=NEW) as s:
        await s.press("r")
        await s.type(words)
        line = next(line for line in s.lines if line.lstrip().startswith("amount"))
        assert line.split(words)[1].split()[0] == unit


async def test_changing_the_unit_asks_and_enter_waits_for_the_answer() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000", "down")
        assert "k keeps the digits: 25000 BTC" in s.text
        assert "25,000 sats" in s.text
        await s.press("enter", "9")
        assert newest(s) is None
        assert typed(s) == "25000"
        await s.press("v")
        assert typed(s) == "0.00025"
        assert "25,000 sats" in s.text
        await s.press("up", "k")
        assert "0.00025" in typed(s)
        assert "0.025" not in typed(s)


async def test_a_mistake_is_told_beside_the_field_and_nothing_typed_is_lost() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"1,000", "tab", *"Tea", "enter")
        assert "did you mean 1000?" in s.text
        assert newest(s) is None
        assert typed(s) == "1,000"
        assert "Tea" in s.text
        assert s.app.focused is s.app.query_one("#receive-amount")
        await s.press("left", "left", "left", "backspace", "enter")
        await until_at(s, ReceivingStage.READY)
        assert "1,000 sats" in s.text


async def test_an_empty_amount_is_any_amount_on_a_bitcoin_wallet() -> None:
    async with stage(options=NEW) as s:
        await s.press("r")
        assert "any amount  the payer chooses" in s.text
        assert "fails if a receive fee is set here" in s.text
        await s.press("enter")
        await until_at(s, ReceivingStage.READY)
        assert "amount" not in requests(s)[0]
        pay(s, 7_000_000)
        await until_at(s, ReceivingStage.PAID)
        assert "7,000 sats received" in s.text
        assert "any amount" not in s.text


async def test_a_fee_seen_before_is_shown_and_forbids_any_amount() -> None:
    async with stage(options=LIVED) as s:
        await s.pass_time(5)
        await s.press("r", "shift+tab", "left")
        await s.press("enter")
        assert "adds a fee" in s.text
        await s.press(*"25000")
        assert "payer pays about 25,250 sats  1 % fee" in s.text
        await s.press("enter")
        await until_at(s, ReceivingStage.READY)
        assert "25,250 sats  1 % fee added" in s.text
        assert "you receive  25,000 sats" in s.text


async def test_a_dollar_request_lasts_no_longer_than_its_rate() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", "shift+tab", "right")
        assert "Lightning, for 1 h at most" in s.text
        await s.press("left")
        assert "at most" not in s.text


async def test_an_empty_amount_is_refused_in_words_on_a_dollar_wallet() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", "shift+tab", "right", "enter")
        assert "a dollar wallet needs an amount" in s.text
        assert newest(s) is None


async def test_digits_typed_as_sats_never_become_dollars_by_changing_the_wallet() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000", "shift+tab", "right")
        assert "a dollar wallet is asked in USD" in s.text
        await s.press("enter")
        assert newest(s) is None
        await s.press("down", "k")
        assert "$25,000.00 USD" in s.text


async def test_the_wallet_under_the_cursor_comes_first() -> None:
    async with stage(options=NEW) as s:
        await s.press("j", "r")
        assert "● Payouts" in s.text


async def test_what_is_typed_is_hidden_with_the_amounts_once_the_keys_go_elsewhere() -> None:
    async with stage(options=NEW, settings=Settings(hide_amounts=True)) as s:
        await s.press("r", *"25000")
        assert "25000" in s.text
        await s.press("tab", "tab")
        assert "25000" not in s.text
        assert "25,000" not in s.text


async def test_where_only_reading_is_allowed_the_form_says_so_and_how_to_raise_it() -> None:
    async with stage(options=NEW, level=Level.VIEW) as s:
        await s.press("r")
        assert "only reading is allowed now" in s.text
        await s.press(*"25000", "enter")
        assert newest(s) is None
        assert typed(s) == "25000"
        await s.press("A")
        assert typed(s) == "25000"
        await s.pass_time(1)
        assert "only reading" not in s.text
        await s.press("enter")
        await until_at(s, ReceivingStage.READY)


async def test_leaving_asks_for_nothing() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000", "escape")
        assert "RECEIVE" not in s.text
        assert s.posts == []


async def test_the_form_fits_80x24() -> None:
    async with stage((80, 24), NEW) as s:
        await s.press("r", *"25000", "down")
        for words in ("wallet", "amount", "memo", "expires", "kind", "k keeps", "25,000 sats"):
            assert words in s.text


async def test_keys_that_come_in_one_burst_land_in_the_field_they_were_meant_for() -> None:
    async with stage(options=NEW) as s:
        await s.press("r")
        await burst(s, *"25000", "tab", *"8841", "enter", *"99")
        await until_at(s, ReceivingStage.READY)
        assert requests(s)[0]["amount"] == {"currency": "btc", "amount": 25_000_000}
        assert requests(s)[0]["description"] == "8841"
    assert len(requests(s)) == 1


async def test_what_is_typed_after_enter_is_not_asked_for() -> None:
    async with stage(options=NEW) as s:
        await s.press("r")
        await burst(s, *"25000", "enter", *"999", "enter")
        await until_at(s, ReceivingStage.READY)
        assert requests(s)[0]["amount"] == {"currency": "btc", "amount": 25_000_000}
    assert len(requests(s)) == 1
