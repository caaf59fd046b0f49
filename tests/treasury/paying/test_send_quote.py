"""Dollar wallets pay with a rate bound to the order, and never with one that cannot be used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.treasury.harness import World
from tests.treasury.paying.paying import (
    AMOUNT,
    armed_world,
    confirmed,
    of,
    order_for,
    posts,
    quiet_once_reserved,
    reach,
    wallet_in,
)
from voltage_tui.api.power import Disarmed
from voltage_tui.model.ids import PaymentId, new_id
from voltage_tui.model.quote import Quote
from voltage_tui.money import USD, Rate, sats
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage


@asynccontextmanager
async def quoted() -> AsyncIterator[tuple[World, PayOrder, Quote]]:
    """An armed treasury, an order of a dollar wallet, and the rate it is bound to."""
    async with armed_world() as w:
        wallet_id = wallet_in(w, USD)
        quote = await w.ask(w.treasury.request_quote(wallet_id, AMOUNT))
        order = replace(order_for(w), wallet_id=wallet_id, currency=USD, quote_id=quote.id)
        yield w, order, quote


async def test_a_dollar_wallet_pays_at_the_rate_that_was_shown() -> None:
    async with quoted() as (w, order, quote):
        await confirmed(w, order)
        done = await reach(w, order.payment_id, SendStage.COMPLETED)
        assert done.payment is not None
        assert done.payment.currency == USD
        assert done.payment.market_quote is not None
        assert quote.quote is not None
        assert done.payment.market_quote.rate == quote.quote.rate
        assert posts(w, "/quotes") == 1


@pytest.mark.safety("S-42", "4 s before its end the rate is refused, 0 requests")
async def test_a_rate_in_its_last_five_seconds_is_not_used() -> None:
    async with quoted() as (w, order, quote):
        assert quote.expires_at is not None
        await w.pass_time((quote.expires_at - w.clock.now()).total_seconds() - 4)
        with pytest.raises(PayRefused, match="ran out"):
            await confirmed(w, order)
        assert posts(w) == 0
        assert await w.store.open_sends() == ()


@pytest.mark.safety("S-45", "locked and armed again while it waits: not sent, 0 requests")
async def test_one_that_waits_does_not_take_a_later_arming() -> None:
    async with armed_world() as w:
        order = order_for(w)
        quiet_once_reserved(w, order, 9)
        await confirmed(w, order)
        await w.until(lambda s: of(s, order.payment_id).stage is SendStage.JOURNALLED)
        w.power.disarm(Disarmed.LOCKED)
        w.power.arm()
        ended = await reach(w, order.payment_id, SendStage.NOT_SENT, 12)
        assert ended.problem is not None
        assert "disarmed" in ended.problem.words
        assert posts(w) == 0


@pytest.mark.safety("S-41", "the quote's rate is another one than was shown: refused, 0 requests")
async def test_a_rate_that_was_changed_after_it_was_shown_is_not_used() -> None:
    async with quoted() as (w, order, quote):
        assert quote.quote is not None
        other = Rate(quote.quote.rate.coefficient + 1, quote.quote.rate.scale, USD)
        shown = replace(quote, quote=replace(quote.quote, rate=other))
        with pytest.raises(PayRefused, match="another one than was shown"):
            await confirmed(w, order.at(shown))
        assert posts(w) == 0
        assert order.at(shown).digest != order.at(quote).digest
        await confirmed(w, order.at(quote))
        await reach(w, order.payment_id, SendStage.COMPLETED)


async def test_a_rate_that_ran_out_while_the_server_wanted_quiet_is_not_used() -> None:
    async with quoted() as (w, order, quote):
        quiet_once_reserved(w, order, 9)
        assert quote.expires_at is not None
        await w.pass_time((quote.expires_at - w.clock.now()).total_seconds() - 8)
        w.power.arm()
        await confirmed(w, order)
        ended = await reach(w, order.payment_id, SendStage.NOT_SENT, 12)
        assert ended.problem is not None
        assert "ran out" in ended.problem.words
        await w.until(lambda s: of(s, order.payment_id).closed)
        assert posts(w) == 0


@pytest.mark.safety(
    "S-43", "a second payment with the same rate: refused before and after it was used"
)
async def test_a_rate_serves_one_payment() -> None:
    async with quoted() as (w, order, _):
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.ACCEPTED)
        w.power.arm()
        again = replace(order_for(w), wallet_id=order.wallet_id, currency=USD)
        again = replace(again, quote_id=order.quote_id, payment_id=PaymentId(new_id()))
        with pytest.raises(PayRefused, match=r"earlier payment|used before"):
            await confirmed(w, again)
        await w.until(lambda s: of(s, order.payment_id).closed)
        w.power.arm()
        with pytest.raises(PayRefused, match="used before"):
            await confirmed(w, again)
        assert posts(w) == 1


@pytest.mark.safety("S-41", "one sat more than the quote: refused, 0 requests")
async def test_a_rate_for_another_amount_is_not_used() -> None:
    async with quoted() as (w, order, _):
        other = replace(order_for(w, AMOUNT + sats(1)), wallet_id=order.wallet_id, currency=USD)
        with pytest.raises(PayRefused, match="another payment"):
            await confirmed(w, replace(other, quote_id=order.quote_id))
        assert posts(w) == 0


async def test_a_dollar_wallet_without_a_rate_pays_nothing() -> None:
    async with quoted() as (w, order, _):
        with pytest.raises(PayRefused):
            await confirmed(w, replace(order, quote_id=None))
        assert posts(w) == 0


async def test_no_rate_is_said_in_words() -> None:
    async with armed_world() as w:
        w.simulator.price_source_works = False
        with pytest.raises(PayRefused):
            await w.ask(w.treasury.request_quote(wallet_in(w, USD), AMOUNT))
