"""What was confirmed leaves soon or not at all, also when the server wants quiet."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.paying.paying import (
    AMOUNT,
    armed_world,
    ask_for_quiet,
    confirmed,
    of,
    order_for,
    posts,
    quiet_once_reserved,
    reach,
    wallet_in,
)
from voltage_tui.api.errors import RateLimited
from voltage_tui.api.power import Level
from voltage_tui.money import USD
from voltage_tui.treasury.paying.sending import PayRefused, SendStage
from voltage_tui.treasury.paying.server_check import Answer
from voltage_tui.treasury.reading import ProblemKind


@pytest.mark.safety("S-4", "after a 429 for 2 min: refused at once with the time, nothing reserved")
async def test_a_confirm_is_refused_at_once_while_the_server_wants_a_long_quiet() -> None:
    async with armed_world() as w:
        order = order_for(w)
        ask_for_quiet(w, 125)
        until = w.clock.now() + timedelta(seconds=125)
        with pytest.raises(PayRefused) as refused:
            await w.treasury.start_send(order, order.digest)
        assert refused.value.words == "Voltage asked for quiet for another 2 m"
        assert refused.value.advice == f"wait until {until:%H:%M:%S} UTC, then confirm again"
        assert w.snapshot.sendings == ()
        assert await w.store.open_sends() == ()
        assert w.power.level is Level.SEND
        await w.pass_time(130)
        assert posts(w) == 0
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.COMPLETED)
        assert posts(w) == 1


async def test_a_short_quiet_is_waited_out() -> None:
    async with armed_world() as w:
        order = order_for(w)
        ask_for_quiet(w, 10)
        await confirmed(w, order)
        await w.pass_time(9.9)
        assert posts(w) == 0
        await reach(w, order.payment_id, SendStage.COMPLETED)
        assert posts(w) == 1


@pytest.mark.safety("S-4", "5 min of quiet after the confirm: not sent at once, 0 requests later")
async def test_what_was_confirmed_is_not_sent_minutes_later() -> None:
    async with armed_world() as w:
        order = order_for(w)
        quiet_once_reserved(w, order, 299)
        await confirmed(w, order)
        ended = await reach(w, order.payment_id, SendStage.NOT_SENT, 1)
        assert ended.problem is not None
        assert ended.problem.kind is ProblemKind.RATE_LIMITED
        assert "quiet for another 4 m" in ended.problem.words
        assert ended.problem.advice.startswith("wait until ")
        await w.pass_time(600)
        assert of(w.snapshot, order.payment_id).closed
        assert posts(w) == 0


async def test_what_waited_in_a_closed_laptop_is_not_sent_when_it_is_opened() -> None:
    async with armed_world() as w:
        order = order_for(w)
        quiet_once_reserved(w, order, 5)
        await confirmed(w, order)
        w.clock.jump(60)  # the calendar goes on while the machine sleeps, the seconds do not
        ended = await reach(w, order.payment_id, SendStage.NOT_SENT, 6)
        assert ended.problem is not None
        assert "waited too long" in ended.problem.words
        assert posts(w) == 0


async def test_a_rate_that_cannot_be_read_for_quiet_is_not_waited_for() -> None:
    async with armed_world() as w:
        wallet_id = wallet_in(w, USD)
        quote = await w.ask(w.treasury.request_quote(wallet_id, AMOUNT))
        order = replace(order_for(w), wallet_id=wallet_id, currency=USD, quote_id=quote.id)
        ask_for_quiet(w, 5)
        sending = asyncio.ensure_future(w.treasury.start_send(order, order.digest))
        await w.pass_time(1)
        w.treasury._tools.gate._failed(RateLimited(299))  # as a read that was under way is told
        await w.until(lambda _: sending.done(), 12)
        refused = sending.exception()
        assert isinstance(refused, PayRefused)
        assert refused.words == "the rate could not be read in time"
        assert posts(w) == 0
        assert await w.store.open_sends() == ()


async def test_a_check_by_the_server_is_not_made_minutes_later() -> None:
    async with armed_world() as w:
        ask_for_quiet(w, 299)
        word = await w.treasury.check_with_server(order_for(w))
        assert word.answer is Answer.NOT_ASKED
        assert "Voltage asked for quiet for another 4 m" in word.words
        await w.pass_time(400)
        assert posts(w) == 0


@pytest.mark.safety("S-45", "the time of an arming ends while it waits: a later arming is not its")
async def test_what_waits_does_not_take_a_later_arming() -> None:
    async with armed_world() as w:
        order = order_for(w)
        await w.pass_time(295)
        quiet_once_reserved(w, order, 10)
        await confirmed(w, order)
        await w.pass_time(6)
        w.power.arm()
        ended = await reach(w, order.payment_id, SendStage.NOT_SENT, 10)
        assert ended.problem is not None
        assert "disarmed before it left" in ended.problem.words
        assert posts(w) == 0
