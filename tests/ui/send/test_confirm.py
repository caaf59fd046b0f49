"""One confirm, one send, and the card that follows it; the simulator is the other end."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.ui.receive.acts import burst
from tests.ui.send.acts import (
    LIVED,
    confirm,
    last_four,
    open_form,
    outside,
    paste,
    pay_unanswered,
    review,
    review_from_dollars,
    sending,
    sends,
    until_at,
)
from tests.ui.stage import stage
from voltage_tui.simulator.faults import Break, server_error
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.ui.screens.send.card import SendingPage
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage


async def test_a_payout_from_the_paste_to_completed() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        assert "CONFIRM" in s.text
        assert "SANDBOX mutinynet" in s.text
        assert "No payment to this payee is known." in s.text
        await confirm(s, text)
        await until_at(s, SendStage.COMPLETED)
        assert isinstance(s.app.pages.front, SendingPage)
        assert "● completed in" in s.text
        (body,) = sends(s)
        assert body["id"] == sending(s).payment_id
        assert text in str(body)
        assert "receive" in s.top
        await s.press("escape")
        assert not isinstance(s.app.pages.front, (SendPage, ConfirmPage, SendingPage))


@pytest.mark.safety("S-9", "the last four and 50 enters at once: one POST")
async def test_fifty_enters_at_once_send_once() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await burst(s, *last_four(text), *["enter"] * 50)
        await s.pass_time(5)
        assert len(sends(s)) == 1


@pytest.mark.safety("S-9", "50 enters into a fresh card: one card, no POST")
async def test_what_is_typed_before_the_card_is_seen_confirms_nothing() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await open_form(s)
        await paste(s, text)
        await s.press("tab")
        await burst(s, *["enter"] * 25, "y", *["enter"] * 25)
        assert isinstance(s.app.pages.front, ConfirmPage)
        assert len(s.app.query(ConfirmPage)) == 1
        assert s.app.query_one("#send-last-four", Input).value == "y"
        await s.press("backspace")
        await confirm(s, text)
        assert sends(s) == []
        await s.pass_time(SETTLE_S)
        await s.press("enter")
        await s.pass_time(1)
        assert len(sends(s)) == 1


async def test_what_is_too_old_to_pay_by_can_be_read_anew_from_the_card() -> None:
    async with stage(options=LIVED) as s:
        await review(s, outside(s))
        s.faults.add(server_error(), path=".*/wallets", times=None)
        await s.pass_time(48)
        assert "stopped: nothing can be sent as it stands" in s.text
        s.faults.clear()
        await s.press("ctrl+l")
        await s.pass_time(1)
        assert "stopped: nothing" not in s.text
        assert "last 4" in s.text
        assert sends(s) == []


async def test_the_wrong_four_and_a_paste_of_the_right_ones_send_nothing() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await paste(s, last_four(text) + "\n")
        assert s.app.query_one("#send-last-four", Input).value == ""
        await s.press("0", "0", "0", "x", "enter", "y", "enter")
        assert "not the last four" in s.text
        assert sends(s) == []


@pytest.mark.safety("S-38", "the field changed behind the card: what was shown is sent")
async def test_what_is_shown_is_what_is_sent() -> None:
    async with stage(options=LIVED) as s:
        text, other = outside(s), outside(s, 7_351)
        await review(s, text)
        s.app.query_one("#send-given", Input).value = other
        await s.pass_time(1)
        assert "7,351" not in s.text
        await confirm(s, text)
        await until_at(s, SendStage.COMPLETED)
        assert [text in str(body) for body in sends(s)] == [True]


@pytest.mark.safety("S-7", "the same invoice pasted again opens the earlier payment: one POST")
async def test_the_same_invoice_while_it_is_open_opens_its_card() -> None:
    async with stage(options=LIVED) as s:
        text = await pay_unanswered(s)
        await s.press("escape")
        await open_form(s)
        await paste(s, text)
        await s.press("tab", "enter")
        front = s.app.pages.front
        assert isinstance(front, SendingPage)
        assert front.payment_id == sending(s).payment_id
        assert len(sends(s)) == 1


@pytest.mark.safety("S-12", "after 20 minutes of silence still UNKNOWN, and one POST")
async def test_unknown_says_do_not_pay_again_with_its_id_and_never_offers_to() -> None:
    async with stage((80, 24), options=LIVED) as s:
        await pay_unanswered(s)
        for _ in range(2):
            assert "? UNKNOWN: do not pay again" in s.text
            assert sending(s).payment_id in s.text
            await s.press("enter", "escape", *"yy")
            await s.pass_time(600)
        assert len(sends(s)) == 1


async def test_an_answer_that_got_lost_is_found_and_followed_to_its_end() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        s.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=".*/payments")
        await review(s, text)
        await confirm(s, text)
        await until_at(s, SendStage.COMPLETED)
        assert "● completed in" in s.text
        assert len(sends(s)) == 1


async def test_a_card_that_cannot_be_confirmed_any_more_says_why() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s, expiry_s=60)
        await review(s, text)
        await s.pass_time(61)
        written = [line for line in s.lines if line.strip()]
        assert "expired" in written[-3] + written[-2]
        assert not s.app.query_one("#send-last-four").display
        assert sends(s) == []


async def test_without_power_or_with_hidden_amounts_nothing_is_confirmed() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        card = await review(s, text)
        s.app.preferences.toggle_hidden()
        await s.paint()
        assert "nothing is confirmed unseen" in s.text
        card._confirm()
        await s.pass_time(1)
        assert sends(s) == []
        s.app.preferences.toggle_hidden()
        await s.pass_time(1)
        assert s.app.power is not None
        s.app.power.disarm()
        await s.pass_time(1)
        assert "not armed any more" in s.text
        card._confirm()
        await s.paint()
        assert sends(s) == []


async def test_leaving_the_card_sends_nothing_and_keeps_the_form() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await s.press("escape")
        front = s.app.pages.front
        assert isinstance(front, SendPage)
        assert front.draft.text == text
        assert sends(s) == []


@pytest.mark.safety(
    "S-42", "a rate that ran out confirms nothing; a new one shows the difference and asks again"
)
async def test_a_dollar_wallet_pays_at_a_rate_that_was_seen_and_a_new_one_is_asked_anew() -> None:
    async with stage(options=LIVED) as s:
        first = await review_from_dollars(s)
        assert "a bitcoin  holds 0" in s.text
        await s.skip(250)
        await s.until_shown("The rate", most_s=600)
        await s.press("enter", "y")
        assert sends(s) == []
        assert s.app.power is not None
        s.app.power.arm()
        await s.press("n")
        await s.until(lambda: s.app.pages.front is not first)
        await s.pass_time(SETTLE_S)
        assert "a new rate:" in s.text
        second = s.app.pages.front
        assert isinstance(second, ConfirmPage)
        assert second.order.quote_id != first.order.quote_id
        await confirm(s, second.order.destination.text)
        await until_at(s, SendStage.COMPLETED)
        (body,) = sends(s)
        assert body["id"] == second.order.payment_id
        assert str(second.order.quote_id) in str(body)
