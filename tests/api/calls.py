"""Every call of the client, once, with something it would take."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from voltage_tui.api import (
    assets,
    bills,
    ledger,
    lines,
    payments,
    policies,
    quotes,
    wallets,
    webhooks,
)
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.operation import Operation
from voltage_tui.model.ids import (
    BillId,
    DeliveryId,
    LineId,
    PaymentId,
    QuoteId,
    WalletId,
    WebhookId,
)
from voltage_tui.model.network import CreationNetwork, Network
from voltage_tui.model.payment import PaymentKind
from voltage_tui.model.policy import PolicyUpdate
from voltage_tui.model.requests import NewQuote, NewReceive, NewSend, NewWallet, ToInvoice
from voltage_tui.model.webhook import EventName, NewWebhook, Topic, WebhookEvent, WebhookUpdate
from voltage_tui.money import BTC, cents, sats

WALLET = WalletId("c2a9d3f0-1b5e-4d77-9e08-7f6a1c3b5d42")
LINE = LineId("91d7c5e8-40ab-4c6f-8d12-e3b5a7f9c084")
PAYMENT = PaymentId("29ad24dc-ea8a-4e67-b35a-e917a6e57f51")
QUOTE = QuoteId("ae7ea0e1-264c-4afc-9a32-155f94d69c91")
BILL = BillId("330c2e32-0d8f-46a7-a8cd-e03833200ed4")
HOOK = WebhookId("a7d3f1c2-6e84-4b59-9c0d-3f2a8e1b7d65")
DELIVERY = DeliveryId("ba0611f6-516f-47fe-bdf8-09209e310c99")

NEW_WALLET = NewWallet(WALLET, LINE, "Refunds", CreationNetwork.MUTINYNET, 50_000_000)
NEW_RECEIVE = NewReceive(PAYMENT, WALLET, PaymentKind.BOLT11, sats(25_000))
NEW_SEND = NewSend(PAYMENT, WALLET, BTC, ToInvoice("lntbs1invoice"), sats(100))
NEW_QUOTE = NewQuote(QUOTE, LINE, Network.MUTINYNET, cents(2_500), BTC)
EVENTS = (WebhookEvent(Topic.RECEIVE, EventName.COMPLETED),)
NEW_HOOK = NewWebhook(HOOK, "https://merchant.example/hook", "Orders", EVENTS)


@dataclass(frozen=True)
class Call:
    """A method of the client and the operation it is."""

    name: str
    operation: Operation
    run: Callable[[VoltageClient], Awaitable[object]]
    resource_id: str | None = None


CALLS = (
    Call("assets.list", assets.LIST, lambda c: c.assets.list(Network.MUTINYNET)),
    Call("wallets.list", wallets.LIST, lambda c: c.wallets.list()),
    Call("wallets.get", wallets.GET, lambda c: c.wallets.get(WALLET)),
    Call("wallets.create", wallets.CREATE, lambda c: c.wallets.create(NEW_WALLET), WALLET),
    Call("wallets.rename", wallets.RENAME, lambda c: c.wallets.rename(WALLET, "New"), WALLET),
    Call("wallets.delete", wallets.DELETE, lambda c: c.wallets.delete(WALLET), WALLET),
    Call("ledger.page", ledger.PAGE, lambda c: c.ledger.page(WALLET)),
    Call("policies.get", policies.GET, lambda c: c.policies.get(WALLET)),
    Call(
        "policies.update",
        policies.UPDATE,
        lambda c: c.policies.update(WALLET, PolicyUpdate(per_minute=5)),
        WALLET,
    ),
    Call("payments.page", payments.LIST, lambda c: c.payments.page()),
    Call("payments.get", payments.GET, lambda c: c.payments.get(PAYMENT)),
    Call("payments.history", payments.HISTORY, lambda c: c.payments.history(PAYMENT)),
    Call("payments.summary", payments.SUMMARY, lambda c: c.payments.summary()),
    Call(
        "payments.wallet_summary",
        payments.WALLET_SUMMARY,
        lambda c: c.payments.wallet_summary(WALLET),
    ),
    Call("payments.receive", payments.RECEIVE, lambda c: c.payments.receive(NEW_RECEIVE), PAYMENT),
    Call("payments.send", payments.SEND, lambda c: c.payments.send(NEW_SEND), PAYMENT),
    Call("payments.check", payments.CHECK, lambda c: c.payments.check(NEW_SEND), PAYMENT),
    Call(
        "payments.treasury_receive",
        payments.TREASURY_RECEIVE,
        lambda c: c.payments.treasury_receive(NEW_RECEIVE),
        PAYMENT,
    ),
    Call(
        "payments.treasury_send",
        payments.TREASURY_SEND,
        lambda c: c.payments.treasury_send(NEW_SEND),
        PAYMENT,
    ),
    Call("lines.list", lines.LIST, lambda c: c.lines.list()),
    Call("lines.get", lines.GET, lambda c: c.lines.get(LINE)),
    Call(
        "lines.update_sandbox",
        lines.UPDATE_SANDBOX,
        lambda c: c.lines.update_sandbox(LINE, limit=5),
        LINE,
    ),
    Call("quotes.request", quotes.REQUEST, lambda c: c.quotes.request(NEW_QUOTE), QUOTE),
    Call("quotes.get", quotes.GET, lambda c: c.quotes.get(QUOTE)),
    Call("quotes.list", quotes.LIST, lambda c: c.quotes.list()),
    Call("bills.page", bills.LIST, lambda c: c.bills.page()),
    Call("bills.get", bills.GET, lambda c: c.bills.get(BILL)),
    Call("bills.summary", bills.SUMMARY, lambda c: c.bills.summary()),
    Call("webhooks.list", webhooks.LIST, lambda c: c.webhooks.list()),
    Call("webhooks.get", webhooks.GET, lambda c: c.webhooks.get(HOOK)),
    Call("webhooks.create", webhooks.CREATE, lambda c: c.webhooks.create(NEW_HOOK), HOOK),
    Call(
        "webhooks.update",
        webhooks.UPDATE,
        lambda c: c.webhooks.update(HOOK, WebhookUpdate(EVENTS)),
        HOOK,
    ),
    Call("webhooks.delete", webhooks.DELETE, lambda c: c.webhooks.delete(HOOK), HOOK),
    Call("webhooks.generate_key", webhooks.NEW_KEY, lambda c: c.webhooks.generate_key(HOOK), HOOK),
    Call("webhooks.start", webhooks.START, lambda c: c.webhooks.start(HOOK), HOOK),
    Call("webhooks.stop", webhooks.STOP, lambda c: c.webhooks.stop(HOOK), HOOK),
    Call(
        "webhooks.test",
        webhooks.TEST,
        lambda c: c.webhooks.test(HOOK, DELIVERY, "connectivity check"),
        DELIVERY,
    ),
    Call("webhooks.deliveries", webhooks.DELIVERIES, lambda c: c.webhooks.deliveries(HOOK)),
    Call(
        "webhooks.delivery_count",
        webhooks.DELIVERY_COUNT,
        lambda c: c.webhooks.delivery_count(HOOK),
    ),
    Call("webhooks.delivery", webhooks.DELIVERY, lambda c: c.webhooks.delivery(HOOK, DELIVERY)),
    Call("webhooks.retry", webhooks.RETRY, lambda c: c.webhooks.retry(HOOK, DELIVERY), DELIVERY),
    Call(
        "webhooks.abandon",
        webhooks.ABANDON,
        lambda c: c.webhooks.abandon(HOOK, DELIVERY),
        DELIVERY,
    ),
)

READS = tuple(call for call in CALLS if call.operation.is_read)
WRITES = tuple(call for call in CALLS if not call.operation.is_read)
