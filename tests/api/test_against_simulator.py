"""Every operation of the client against the simulator, which was written from the reference."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

import pytest

from tests.api.calls import CALLS, EVENTS, LINE, NEW_HOOK, NEW_RECEIVE, NEW_WALLET, Call
from tests.api.server import NOON, run_clock
from voltage_tui.api import errors
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.connect import connect
from voltage_tui.api.error_types import ErrorType
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.clock import ManualClock
from voltage_tui.model.filters import PaymentFilter
from voltage_tui.model.ids import (
    DeliveryId,
    EnvironmentId,
    LineId,
    OrganizationId,
    PaymentId,
    QuoteId,
    WalletId,
    WebhookId,
    new_id,
)
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.network import CreationNetwork, Network
from voltage_tui.model.payment import PaymentKind, PaymentStatus
from voltage_tui.model.policy import PolicyUpdate
from voltage_tui.model.quote import QuoteState
from voltage_tui.model.requests import NewQuote, NewSend, ToAddress, ToInvoice
from voltage_tui.model.scope import Scope
from voltage_tui.model.wallet import Wallet
from voltage_tui.model.webhook import WebhookStatus, WebhookUpdate
from voltage_tui.money import BTC, USD, cents, sats
from voltage_tui.secret import Secret
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.faults import Break, Faults
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.store import Store

T = TypeVar("T")


class World:
    """A simulator, a client for it and the clock of both."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON)
        self.simulator = Simulator(self.clock, SimulatorOptions(payer=Payer.MANUAL))
        self.faults = Faults()
        identity = self.simulator.identity
        self.wallet_ids = [WalletId(wallet) for wallet in identity.wallet_ids]
        self.line_ids = [LineId(line) for line in identity.line_of_credit_ids]
        self.power = Power(self.clock, Level.RECEIVE)
        self._far_end = InProcess(self.simulator, self.clock, latency_ms=(0, 0), faults=self.faults)
        self.client = self.another_client()

    def another_client(self) -> VoltageClient:
        """A client with a journal of its own, as on another machine."""
        identity = self.simulator.identity
        return connect(
            Secret(identity.api_key),
            Scope(OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id)),
            where=HandlerTransport(self._far_end, self.clock, base_path=identity.base_path),
            power=self.power,
            clock=self.clock,
            random=Random(3),
            write_log=Store(None, self.clock),
        )

    async def run(self, work: Coroutine[None, None, T]) -> T:
        """The result of `work`, moving the clock whenever it waits."""
        task = asyncio.ensure_future(work)
        await run_clock(self.clock, task)
        return task.result()

    async def wallet(self, wanted: Callable[[Wallet], bool]) -> Wallet:
        return next(w for w in await self.client.wallets.list() if wanted(w))

    async def bitcoin_wallet(self) -> Wallet:
        lines = {line.id: line.currency for line in await self.client.lines.list()}
        return await self.wallet(
            lambda w: lines[w.line_of_credit_id or LINE] == BTC and bool(w.balances)
        )

    async def dollar_wallet(self) -> Wallet:
        lines = {line.id: line.currency for line in await self.client.lines.list()}
        return await self.wallet(lambda w: lines[w.line_of_credit_id or LINE] == USD)

    async def settled(self, payment_id: PaymentId, seconds: int = 120) -> PaymentStatus:
        """The status of a payment once it is terminal."""
        for _ in range(seconds):
            payment = await self.client.payments.await_visible(payment_id)
            if payment.is_terminal:
                assert isinstance(payment.status, PaymentStatus)
                return payment.status
            await self.clock.sleep(1)
        raise AssertionError("it never ends")


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_every_call_is_understood(world: World, call: Call) -> None:
    """Whatever is asked about unknown things is answered in the API's own terms."""
    world.power.arm()
    task = asyncio.ensure_future(call.run(world.client))
    await run_clock(world.clock, task)
    error = task.exception()
    if error is not None:
        assert isinstance(error, errors.NotFound | errors.Rejected), error
        assert error.type is not None
        unknown = (ErrorType.INVALID_SYNTAX, ErrorType.INVALID_DATA, ErrorType.INVALID_PARAMETER)
        assert error.type not in unknown, error.detail


async def test_the_figures_of_every_wallet_agree_with_its_ledger(world: World) -> None:
    for wallet in await world.client.wallets.list():
        totals: dict[str, int] = {}
        offset = 0
        while True:
            page = await world.client.ledger.page(wallet.id, offset, 50)
            for entry in page.entries:
                units = entry.amount.units if entry.amount else 0
                sign = (
                    {
                        LedgerKind.CREDITED: 1,
                        LedgerKind.DEPOSITED: 1,
                        LedgerKind.CAPTURED: -1,
                        LedgerKind.WITHDRAWN: -1,
                    }.get(entry.kind, 0)
                    if isinstance(entry.kind, LedgerKind)
                    else 0
                )
                totals[entry.currency] = totals.get(entry.currency, 0) + sign * units
            offset += len(page.entries)
            if offset >= page.total or not page.entries:
                break
        assert {b.total.currency: b.total.units for b in wallet.balances} == totals
        for balance in wallet.balances:
            held = sum(h.amount.units for h in wallet.holds)
            assert balance.available.units == balance.total.units - held


async def test_a_receive_from_asking_to_paid(world: World) -> None:
    wallet = await world.bitcoin_wallet()
    receive = replace(
        NEW_RECEIVE,
        id=PaymentId(new_id()),
        wallet_id=wallet.id,
        description="Order 8841",
        metadata={"external_id": "order-8841"},
    )
    await world.client.payments.receive(receive)
    with pytest.raises(errors.NotFound):
        await world.client.payments.get(receive.id)
    payment = await world.run(world.client.payments.await_visible(receive.id))
    while payment.payable is None:
        world.clock.advance(1)
        payment = await world.client.payments.get(receive.id)
    assert (payment.status, payment.memo) == (PaymentStatus.RECEIVING, "Order 8841")
    world.simulator.pay(receive.id)
    assert await world.run(world.settled(receive.id)) is PaymentStatus.COMPLETED
    after = await world.client.wallets.get(wallet.id)
    gained = after.balances[0].total - wallet.balances[0].total
    assert gained == receive.amount
    found = await world.client.payments.page(
        PaymentFilter(metadata={"external_id": "order-8841"}, statuses=(PaymentStatus.COMPLETED,))
    )
    assert [one.id for one in found.payments] == [receive.id]
    assert len(await world.client.payments.history(receive.id)) >= 2


async def test_the_same_identifier_twice_is_told(world: World) -> None:
    receive = replace(NEW_RECEIVE, wallet_id=(await world.bitcoin_wallet()).id)
    await world.client.payments.receive(receive)
    await world.run(world.client.payments.await_visible(receive.id))
    with pytest.raises(errors.WriteWithheld, match="used before, for this very request"):
        await world.client.payments.receive(receive)
    with pytest.raises(errors.AlreadyExists) as caught:
        await world.another_client().payments.receive(receive)
    assert caught.value.type is ErrorType.PAYMENT_EXISTS
    assert caught.value.context["payment_id"] == receive.id


@pytest.mark.parametrize("kind", [PaymentKind.BOLT11, PaymentKind.ONCHAIN, PaymentKind.BIP21])
async def test_every_kind_of_receive(world: World, kind: PaymentKind) -> None:
    wallet = await world.bitcoin_wallet()
    receive = replace(NEW_RECEIVE, wallet_id=wallet.id, kind=kind)
    await world.client.payments.receive(receive)
    payment = await world.run(world.client.payments.await_visible(receive.id))
    while payment.status is PaymentStatus.GENERATING:
        world.clock.advance(1)
        payment = await world.client.payments.get(receive.id)
    assert (payment.kind, payment.amount) == (kind, sats(25_000))
    assert payment.payable


async def test_a_dollar_receive_with_its_quote(world: World) -> None:
    wallet = await world.dollar_wallet()
    assert wallet.line_of_credit_id is not None
    quote = NewQuote(
        QuoteId(new_id()), wallet.line_of_credit_id, Network.MUTINYNET, cents(2_500), BTC
    )
    await world.client.quotes.request(quote)
    ready = await world.run(world.client.quotes.await_visible(quote.id))
    while ready.state(world.clock.now()) is QuoteState.REQUESTED:
        world.clock.advance(1)
        ready = await world.client.quotes.get(quote.id)
    assert ready.state(world.clock.now()) is QuoteState.READY
    receive = replace(NEW_RECEIVE, wallet_id=wallet.id, amount=cents(2_500), quote_id=quote.id)
    await world.client.payments.receive(receive)
    payment = await world.run(world.client.payments.await_visible(receive.id))
    while payment.status is PaymentStatus.GENERATING:
        world.clock.advance(1)
        payment = await world.client.payments.get(receive.id)
    assert payment.amount == cents(2_500)
    assert payment.rail_units is not None
    assert payment.requested is not None
    assert payment.requested.currency == BTC
    listed = await world.client.quotes.list()
    assert quote.id in [one.id for one in listed.quotes]


async def test_a_send_a_check_and_what_is_left(world: World) -> None:
    wallet = await world.bitcoin_wallet()
    world.power.arm()
    invoice = world.simulator.invoice_to_pay(10_000_000, "payout")
    send = NewSend(PaymentId(new_id()), wallet.id, BTC, ToInvoice(invoice), sats(100))
    await world.client.payments.send(send)
    assert await world.run(world.settled(send.id)) is PaymentStatus.COMPLETED
    paid = await world.client.payments.get(send.id)
    assert (paid.amount, paid.max_fee) == (sats(10_000), sats(100))
    assert paid.settlements
    check = replace(
        send,
        id=PaymentId(new_id()),
        target=ToInvoice(world.simulator.invoice_to_pay(5_000_000, "check")),
    )
    world.power.arm()
    await world.client.payments.check(check)
    await world.run(world.client.payments.await_visible(check.id))
    chain = replace(
        send,
        id=PaymentId(new_id()),
        target=ToAddress(world.simulator.address_to_pay(), sats(90_000)),
        max_fee=sats(800),
    )
    world.power.arm()
    await world.client.payments.send(chain)
    await world.run(world.client.payments.await_visible(chain.id))


async def test_a_send_whose_answer_was_lost_is_unknown_and_found(world: World) -> None:
    wallet = await world.bitcoin_wallet()
    world.power.arm()
    invoice = world.simulator.invoice_to_pay(10_000_000, "payout")
    send = NewSend(PaymentId(new_id()), wallet.id, BTC, ToInvoice(invoice), sats(100))
    world.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST")
    with pytest.raises(errors.OutcomeUnknown) as caught:
        await world.client.payments.send(send)
    assert caught.value.resource_id == send.id
    assert (await world.run(world.client.payments.await_visible(send.id))).id == send.id


async def test_a_wallet_from_making_to_deleting(world: World) -> None:
    world.power.arm()
    line = next(line for line in await world.client.lines.list() if line.currency == BTC)
    wanted = replace(
        NEW_WALLET,
        id=WalletId(new_id()),
        line_of_credit_id=line.id,
        network=CreationNetwork.MUTINYNET,
        limit=0,
        metadata={"team": "support"},
    )
    await world.client.wallets.create(wanted)
    made = await world.run(world.client.wallets.await_visible(wanted.id))
    assert (made.name, made.limit, made.metadata) == ("Refunds", 0, {"team": "support"})
    await world.client.wallets.rename(wanted.id, "Returns")
    world.clock.advance(2)
    assert (await world.client.wallets.get(wanted.id)).name == "Returns"
    await world.client.wallets.delete(wanted.id)
    world.clock.advance(5)
    assert wanted.id not in [wallet.id for wallet in await world.client.wallets.list()]
    every = await world.client.wallets.list(include_inactive=True)
    assert next(wallet for wallet in every if wallet.id == wanted.id).deleted_at is not None


async def test_a_wallet_with_money_is_not_deleted(world: World) -> None:
    world.power.arm()
    with pytest.raises(errors.Rejected) as caught:
        await world.client.wallets.delete((await world.bitcoin_wallet()).id)
    assert caught.value.type is ErrorType.WALLET_NOT_EMPTY


async def test_a_sweep_gives_what_the_summary_counts(world: World) -> None:
    swept = [payment.id async for payment in world.client.payments.sweep(limit=7)]
    assert len(swept) == len(set(swept))
    summary = await world.client.payments.summary()
    assert len(swept) == summary.count == sum(line.count for line in summary.lines)
    wallet = await world.bitcoin_wallet()
    counted = await world.client.payments.wallet_summary(wallet.id)
    mine = PaymentFilter(wallet_id=wallet.id)
    assert counted.count == len([p async for p in world.client.payments.sweep(mine)])


async def test_a_day_of_payments_is_a_part_of_all(world: World) -> None:
    end = NOON - timedelta(days=3)
    wanted = PaymentFilter(start=NOON - timedelta(days=10), end=end)
    some = [p async for p in world.client.payments.sweep(wanted)]
    assert some
    assert all(wanted.start <= p.created_at <= end for p in some if wanted.start)


async def test_policies_bills_and_assets(world: World) -> None:
    wallet = await world.bitcoin_wallet()
    world.power.arm()
    await world.client.policies.update(wallet.id, PolicyUpdate(max_payment_size=sats(1_000_000)))
    world.clock.advance(3)
    policies = await world.client.policies.get(wallet.id)
    assert any(getattr(p.rule, "limit", None) == sats(1_000_000) for p in policies.policies)
    bills = await world.client.bills.page()
    summary = await world.client.bills.summary()
    assert summary.all.count >= len(bills.bills) > 0
    first = bills.bills[0]
    assert await world.client.bills.get(first.id) == first
    assert isinstance(await world.client.assets.list(), tuple)


async def test_a_webhook_from_making_to_deleting(world: World) -> None:
    world.power.arm()
    hooks, hook = world.client.webhooks, replace(NEW_HOOK, id=WebhookId(new_id()))
    secret = await hooks.create(hook)
    assert (secret.webhook_id, bool(secret.secret)) == (hook.id, True)
    world.clock.advance(2)
    assert (await hooks.get(hook.id)).events == EVENTS
    renewed = await hooks.generate_key(hook.id)
    assert renewed.secret != secret.secret
    delivery_id = DeliveryId(new_id())
    await hooks.test(hook.id, delivery_id, "connectivity check")
    world.clock.advance(5)
    delivery = await hooks.delivery(hook.id, delivery_id)
    assert (delivery.text, delivery.event.name.value) == ("connectivity check", "created")
    page = await hooks.deliveries(hook.id)
    assert delivery_id in [one.id for one in page.deliveries]
    assert (await hooks.delivery_count(hook.id)).count == len(page.deliveries)
    await hooks.update(hook.id, WebhookUpdate(EVENTS, name="Renamed"))
    await hooks.stop(hook.id)
    world.clock.advance(2)
    stopped = await hooks.get(hook.id)
    assert (stopped.name, stopped.status) == ("Renamed", WebhookStatus.STOPPED)
    await hooks.start(hook.id)
    await hooks.retry(hook.id, delivery_id)
    await hooks.delete(hook.id)
    world.clock.advance(2)
    assert hook.id not in [one.id for one in await hooks.list((WebhookStatus.ACTIVE,))]


async def test_the_limit_of_a_sandbox_line(world: World) -> None:
    world.power.arm()
    line = (await world.client.lines.list())[0]
    await world.client.lines.update_sandbox(line.id, limit=line.limit.units * 2)
    world.clock.advance(2)
    assert (await world.client.lines.get(line.id)).limit.units == line.limit.units * 2


async def test_the_servers_clock_is_known_after_one_answer(world: World) -> None:
    await world.client.lines.list()
    assert world.client.server_offset == timedelta(0)
    assert world.clock.now() == datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


async def test_a_wrong_key_is_told(world: World) -> None:
    identity = world.simulator.identity
    client = connect(
        Secret("vltg_wrong"),
        Scope(OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id)),
        where=HandlerTransport(
            InProcess(world.simulator, world.clock, latency_ms=(0, 0)), world.clock
        ),
        power=world.power,
        clock=world.clock,
    )
    with pytest.raises(errors.CredentialsRefused):
        await client.wallets.list()
