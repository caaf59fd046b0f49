"""The samples of the API reference, read: what a treasurer would see of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.api.calls import BILL, DELIVERY, HOOK, LINE, PAYMENT, QUOTE, WALLET
from tests.api.examples import example
from tests.api.server import Server, client_of, json_answer
from tests.reference.location import needs_reference
from tests.reference.test_examples import SAMPLES, Sample
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.wire.base import Tagged, decode
from voltage_tui.api.wire.settlement import to_frozen, to_settlement
from voltage_tui.model.credit import Collateral
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
    Route,
)
from voltage_tui.model.quote import MarketQuote, QuoteState
from voltage_tui.model.settlement import (
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SwapRail,
    SwapSettlement,
    SwapStep,
)
from voltage_tui.model.wallet import SettlementType
from voltage_tui.model.webhook import DeliveryErrorCode, EventName, Topic
from voltage_tui.money import cents, msats, sats

pytestmark = needs_reference

READERS: dict[str, Callable[[VoltageClient], Awaitable[object]]] = {
    "Payments": lambda c: c.payments.page(),
    "Wallet": lambda c: c.wallets.get(WALLET),
    "SupportedAssets": lambda c: c.assets.list(),
    "PaymentWalletSummary": lambda c: c.payments.wallet_summary(WALLET),
    "Payment": lambda c: c.payments.get(PAYMENT),
    "QuotingRead": lambda c: c.quotes.get(QUOTE),
    "Ledger": lambda c: c.ledger.page(WALLET),
    "PaymentHistory": lambda c: c.payments.history(PAYMENT),
    "SummaryLineOfCredit": lambda c: c.lines.get(LINE),
    "BillRead": lambda c: c.bills.get(BILL),
    "WalletPolicies": lambda c: c.policies.get(WALLET),
    "WebhookRead": lambda c: c.webhooks.get(HOOK),
    "WebhookDeliveryRead": lambda c: c.webhooks.delivery(HOOK, DELIVERY),
}

SAMPLED = [sample for sample in SAMPLES if sample.kind in READERS]


@pytest.mark.parametrize("sample", SAMPLED, ids=lambda s: f"{s.heading} {s.place}")
async def test_every_answer_of_the_reference_is_read(sample: Sample) -> None:
    value = example(sample.heading, sample.place)
    assert await READERS[sample.kind](client_of(Server(json_answer(value)))) is not None


async def payment(place: int, heading: str = "8. Reading a payment") -> Payment:
    client = client_of(Server(json_answer(example(heading, place))))
    return await client.payments.get(PAYMENT)


async def test_a_wallet_with_a_hold() -> None:
    wallet = await client_of(Server(json_answer(example("2. Product model")))).wallets.get(WALLET)
    balance = wallet.balances[0]
    assert (wallet.name, wallet.limit, wallet.active) == ("Payouts - EU", 500_000_000, True)
    assert (balance.available, balance.total) == (msats(42_788_000), msats(44_838_000))
    assert wallet.holds[0].amount == msats(2_050_000)
    assert balance.total - balance.available == wallet.holds[0].amount
    assert wallet.metadata == {"cost_center": "ops-7"}
    assert (wallet.error, wallet.deleted_at, wallet.pending_settlements) == (None, None, ())


async def test_a_dollar_wallet_that_has_drawn_credit_is_negative() -> None:
    wallet = await client_of(
        Server(json_answer(example("10. Ledger and balances", 1)))
    ).wallets.get(WALLET)
    assert wallet.balances[0].total == cents(-31_250)
    assert wallet.pending_settlements[0].amount == cents(-31_250)
    assert wallet.pending_settlements[0].settlement_type is SettlementType.COLLECTION
    assert wallet.metadata == {}


async def test_a_ledger_page_adds_up_to_its_wallet() -> None:
    page = await client_of(Server(json_answer(example("10. Ledger and balances", 0)))).ledger.page(
        WALLET
    )
    total = 0
    for entry in page.entries:
        amount = entry.amount.units if entry.amount else 0
        match entry.kind:
            case LedgerKind.CREDITED | LedgerKind.DEPOSITED:
                total += amount
            case LedgerKind.CAPTURED | LedgerKind.WITHDRAWN:
                total -= amount
            case _:
                continue
    assert total == 44_838_000
    assert page.total == 8
    released = next(e for e in page.entries if e.kind is LedgerKind.RELEASED)
    assert (released.amount, released.currency) == (None, "btc")
    captured = next(e for e in page.entries if e.kind is LedgerKind.CAPTURED)
    assert captured.breakdown is not None
    assert captured.breakdown.basis_points == 150
    assert captured.breakdown.processing_fee == msats(150_000)
    assert len({entry.key for entry in page.entries}) == 8


async def test_a_receive_that_was_paid_with_a_fee_on_top() -> None:
    got = await payment(0)
    assert (got.direction, got.kind, got.status) == (
        Direction.RECEIVE,
        PaymentKind.BOLT11,
        PaymentStatus.COMPLETED,
    )
    assert (got.amount, got.fees, got.requested) == (sats(25_000), sats(250), sats(25_000))
    assert (got.memo, got.expiration_s, got.rail_units) == ("Order 8841", 1800, 25_000_000)
    assert isinstance(got.settlements[0], LightningSettlement)
    assert got.processing_fee is not None
    assert got.processing_fee.basis_points == 100
    assert got.bip21_uri is not None
    assert got.is_terminal


async def test_a_receive_that_is_being_made_has_nothing_to_show() -> None:
    got = await payment(1)
    assert (got.status, got.payable, got.is_terminal) == (PaymentStatus.GENERATING, None, False)


async def test_a_transaction_seen_but_not_settled() -> None:
    got = await payment(2)
    settlement = got.settlements[0]
    assert isinstance(settlement, OnchainSettlement)
    assert (settlement.pending, settlement.amount, settlement.mined_at) == (
        True,
        sats(150_000),
        None,
    )
    assert got.memo == "Invoice 77"
    assert got.rail_units == 150_000_000


async def test_a_receive_that_expired() -> None:
    got = await payment(3)
    assert got.error is not None
    assert (got.status, got.error.type) == (PaymentStatus.EXPIRED, PaymentErrorType.EXPIRED)


async def test_a_send_that_failed_says_why_in_figures() -> None:
    got = await payment(6)
    assert got.error is not None
    assert got.error.code is PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX
    assert got.error.context["estimated_fee_sats"] == "742"
    assert (got.max_fee, got.fees, got.route) == (sats(300), None, Route.DIRECT)
    assert got.settlements == ()


async def test_a_dollar_receive_shows_dollars_and_moves_bitcoin() -> None:
    got = await payment(5, "9. Quotes and USD payments")
    assert (got.amount, got.requested, got.rail_units) == (cents(2_500), sats(40_000), 40_000_000)
    assert got.market_quote is not None
    assert got.market_quote.rate.value_of(sats(40_000)) == cents(2_500)
    assert (got.exchanges[0].source, got.exchanges[0].target) == (sats(40_000), cents(2_500))


async def test_a_dollar_send_that_met_its_payee_inside() -> None:
    got = await payment(7, "9. Quotes and USD payments")
    assert isinstance(got.settlements[0], InternalSettlement)
    assert (got.amount, got.max_fee, got.fees) == (cents(1_000), cents(10), cents(0))


async def test_frozen_funds_name_their_reason() -> None:
    rows = example("8. Reading a payment", 10)
    assert isinstance(rows, list)
    onchain, credit = (decode("frozen", row, Tagged, to_frozen) for row in rows)
    assert (onchain.amount, onchain.reason) == (sats(21_000), "ofac_non_compliant_address")
    assert (credit.amount, credit.reason) == (msats(5_000_000), "duplicate credit")


async def test_the_steps_of_a_swap() -> None:
    rows = example("16. Swaps (node-backed sends only)", 1)
    assert isinstance(rows, list)
    first, second = (decode("outflow", row, Tagged, to_settlement) for row in rows)
    assert isinstance(first, SwapSettlement)
    assert (first.step, first.rail) == (SwapStep.SOURCE_PAYMENT_SUBMITTED, SwapRail.LIGHTNING)
    assert isinstance(first.leg, LightningSettlement)
    assert isinstance(second, SwapSettlement)
    assert isinstance(second.leg, OnchainSettlement)


async def test_the_life_of_a_quote() -> None:
    states = []
    for place in (1, 2, 3):
        value = example("9. Quotes and USD payments", place)
        quote = await client_of(Server(json_answer(value))).quotes.get(QUOTE)
        states.append(quote.state(datetime(2026, 10, 5, 12, 1, tzinfo=UTC)))
        if place == 2:
            assert isinstance(quote.quote, MarketQuote)
        if place == 3:
            assert quote.error == "coin_price: price source unavailable"
    assert states == [QuoteState.REQUESTED, QuoteState.READY, QuoteState.FAILED]


@pytest.mark.parametrize(
    ("place", "collateral", "host"),
    [
        (0, Collateral.PARTIALLY_SECURED, None),
        (1, Collateral.VERIFIED, None),
        (2, None, "node-1.example.net:10009"),
    ],
)
async def test_lines_of_credit(place: int, collateral: Collateral | None, host: str | None) -> None:
    value = example("12. Lines of credit", place)
    line = await client_of(Server(json_answer(value))).lines.get(LINE)
    assert (line.collateral, line.node_host) == (collateral, host)
    if place == 1:
        assert (line.limit, line.unallocated) == (cents(5_000_000), cents(4_750_000))


async def test_a_bill_to_be_paid() -> None:
    bill = await client_of(Server(json_answer(example("13. Bills")))).bills.get(BILL)
    assert (bill.amount_due, bill.settlement_type) == (
        msats(16_650_000),
        SettlementType.COLLECTION,
    )
    item = bill.items[0]
    assert item.amount_sent - item.amount_received == item.amount_total
    due = item.amount_total + item.volume_fee.total + bill.service_fee
    assert due == bill.amount_due
    assert bill.volume_rate is not None
    assert bill.volume_rate.send == bill.volume_rate.receive == Decimal("1.0")
    assert bill.times.due_at == datetime(2026, 10, 8, tzinfo=UTC)


async def test_policies_are_in_sats_and_shown_as_amounts() -> None:
    value = example("15. Wallet policies")
    policies = await client_of(Server(json_answer(value))).policies.get(WALLET)
    rules = [policy.rule for policy in policies.policies]
    assert getattr(rules[0], "limit", None) == sats(1_000_000)
    assert len(rules) == 5
    assert policies.policies[3].updated_at is None


async def test_a_delivery_that_failed() -> None:
    value = example("Deliveries", 0)
    delivery = await client_of(Server(json_answer(value))).webhooks.delivery(HOOK, DELIVERY)
    assert delivery.error is not None
    assert delivery.error.code is DeliveryErrorCode.HTTP_SERVER_ERROR
    assert (delivery.event.topic, delivery.event.name) == (Topic.TEST, EventName.CREATED)
    assert (delivery.text, delivery.payment) == ("connectivity check", None)
    assert (delivery.attempts, delivery.http_status) == (6, 503)


async def test_the_secret_of_a_webhook_comes_sealed() -> None:
    answer = json_answer(example("17. Webhooks", 1), 202)
    made = await client_of(Server(answer), armed=True).webhooks.generate_key(HOOK)
    assert made.secret.reveal() == "vltg_EXAMPLEonlyNotARealSecret0123456789"
    assert "EXAMPLE" not in repr(made)


async def test_the_events_of_a_webhook_in_either_form() -> None:
    value = example("17. Webhooks", 2)
    assert isinstance(value, dict)
    listed = value | {"events": [{"receive": ["completed"]}, {"send": ["failed"]}]}
    one = await client_of(Server(json_answer(value))).webhooks.get(HOOK)
    other = await client_of(Server(json_answer(listed))).webhooks.get(HOOK)
    assert one == other
    assert [event.name for event in one.events] == [EventName.COMPLETED, EventName.FAILED]


async def test_counts_of_a_wallet() -> None:
    value = example("4.4 Payments")
    summary = await client_of(Server(json_answer(value))).payments.wallet_summary(WALLET)
    assert (summary.count, [bucket.count for bucket in summary.buckets]) == (3, [2, 1])


async def test_history_is_in_its_order() -> None:
    value = example("11. Payment history")
    assert isinstance(value, dict)
    shuffled = {"events": list(reversed(value["events"]))}
    events = await client_of(Server(json_answer(shuffled))).payments.history(PAYMENT)
    assert [event.position for event in events] == [0, 1, 2, 3, 4]
    assert events[3].error is not None


async def test_a_cursor_page_and_an_offset_page() -> None:
    first = await client_of(Server(json_answer(example("Pagination", 0)))).payments.page()
    assert (first.has_more, first.total) == (True, None)
    assert first.next_cursor == "eyJrIjoiY3JlYXRlZF9hdCIsInYiOiIyMDI2LTEwLTA1In0"
    last = await client_of(Server(json_answer(example("Pagination", 1)))).payments.page()
    assert (last.has_more, last.total, last.payments) == (False, 137, ())
