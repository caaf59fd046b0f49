"""Parts of answers that the reference's samples do not show."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.api.calls import BILL, DELIVERY, HOOK, LINE, PAYMENT, WALLET
from tests.api.examples import example
from tests.api.server import Server, client_of, json_answer
from tests.reference.location import needs_reference
from voltage_tui.api.errors import MalformedResponse
from voltage_tui.model.bill import (
    Bill,
    BillErrorType,
    BillStatus,
    Holdback,
    HoldbackMode,
    SplitFee,
    SplitRate,
    TransferPurpose,
    TransferStatus,
)
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.settlement import BankSettlement, LightningSettlement
from voltage_tui.model.webhook import DeliveryErrorCode, EventName, Topic, WebhookEvent
from voltage_tui.money import cents, msats

DAY = "2026-10-05T12:00:00Z"
NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


def dollars(amount: int) -> dict[str, object]:
    return {"currency": "usd", "amount": amount, "unit": "cents"}


def sample(heading: str, place: int = 0) -> dict[str, object]:
    value = example(heading, place)
    assert isinstance(value, dict)
    return value


async def test_a_release_has_no_amount_of_its_own_even_if_one_is_sent() -> None:
    row = {"type": "released", "hold_id": "h", "payment_id": "p", "currency": "usd"}
    items = [row | {"effective_time": DAY}, row | {"effective_time": DAY, "amount": dollars(5)}]
    page = json_answer({"items": items, "offset": 0, "limit": 2, "total": 2})
    for entry in (await client_of(Server(page)).ledger.page(WALLET)).entries:
        assert (entry.kind, entry.amount, entry.currency) == (LedgerKind.RELEASED, None, "usd")


@pytest.mark.parametrize(
    "row",
    [
        {"type": "credited", "credit_id": "c"},
        {"type": "credited", "amount": dollars(5)},
        {"type": "captured", "credit_id": "c", "amount": dollars(5)},
        {"type": "released", "hold_id": "h"},
    ],
    ids=["no amount", "no identifier", "another's identifier", "no currency"],
)
async def test_a_ledger_row_that_lacks_what_it_always_has_is_malformed(
    row: dict[str, object],
) -> None:
    page = {"items": [row | {"effective_time": DAY}], "offset": 0, "limit": 1, "total": 1}
    with pytest.raises(MalformedResponse):
        await client_of(Server(json_answer(page))).ledger.page(WALLET)


@needs_reference
@pytest.mark.parametrize("part", ["available", "total", "currency"])
async def test_a_balance_in_two_currencies_is_malformed(part: str) -> None:
    wallet = sample("2. Product model")
    assert isinstance(wallet["balances"], list)
    other = "usd" if part == "currency" else dollars(5)
    broken = wallet | {"balances": [wallet["balances"][0] | {part: other}]}
    with pytest.raises(MalformedResponse):
        await client_of(Server(json_answer(broken))).wallets.get(WALLET)


async def test_a_summary_of_bills_by_currency_and_status() -> None:
    summary = {
        "organization_id": "o",
        "line_of_credit_id": LINE,
        "bill_total_count": 5,
        "inflight_total_count": 2,
        "amount_units": {"usd": "cents"},
        "by_currency": {
            "usd": {
                "bill_total_count": 4,
                "inflight_total_count": 1,
                "total_due_base_units": -250,
                "oldest_created_at": DAY,
                "newest_created_at": DAY,
                "by_status": {},
            }
        },
        "by_status": {
            "paid": {"bill_total_count": 3, "inflight_total_count": 0},
            "on_the_moon": {"bill_total_count": 1, "inflight_total_count": 1},
        },
    }
    got = await client_of(Server(json_answer(summary))).bills.summary()
    assert (got.line_id, got.all.count, got.all.inflight) == (LINE, 5, 2)
    (counts,) = got.by_currency.values()
    assert (counts.count, counts.inflight, counts.due) == (4, 1, cents(-250))
    assert got.by_status[BillStatus.PAID].count == 3
    assert got.by_status[Unrecognised("on_the_moon")].inflight == 1


HALF: dict[str, object] = {"count": 2, "volume": dollars(7)}
NONE: dict[str, object] = {"count": 0, "volume": dollars(0)}
ITEM: dict[str, object] = {
    "volume_fee": {"total": dollars(3), "send": dollars(1), "receive": dollars(2)},
    "payment_activity": {
        "standard": {"send": HALF, "receive": NONE},
        "treasury": {"send": NONE, "receive": HALF},
    },
    "payout_holdback": dollars(4),
}
TRANSFER = {
    "ach_id": None,
    "fulfillment_id": "f",
    "purpose": "fee",
    "amount": dollars(8),
    "status": "processing",
    "submitted_at": DAY,
}


async def bill_with(parts: dict[str, object], item: dict[str, object] | None = None) -> Bill:
    """The reference's bill with these parts, and these in its only line item."""
    bill = sample("13. Bills")
    invoice = bill["invoice"]
    assert isinstance(invoice, dict)
    items = [invoice["line_items"][0] | (item or {})]
    whole = bill | {"invoice": invoice | {"line_items": items}} | parts
    return await client_of(Server(json_answer(whole))).bills.get(BILL)


@needs_reference
async def test_the_terms_of_a_dollar_bill() -> None:
    got = await bill_with(
        {
            "volume_fee_percentage": {"send": 0.25, "receive": 1},
            "settlement_fee_percentage": 0.05,
            "payout_holdback": {"mode": "fixed", "amount": 5_000},
        }
    )
    assert got.volume_rate == SplitRate(Decimal("0.25"), Decimal(1))
    assert got.settlement_rate == Decimal("0.05")
    assert got.holdback == Holdback(HoldbackMode.FIXED, cents(5_000), None)


@needs_reference
async def test_the_bank_transfers_of_a_dollar_bill_and_why_they_failed() -> None:
    error = {"type": "max_retries_exceeded", "detail": 3, "context": {"max_retries": 3}}
    ach = {"transfers": [TRANSFER]}
    got = await bill_with({"ach": ach, "error": error, "failed_at": DAY, "amt_paid": dollars(6)})
    (transfer,) = got.transfers
    assert (transfer.id, transfer.purpose) == (None, TransferPurpose.FEE)
    assert (transfer.status, transfer.amount) == (TransferStatus.PROCESSING, cents(8))
    assert (transfer.submitted_at, transfer.completed_at) == (NOON, None)
    assert got.error is not None
    assert got.error.type is BillErrorType.MAX_RETRIES_EXCEEDED
    assert got.error.detail == {"detail": "3", "context.max_retries": "3"}
    assert (got.times.failed_at, got.amount_paid) == (NOON, cents(6))


@needs_reference
async def test_the_parts_of_a_bill_that_are_billed_by_contract() -> None:
    shared = {"amount": dollars(2), "settlement_type": "Collection"}
    period = {"type": "period", "start_at": DAY, "end_at": DAY}
    once = {"type": "one_time", "bill_at": DAY}
    got = await bill_with(
        {
            "scheduled_sections": [
                shared | {"coverage": period, "calculation": {"type": "processing_fee_split"}},
                shared | {"coverage": once, "calculation": {"type": "fixed_contract"}},
            ]
        }
    )
    assert [section.starts_at for section in got.sections] == [NOON, NOON]
    assert [section.ends_at for section in got.sections] == [NOON, None]
    assert [section.type for section in got.sections] == ["processing_fee_split", "fixed_contract"]


@needs_reference
async def test_a_line_item_with_split_fees_and_activity() -> None:
    (line,) = (await bill_with({}, ITEM)).items
    assert line.volume_fee == SplitFee(cents(3), cents(1), cents(2))
    assert line.activity is not None
    assert (line.activity.sent.count, line.activity.received.count) == (2, 0)
    assert (line.activity.treasury_sent.count, line.activity.treasury_received.count) == (0, 2)
    assert line.payout_holdback == cents(4)


@needs_reference
async def test_a_delivery_of_a_payment_that_was_turned_away() -> None:
    context = {"type": "rate_limited", "retry_after_seconds": 30}
    info = {"type": "delivery_failed", "code": "rate_limited", "detail": "slow", "context": context}
    detail = {"event": "completed", "data": sample("8. Reading a payment", 0)}
    value = sample("Deliveries") | {
        "payload": {"type": "receive", "detail": detail},
        "error_info": info,
        "status_code": 429,
    }
    got = await client_of(Server(json_answer(value))).webhooks.delivery(HOOK, DELIVERY)
    assert got.event == WebhookEvent(Topic.RECEIVE, EventName.COMPLETED)
    assert got.payment is not None
    assert got.payment.amount == msats(25_000_000)
    assert got.error is not None
    assert (got.error.code, got.error.retry_after_s) == (DeliveryErrorCode.RATE_LIMITED, 30)


@needs_reference
async def test_a_delivery_with_only_the_old_text_of_its_error() -> None:
    value = sample("Deliveries") | {"error_info": None}
    got = await client_of(Server(json_answer(value))).webhooks.delivery(HOOK, DELIVERY)
    assert got.error is not None
    assert (got.error.code, got.error.detail) == (None, "receiver answered 503")


@needs_reference
async def test_a_bank_batch_is_the_sum_of_its_transfers() -> None:
    transfer = {
        "amount": 1_250,
        "identification_number": "A1",
        "loc_id": LINE,
        "bill_id": BILL,
        "status": "PROCESSED",
    }
    preimage = {"preimage": "00", "payment_hash": "11"}
    data = {
        "idempotency_key": PAYMENT,
        "direction": "CREDIT",
        "payments": [transfer, transfer],
        "receipts": [{"type": "Lightning", "data": preimage}],
    }
    value = sample("8. Reading a payment", 0) | {"type": "usdbatch", "data": data}
    got = await client_of(Server(json_answer(value))).payments.get(PAYMENT)
    assert (got.amount, got.rail_units) == (cents(2_500), None)
    assert got.settlements == (
        BankSettlement(PAYMENT, 2),
        LightningSettlement("00", "11", None),
    )
