"""What the preflight says of an order, against what then becomes of it.

A stop that is about money or policies must be one the API would have made too, and what passes
every check must be paid, for no more than the worst case.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.treasury.harness import World, world
from tests.treasury.paying.orders import destination
from voltage_tui.model.ids import PaymentId, QuoteId, WalletId, new_id
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.network import Network
from voltage_tui.model.payment import Payment, PaymentErrorCode, PaymentStatus
from voltage_tui.model.policy import FeeRates, PolicyUpdate
from voltage_tui.model.requests import NewQuote
from voltage_tui.money import BTC, USD, Money, msats, plain, sats
from voltage_tui.treasury.paying.after import fee_breach
from voltage_tui.treasury.paying.checks import CheckKind, Stops, first_stop
from voltage_tui.treasury.paying.facts import Facts, facts_for
from voltage_tui.treasury.paying.fee_caps import default_cap, rail_of
from voltage_tui.treasury.paying.funds import cost_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.preflight import preflight
from voltage_tui.treasury.reading import Reading

SIZE = sats(400_000)


async def paying_wallet(w: World, currency: str) -> WalletId:
    """An account that has credit, held to no policies but a size and a fee."""
    await w.until(lambda s: s.accounts and s.book.value)
    found = next(a for a in w.snapshot.accounts if a.currency == currency and a.headroom)
    wallet_id = found.wallet.id
    w.power.arm()
    update = PolicyUpdate(max_payment_size=SIZE, per_minute=60, processing_fee=FeeRates(150, 0))
    await w.ask(w.client.policies.update(wallet_id, update))
    await w.pass_time(10)
    return wallet_id


async def facts_of(w: World, order: PayOrder) -> Facts:
    known = await w.ask(w.client.policies.get(order.wallet_id))
    quote = None if order.quote_id is None else await w.ask(w.client.quotes.get(order.quote_id))
    now = w.clock.now()
    facts = facts_for(order, w.snapshot, now, plain, quote)
    return replace(facts, policies=Reading(known.policies, now))


async def order_for(w: World, wallet_id: WalletId, amount: Money) -> PayOrder:
    account = w.snapshot.account(wallet_id)
    assert account is not None
    assert account.currency is not None
    text = w.simulator.invoice_to_pay(amount.units, "bill")
    asked = destination(text)
    quote_id = None
    if account.currency == USD:
        quote_id = QuoteId(new_id())
        assert account.line is not None
        assert isinstance(account.line.network, Network)
        new = NewQuote(quote_id, account.line.id, account.line.network, amount, USD)
        await w.ask(w.client.quotes.request(new))
        await w.pass_time(3)
    return PayOrder(
        payment_id=PaymentId(new_id()),
        wallet_id=wallet_id,
        destination=asked,
        amount=amount,
        max_fee=default_cap(rail_of(asked), amount).amount,
        currency=account.currency,
        quote_id=quote_id,
    )


async def sent(w: World, order: PayOrder) -> Payment:
    """The payment once it has ended."""
    await w.ask(w.client.payments.send(order.request()))
    await w.pass_time(40)
    payment = await w.ask(w.client.payments.get(order.payment_id))
    assert payment.is_terminal
    return payment


async def most_that_left(w: World, payment: Payment) -> tuple[Money, ...]:
    """What was held for it and what was captured, in the wallet's currency."""
    page = await w.ask(w.client.ledger.page(payment.wallet_id, payment_id=payment.id))
    kinds = (LedgerKind.HELD, LedgerKind.CAPTURED)
    return tuple(e.amount for e in page.entries if e.kind in kinds and e.amount is not None)


@pytest.mark.safety(
    "S-27",
    "what it stops is refused, what passes is paid for no more than the total",
)
@pytest.mark.parametrize("currency", [BTC, USD])
@pytest.mark.parametrize("seed", range(3))
async def test_the_preflight_tells_what_becomes_of_an_order(currency: str, seed: int) -> None:
    random = Random(seed)
    ends = set[PaymentStatus]()
    async with world() as w:
        wallet_id = await paying_wallet(w, currency)
        for share in (1, 300, 900, 1_100):
            amount = msats(SIZE.units * share // 1_000 + random.randrange(100))
            order = await order_for(w, wallet_id, amount)
            facts = await facts_of(w, order)
            stop, cost = first_stop(preflight(order, facts)), cost_of(order, facts)
            assert cost is not None
            assert cost.total is not None
            payment = await sent(w, order)
            ends.add(PaymentStatus(payment.status.value))
            assert (stop is None) == (payment.status is PaymentStatus.COMPLETED), stop
            assert all(left <= cost.total for left in await most_that_left(w, payment))
            assert fee_breach(payment, order) == ()
    assert ends == {PaymentStatus.COMPLETED, PaymentStatus.FAILED}


async def test_a_payment_of_all_that_can_be_spent_is_paid_and_one_sat_more_is_not() -> None:
    async with world() as w:
        wallet_id = await paying_wallet(w, BTC)
        await w.ask(
            w.client.policies.update(
                wallet_id,
                PolicyUpdate(max_payment_size=sats(10**9), processing_fee=FeeRates(0, 0)),
            )
        )
        await w.pass_time(10)
        account = w.snapshot.account(wallet_id)
        assert account is not None
        assert account.headroom is not None
        cap = sats(1_000)
        for extra in (sats(1), sats(0)):
            w.power.arm()
            amount = account.headroom - cap + extra
            order = await order_for(w, wallet_id, amount)
            order = PayOrder(
                payment_id=order.payment_id,
                wallet_id=wallet_id,
                destination=order.destination,
                amount=amount,
                max_fee=cap,
                currency=BTC,
            )
            stop = first_stop(preflight(order, await facts_of(w, order)))
            payment = await sent(w, order)
            code = None if payment.error is None else payment.error.code
            lacks = code is PaymentErrorCode.INSUFFICIENT_FUNDS
            if extra.is_zero:
                assert stop is None
                assert not lacks
            else:
                assert stop is not None
                assert stop.kind in (CheckKind.BALANCE, CheckKind.WALLET_LIMIT)
                assert isinstance(stop.verdict, Stops)
                assert lacks
