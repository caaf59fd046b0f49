"""Voltage's own word on a payment: asked only by a key, answered in words, and never a payment."""

from __future__ import annotations

import pytest

from tests.ui.send.acts import (
    LIVED,
    confirm,
    open_form,
    outside,
    paste,
    review,
    review_from_dollars,
    sends,
    until_at,
)
from tests.ui.stage import Stage, stage
from voltage_tui.simulator.faults import Break, answer
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.treasury.paying.server_check import Answer, ServerWord
from voltage_tui.ui.screens.send.confirm import ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage


def checks(s: Stage) -> list[dict[str, object]]:
    """The bodies of the questions."""
    return [body for path, body in s.posts if path == "check"]


def written_down(s: Stage, resource_id: object) -> list[tuple[str, str]]:
    """What the journal has of this identifier."""
    assert s.app.link.store is not None
    rows = s.app.link.store._connection.execute(
        "SELECT operation, outcome FROM writes WHERE resource_id = ?", (resource_id,)
    )
    return rows.fetchall()


async def answered(s: Stage) -> ServerWord:
    """Let time pass until the newest question has its answer."""
    await s.until(
        lambda: s.snapshot.server_words and s.snapshot.server_words[0].answer is not Answer.ASKING
    )
    await s.pass_time(1)
    return s.snapshot.server_words[0]


@pytest.mark.safety("S-44", "a check: by a key alone, armed, journalled under its own ID")
async def test_it_is_asked_by_the_key_alone_and_the_payment_has_another_id() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        assert checks(s) == []
        await s.press("ctrl+t")
        word = await answered(s)
        assert word.answer is Answer.ALLOWED
        assert "Its policies let this pass; nothing was paid." in " ".join(s.text.split())
        assert sends(s) == []
        (question,) = checks(s)
        assert "quote_id" not in question
        assert written_down(s, question["id"]) == [("check_payment", "accepted")]
        assert s.app.power is not None
        assert s.app.power.armed_left_s
        await confirm(s, text)
        await until_at(s, SendStage.COMPLETED)
        (paid,) = sends(s)
        assert paid["id"] != question["id"]
        assert {k: paid[k] for k in ("wallet_id", "type", "data")} == {
            k: question[k] for k in ("wallet_id", "type", "data")
        }


async def test_it_is_asked_from_the_form_while_typing_and_another_payment_has_no_answer() -> None:
    async with stage(options=LIVED) as s:
        await open_form(s)
        await paste(s, outside(s))
        await s.press("ctrl+t")
        assert (await answered(s)).answer is Answer.ALLOWED
        assert isinstance(s.app.pages.front, SendPage)
        assert "Voltage's word" in s.text
        await paste(s, outside(s, 2_000))
        await s.paint()
        assert "Voltage's word" not in s.text
        assert len(checks(s)) == 1


async def test_a_check_is_listed_as_one_and_is_nothing_that_was_paid_before() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await s.press("ctrl+t")
        await answered(s)
        await s.pass_time(15)
        known = s.snapshot.payment(checks(s)[0]["id"])  # type: ignore[arg-type]  # as it was sent
        assert known is not None
        assert known.check_only
        assert s.snapshot.sendings == ()
        front = s.app.pages.front
        assert isinstance(front, ConfirmPage)
        assert front.why_not == ""


async def test_a_refusal_is_told_beside_our_own_preflight() -> None:
    async with stage(options=LIVED) as s:
        await open_form(s)
        await paste(s, outside(s, 300_000))
        limited = next(a for a in s.snapshot.accounts if a.wallet.name == "Refunds")
        form = s.app.pages.front
        assert isinstance(form, SendPage)
        form._wallet.choose(limited.wallet.id)
        form._chosen = True
        form.judge()
        await s.press("ctrl+t")
        assert (await answered(s)).answer is Answer.REFUSED
        text = " ".join(s.text.split())
        assert "It would refuse this: a policy of the wallet refused it." in text
        assert sends(s) == []
        await s.press("tab", "enter")
        assert isinstance(s.app.pages.front, SendPage)


async def test_without_power_nothing_is_asked_and_it_says_so() -> None:
    async with stage(options=LIVED) as s:
        await review(s, outside(s))
        assert s.app.power is not None
        s.app.power.disarm()
        await s.press("ctrl+t")
        assert (await answered(s)).answer is Answer.NOT_ASKED
        assert "sending is not armed" in s.text
        assert checks(s) == []


async def test_a_question_that_got_lost_is_asked_once_and_never_a_payment() -> None:
    async with stage(options=LIVED) as s:
        await review(s, outside(s))
        s.faults.add(Break.NEVER_ANSWER, method="POST", path=".*/check")
        await s.press("ctrl+t", "ctrl+t", "ctrl+t")
        assert (await answered(s)).answer is Answer.SILENT
        assert "no answer in half a minute; asking moves nothing" in " ".join(s.text.split())
        assert len(checks(s)) == 1
        assert s.snapshot.sendings == ()


async def test_an_answer_that_got_lost_is_read() -> None:
    async with stage(options=LIVED) as s:
        await review(s, outside(s))
        s.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=".*/check")
        await s.press("ctrl+t")
        assert (await answered(s)).answer is Answer.ALLOWED


async def test_a_dollar_wallets_rate_is_not_used_up_by_asking() -> None:
    async with stage(options=LIVED) as s:
        card = await review_from_dollars(s)
        await s.press("ctrl+t")
        word = await answered(s)
        assert word.answer is Answer.NOT_ASKED
        assert "never takes a rate along" in word.words
        (question,) = checks(s)
        assert "quote_id" not in question
        assert card.order.quote_id is not None
        assert card.why_not == ""


async def test_what_voltage_refuses_to_check_is_said_by_its_type() -> None:
    async with stage(options=LIVED) as s:
        await review(s, outside(s))
        body = b'{"error":{"type":"invalid_payment","detail":"no"}}'
        fault = answer(400, body, ("content-type", "application/json"))
        s.faults.add(fault, method="POST", path=".*/check")
        await s.press("ctrl+t")
        word = await answered(s)
        assert word.answer is Answer.NOT_ASKED
        assert word.words == "Voltage did not check it: Voltage does not accept this payment."
