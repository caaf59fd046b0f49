"""The form as a person pastes and types into it."""

from __future__ import annotations

import pytest

from tests.ui.receive.acts import NEW, burst
from tests.ui.send.acts import open_form, paste, sends, value
from tests.ui.send.samples import ADDRESS, invoice
from tests.ui.stage import stage
from voltage_tui.api.power import Level
from voltage_tui.ui.screens.send.form import SendPage


@pytest.mark.safety("S-9", "a paste with newlines submits nothing")
async def test_a_paste_is_decoded_at_once_and_its_newlines_submit_nothing() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, f"\n{invoice()}\n\n")
        assert value(s, "given") == invoice()
        assert "Lightning invoice, from" in s.text
        assert "invoice 2026-118" in s.text
        assert s.app.focused is s.app.query_one("#send-given")
        assert sends(s) == []


async def test_a_paste_typed_with_enters_goes_no_further_than_the_next_field() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await burst(s, *ADDRESS, *["enter"] * 50)
        assert value(s, "given") == ADDRESS
        assert isinstance(s.app.pages.front, SendPage)
        assert sends(s) == []


@pytest.mark.safety("S-36", "the field of a fixed amount cannot be reached")
async def test_a_fixed_amount_cannot_be_edited_and_what_was_typed_comes_back() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, invoice(None))
        await s.press("tab", *"700")
        assert "700 sats" in s.text
        s.app.query_one("#send-given").focus()
        await paste(s, invoice(250_000))
        assert "250,000 sats  fixed, cannot be edited" in s.text
        assert not s.app.query_one("#send-amount").display
        await s.press("tab")
        assert s.app.focused is s.app.query_one("#send-wallet")
        s.app.query_one("#send-given").focus()
        await paste(s, ADDRESS)
        assert value(s, "amount") == "700"
        assert s.app.query_one("#send-amount").display


@pytest.mark.safety("S-22", "digits or value is asked before a unit changes")
async def test_changing_the_unit_of_a_typed_number_asks() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, ADDRESS)
        await s.press("tab", *"700", "down")
        assert "k keeps the digits: 700 BTC" in s.text
        await s.press("escape")
        assert value(s, "amount") == "700"
        assert "700 sats" in s.text


async def test_an_error_is_told_at_its_field_and_loses_nothing() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, ADDRESS)
        await s.press("tab", *"1,000", "tab", "tab", "tab", *"inv-7", "enter")
        assert "did you mean 1000?" in s.text
        assert s.app.focused is s.app.query_one("#send-amount")
        assert (value(s, "given"), value(s, "amount")) == (ADDRESS, "1,000")
        assert value(s, "reference") == "inv-7"


async def test_the_cap_is_said_in_sats_percent_and_where_it_comes_from() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, invoice(250_000))
        assert "2,500 sats at most, 1 %; the usual" in s.text
        s.app.query_one("#send-cap").focus()
        await s.press("0")
        assert "Only a Lightning route without" in s.text


async def test_the_wallet_that_can_pay_is_offered_until_one_is_chosen() -> None:
    async with stage(options=NEW) as s:
        await s.pass_time(5)
        most = max(
            (a for a in s.snapshot.accounts if a.currency == "btc" and a.headroom is not None),
            key=lambda a: a.headroom.units if a.headroom else 0,
        )
        assert most.headroom is not None
        await open_form(s)
        await paste(s, invoice(most.headroom.units // 1_000))
        assert f"from {most.wallet.name}" in s.text
        s.app.query_one("#send-wallet").focus()
        await s.press("right")
        chosen = s.app.pages.front
        assert isinstance(chosen, SendPage)
        before = chosen.account
        s.app.query_one("#send-given").focus()
        await paste(s, invoice(1))
        assert chosen.account is before


async def test_when_the_arming_ends_it_says_how_to_arm_and_keeps_what_was_typed() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, invoice(250, expiry_s=3_600))
        await s.skip(301)
        assert "sending is not armed" in s.text
        await s.press("tab", "enter")
        assert s.app.focused is s.app.query_one("#send-wallet")
        assert value(s, "given").startswith("lntbs")


async def test_hidden_amounts_are_hidden_here_too() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, invoice(250_000))
        s.app.query_one("#send-wallet").focus()
        await s.press("p")
        assert "250,000" not in s.text
        assert "can be spent" not in s.text


@pytest.mark.parametrize(
    ("level", "read_only"), [(Level.RECEIVE, False), (Level.VIEW, False), (Level.VIEW, True)]
)
async def test_without_the_power_to_send_s_says_how_to_arm(level: Level, read_only: bool) -> None:
    async with stage(options=NEW, level=level, read_only=read_only) as s:
        await s.press("s")
        assert not isinstance(s.app.pages.front, SendPage)
        assert read_only or "A arms it for five minutes, then s" in s.text


async def test_s_in_the_form_opens_no_second_one() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        s.app.query_one("#send-wallet").focus()
        await s.press("s")
        assert len(s.app.query(SendPage)) == 1
