"""A new attempt of what came to nothing: offered only when it is safe, linked to the first."""

from __future__ import annotations

import pytest

from tests.ui.payments.test_case import opened
from tests.ui.send.acts import (
    LIVED,
    confirm,
    outside,
    paste,
    pay_unanswered,
    review,
    sending,
    sends,
    until_at,
    value,
)
from tests.ui.send.samples import ADDRESS
from tests.ui.stage import Stage, stage
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import Direction, Payment, PaymentErrorCode, PaymentStatus
from voltage_tui.money import MSATS_PER_SAT, plain
from voltage_tui.simulator.faults import answer
from voltage_tui.treasury.paying.order import RETRY_KEY
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.ui.screens.payments.case import CasePage
from voltage_tui.ui.screens.send.card import SendingPage
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage

REFUSED = answer(
    400,
    b'{"error":{"type":"invalid_payment","detail":"no"}}',
    ("content-type", "application/json"),
)


async def arm(s: Stage) -> None:
    await s.press("A")
    await s.until(lambda: s.app.power is not None and s.app.power.armed_left_s)


async def failed(s: Stage, sats: int = 1_000, cap: str = "0") -> str:
    """A payment of this program that finds no route, on its card; what was paid."""
    text = outside(s, sats)
    await arm(s)
    await s.press("s")
    await paste(s, text)
    s.app.query_one("#send-cap").focus()
    await s.press(*cap, "enter")
    await s.pass_time(SETTLE_S)
    assert isinstance(s.app.pages.front, ConfirmPage), s.text
    await confirm(s, text)
    await until_at(s, SendStage.FAILED)
    await s.until(lambda: sending(s).closed is not None)
    await s.pass_time(1)
    return text


def case_offers(s: Stage) -> bool:
    """Whether a new attempt stands in the line of keys."""
    return any(c.id == "again" and c.footer for c in s.app.commands())


async def test_a_failed_one_is_tried_again_from_its_card_under_an_id_of_its_own() -> None:
    async with stage(options=LIVED) as s:
        text = await failed(s)
        first = sending(s).payment_id
        assert isinstance(s.app.pages.front, SendingPage)
        await arm(s)
        await s.press("a")
        assert isinstance(s.app.pages.front, SendPage)
        assert f"a new attempt of {first[:8]}, which failed" in s.text
        assert value(s, "given") == text
        assert s.app.focused is s.app.query_one("#send-cap")
        await s.press("enter")
        await s.pass_time(SETTLE_S)
        await confirm(s, text)
        await until_at(s, SendStage.COMPLETED)
        one, two = sends(s)
        assert one["id"] == first != two["id"]
        assert two["metadata"] == {RETRY_KEY: first}
        for part in ("wallet_id", "currency", "type"):
            assert one[part] == two[part]


async def test_the_cases_of_both_attempts_name_each_other() -> None:
    async with stage(options=LIVED) as s:
        text = await failed(s)
        first = sending(s).payment_id
        await arm(s)
        await s.press("a", "enter")
        await s.pass_time(SETTLE_S)
        await confirm(s, text)
        await until_at(s, SendStage.COMPLETED)
        second = PaymentId(str(sends(s)[1]["id"]))
        await s.press("enter")
        await s.pass_time(3)
        assert f"A new attempt of {first[:8]}, failed   [ opens it" in s.text
        await s.press("[")
        await s.pass_time(3)
        assert f"Tried again as {second[:8]}, completed, paid out   ] opens it" in s.text
        assert f"Safe to pay again? NO  It was tried again as {second[:8]}" in s.text
        assert not case_offers(s)
        await s.press("]")
        await s.pass_time(3)
        front = s.app.pages.front
        assert isinstance(front, CasePage)
        assert f"payment id       {second}" in s.text


async def test_a_payment_this_program_did_not_send_is_tried_again_from_its_case() -> None:
    async with stage() as s:
        payment = await opened(s, lambda p: p.error is not None and _found_no_route(p))
        assert payment.payment_request is not None
        assert case_offers(s)
        await arm(s)
        await s.press("a")
        assert f"a new attempt of {payment.id[:8]}, which failed" in s.text
        assert value(s, "given") == payment.payment_request
        front = s.app.pages.front
        assert isinstance(front, SendPage)
        assert front.draft.wallet_id == payment.wallet_id


def _found_no_route(payment: Payment) -> bool:
    return (
        payment.direction is Direction.SEND
        and payment.error is not None
        and payment.error.code is PaymentErrorCode.NO_ROUTE
        and payment.currency == "btc"
    )


async def test_without_a_route_a_larger_cap_is_suggested_and_said_to_be_one() -> None:
    async with stage() as s:
        payment = await opened(s, _found_no_route)
        assert payment.max_fee is not None
        before = payment.max_fee
        await arm(s)
        await s.press("a")
        assert int(value(s, "cap")) == -(-2 * before.units // MSATS_PER_SAT)
        assert "a suggestion, as" in s.text
        assert f"{plain(before)} found no route" in s.text
        await s.press(*["backspace"] * 12, *"7")
        assert "a suggestion" not in s.text


async def test_a_fee_above_the_cap_suggests_one_above_what_was_needed() -> None:
    # So wide that the hint is on one line, whatever the figures are.
    async with stage((200, 60), options=LIVED) as s:
        await arm(s)
        await s.press("s")
        await paste(s, ADDRESS)
        await s.press("tab", *"50000")
        s.app.query_one("#send-cap").focus()
        await s.press("1", "tab", *"rent", "enter")
        await s.pass_time(SETTLE_S)
        await s.press(*ADDRESS[-4:], "enter")
        await until_at(s, SendStage.FAILED)
        await s.until(lambda: sending(s).closed is not None)
        await arm(s)
        await s.press("a")
        known = sending(s).payment
        assert known is not None
        assert known.error is not None
        needed = int(known.error.context["estimated_fee_sats"])
        assert int(value(s, "cap")) == -(-needed * 11 // 10)
        assert f"a suggestion, as {needed:,} sats were needed and 1 sats allowed" in s.text
        assert (value(s, "given"), value(s, "amount")) == (ADDRESS, "50000")
        assert value(s, "reference") == "rent"


async def test_another_payee_in_the_field_makes_it_no_new_attempt() -> None:
    async with stage(options=LIVED) as s:
        await failed(s)
        await arm(s)
        await s.press("a")
        s.app.query_one("#send-given").focus()
        other = outside(s, 2_000)
        await paste(s, other)
        assert "a new attempt of" not in s.text
        await s.press("tab", "enter")
        await s.pass_time(SETTLE_S)
        card = s.app.pages.front
        assert isinstance(card, ConfirmPage)
        assert card.order.retry_of is None


@pytest.mark.safety("S-15", "a new attempt of what may still complete is refused in words")
async def test_of_what_may_still_complete_none_is_offered_and_it_says_why() -> None:
    async with stage() as s:
        await opened(s, lambda p: p.status is PaymentStatus.SENDING)
        assert not case_offers(s)
        await arm(s)
        await s.press("a")
        assert isinstance(s.app.pages.front, CasePage)
        assert "No new attempt. The first attempt may still complete." in s.keys


async def test_of_a_completed_one_none_is_offered() -> None:
    async with stage() as s:
        await opened(s, _is_paid)
        assert not case_offers(s)
        await arm(s)
        await s.press("a")
        assert "No new attempt. It was paid." in s.keys


def _is_paid(payment: Payment) -> bool:
    return payment.direction is Direction.SEND and payment.status is PaymentStatus.COMPLETED


async def test_of_a_receive_there_is_none() -> None:
    async with stage() as s:
        await opened(s, lambda p: p.status is PaymentStatus.EXPIRED)
        assert not any(c.id == "again" and c.enabled() for c in s.app.commands())


@pytest.mark.safety("S-12", "of an unknown one no new attempt is offered, however long it lasts")
async def test_of_an_unknown_one_none_is_offered() -> None:
    async with stage(options=LIVED) as s:
        await pay_unanswered(s)
        await arm(s)
        for _ in range(2):
            await s.press("a")
            assert isinstance(s.app.pages.front, SendingPage)
            assert "It is not known whether it was sent" in s.keys
            await s.pass_time(600)
            await arm(s)
        assert len(sends(s)) == 1


async def test_one_that_was_refused_is_tried_again() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        s.faults.add(REFUSED, method="POST", path=".*/payments")
        await review(s, text)
        await confirm(s, text)
        await until_at(s, SendStage.REFUSED)
        await arm(s)
        await s.press("a")
        assert f"a new attempt of {sending(s).payment_id[:8]}, which was refused" in s.text


async def test_unarmed_it_says_how_to_arm() -> None:
    async with stage(options=LIVED) as s:
        await failed(s)
        await s.press("a")
        assert isinstance(s.app.pages.front, SendingPage)
        assert "A arms it for five minutes, then a." in s.keys
