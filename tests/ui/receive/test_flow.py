"""From `r` to PAID, as a person does it and sees it."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.ui.receive.acts import NEW, codes, pay, receiving, requests, until_at
from tests.ui.stage import Stage, stage
from voltage_tui.settings import Settings
from voltage_tui.treasury.receiving import ReceivingStage
from voltage_tui.ui.qr.encode import carried


async def asked(s: Stage, *keys: str) -> str:
    """Ask with these keys after `r`, until there is something to pay; the request's text."""
    await s.press("r", *keys, "enter")
    await until_at(s, ReceivingStage.READY)
    payment = receiving(s).payment
    assert payment is not None
    assert payment.payment_request is not None
    return payment.payment_request


@pytest.mark.parametrize("theme", ["voltage-dark", "voltage-light"])
async def test_a_payment_is_asked_for_shown_and_paid(theme: str) -> None:
    async with stage(options=NEW, settings=Settings(theme=theme)) as s:
        request = await asked(s, *"25000", "tab", *"Order 8841")
        assert codes(s) == [carried(request)] == [request.upper()]
        assert "25,000 sats" in s.text
        assert "Order 8841" in s.text
        assert "SANDBOX" in s.text
        assert "waiting for the payer" in s.text
        assert "PAID" not in s.text
        await s.pass_time(3)
        pay(s)
        await until_at(s, ReceivingStage.PAID)
        assert "● PAID" in s.text
        assert codes(s) == []
    body = requests(s)[0]
    assert body["amount"] == {"currency": "btc", "amount": 25_000_000}
    assert body["description"] == "Order 8841"
    assert body["expiration"] == 3_600
    assert body["payment_kind"] == "bolt11"


async def test_a_second_enter_asks_for_nothing_more() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000")
        await s.pilot.press("enter", "enter", "enter", "enter")
        await until_at(s, ReceivingStage.READY)
        await s.press("enter", "enter")
        await s.pass_time(5)
        assert len(requests(s)) == 1


async def test_closing_the_card_loses_nothing() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000", "enter")
        await s.press("escape")
        await s.until_shown("goes on")
        await until_at(s, ReceivingStage.READY)
        pay(s)
        await until_at(s, ReceivingStage.PAID)
        assert len(requests(s)) == 1


async def test_the_countdown_runs_and_the_end_is_told_and_struck_out() -> None:
    async with stage(options=NEW) as s:
        await asked(s, *"25000", "tab", "tab", "left", "left")
        assert requests(s)[0]["expiration"] == 300
        await s.pass_time(60)
        assert "03:5" in s.text
        await s.pass_time(238)
        await until_at(s, ReceivingStage.EXPIRED)
        assert "◌ expired" in s.text
        assert codes(s) == []
        await s.press("y")
        assert "Copied" not in s.text


async def test_after_expiry_r_asks_again_for_the_same_under_a_new_id() -> None:
    async with stage(options=NEW) as s:
        await asked(s, *"25000", "tab", *"Order 8841", "tab", "left", "left")
        await s.pass_time(298)
        await until_at(s, ReceivingStage.EXPIRED)
        await s.pilot.press("r", "r")  # the second one opens an empty form on top
        await until_at(s, ReceivingStage.READY)
        await s.press("escape")
        first, second = requests(s)
        assert first.pop("id") != second.pop("id")
        assert first == second
        assert len(codes(s)) == 1


async def test_a_dollar_wallet_locks_a_rate_first() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", "shift+tab", "right", "tab", *"21.50")
        assert "the rate is locked when you ask" in s.text
        await s.pilot.press("enter")
        await s.until_shown("asking for a rate")
        await until_at(s, ReceivingStage.READY)
        assert "$21.50" in s.text
        assert "rate holds" in s.text
        assert "payer pays" in s.text
        assert requests(s)[0]["amount"] == {"currency": "usd", "amount": 2_150}
        assert len(codes(s)) == 1
        pay(s)
        await until_at(s, ReceivingStage.PAID)
        assert "● PAID" in s.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_an_on_chain_request_is_read_from_the_cells_even_at_80x24(
    size: tuple[int, int],
) -> None:
    async with stage(size, NEW) as s:
        await s.press("r", *"150000", "tab", "tab", "tab", "right", "enter")
        await until_at(s, ReceivingStage.READY)
        payment = receiving(s).payment
        assert payment is not None
        assert payment.bip21_uri is not None
        assert codes(s) == [carried(payment.bip21_uri)]
        assert "SANDBOX mutinynet" in s.text


async def test_an_underpaid_request_says_what_is_missing() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"150000", "tab", "tab", "tab", "right", "enter")
        await until_at(s, ReceivingStage.READY)
        pay(s, 100_000_000)
        await s.until_shown("underpaid")
        assert "100,000 sats arrived" in s.text
        assert "50,000 sats still missing" in s.text
        assert receiving(s).stage is ReceivingStage.READY
        pay(s, 50_000_000)
        await until_at(s, ReceivingStage.PAID)


async def test_a_unified_request_carries_address_and_invoice() -> None:
    async with stage(options=NEW) as s:
        await asked(s, *"150000", "tab", "tab", "tab", "left")
        payment = receiving(s).payment
        assert payment is not None
        assert payment.bip21_uri is not None
        assert codes(s) == [carried(payment.bip21_uri)]
        assert "&lightning=LN" in codes(s)[0]


async def test_a_code_that_does_not_fit_is_offered_in_other_ways() -> None:
    async with stage((80, 24), NEW) as s:
        await asked(s, *"25000")
        assert codes(s) == []
        assert "too small for the QR code" in s.text
        assert "y copies it, o writes a picture" in s.text
        line = next(line for line in s.text.splitlines() if "enlarge the terminal to" in line)
        columns, rows = line.rpartition(" ")[2].split("×")
        assert (int(columns), int(rows)) >= (80, 24)
        await s.pilot.resize_terminal(int(columns), int(rows))
        await s.paint()
        assert len(codes(s)) == 1


async def test_hiding_amounts_covers_figures_memo_and_code() -> None:
    async with stage(options=NEW) as s:
        request = await asked(s, *"25000", "tab", *"Order 8841")
        await s.press("p")
        assert codes(s) == []
        for secret in ("25,000", "0.00025", "Order 8841", request[:20], "20.04"):
            assert secret not in s.text
        await s.press("p")
        assert codes(s) == [request.upper()]


async def test_a_hostile_memo_is_shown_as_text_and_sent_clean() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000", "tab")
        hostile = "\x1b]52;c;aGFjaw==\x07[@click=app.quit]\u202ex[/foo]"
        s.app.query_one("#receive-memo", Input).value = hostile
        await s.paint()
        assert "what cannot be shown is left out" in s.text
        await s.press("enter")
        await until_at(s, ReceivingStage.READY)
        assert requests(s)[0]["description"] == "[@click=app.quit]x[/foo]"
        assert "[@click=app.quit]x[/foo]" in s.text
        assert "\x1b" not in s.text
        assert "\u202e" not in s.text


async def test_a_refused_request_says_why_and_that_nothing_was_made() -> None:
    async with stage(options=NEW) as s:
        await s.press("r", *"25000")
        s.app.query_one("#receive-memo", Input).value = f"VOLTAGE_COMPLIANCE_{'0' * 36}"
        await s.press("enter")
        await until_at(s, ReceivingStage.FAILED)
        assert "✕ failed" in s.text
        assert "policy" in s.text
        assert codes(s) == []


async def test_leaving_the_card_for_another_page_and_coming_back_finds_it() -> None:
    async with stage(options=NEW) as s:
        request = await asked(s, *"25000")
        await s.press("2")
        assert codes(s) == []
        await s.press("1")
        await s.paint()
        assert codes(s) == [request.upper()]
