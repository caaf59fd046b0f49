"""The invoice inside a bill on the wire (API schemas section 12, `Invoice` to `VolumeFee`)."""

from __future__ import annotations

from voltage_tui.api.wire.base import (
    Amount,
    Count,
    CurrencyCode,
    Id,
    Text,
    Timestamp,
    Wire,
)
from voltage_tui.api.wire.values import read_amount
from voltage_tui.model.bill import Activity, LineItem, PaymentActivity, SplitFee
from voltage_tui.model.ids import WalletId
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.wallet import SettlementType


class SplitFeeWire(Wire):
    """ProcessingFees and SplitVolumeFee."""

    total: Amount
    send: Amount
    receive: Amount


class ActivityWire(Wire):
    """PaymentActivityBucket."""

    count: Count
    volume: Amount


class DirectionsWire(Wire):
    """DirectionalPaymentActivity."""

    send: ActivityWire
    receive: ActivityWire


class PaymentActivityWire(Wire):
    """PaymentActivity."""

    standard: DirectionsWire
    treasury: DirectionsWire


class LineItemWire(Wire):
    """LineItem."""

    wallet_id: Id
    starting_balance: Amount | None = None
    currency: CurrencyCode
    amount_total: Amount
    settlement_type: Text
    total_transactions_sent: Count
    amount_sent: Amount
    total_transactions_received: Count
    amount_received: Amount
    processing_fees: SplitFeeWire | None = None
    payment_activity: PaymentActivityWire | None = None
    volume_fee: object
    interest_fee: Amount | None = None
    payout_holdback: Amount | None = None


class InvoiceWire(Wire):
    """Invoice."""

    line_items: list[LineItemWire]
    due_date: Timestamp
    service_fee: Amount
    settlement_fee: Amount | None = None


def to_line_item(wire: LineItemWire) -> LineItem:
    """One wallet's part of a bill."""
    fees = wire.processing_fees
    return LineItem(
        wallet_id=WalletId(wire.wallet_id),
        currency=wire.currency,
        starting_balance=wire.starting_balance,
        amount_total=wire.amount_total,
        settlement_type=recognise(SettlementType, wire.settlement_type),
        sent_count=wire.total_transactions_sent,
        amount_sent=wire.amount_sent,
        received_count=wire.total_transactions_received,
        amount_received=wire.amount_received,
        processing_fees=_split(fees) if fees else None,
        activity=_payment_activity(wire.payment_activity) if wire.payment_activity else None,
        volume_fee=_volume_fee(wire.volume_fee),
        interest_fee=wire.interest_fee,
        payout_holdback=wire.payout_holdback,
    )


def _volume_fee(raw: object) -> SplitFee:
    """One amount under a flat rate, or both sides and their sum."""
    if isinstance(raw, dict) and "total" in raw:
        return _split(SplitFeeWire.model_validate(raw))
    return SplitFee(read_amount(raw), None, None)


def _split(wire: SplitFeeWire) -> SplitFee:
    return SplitFee(wire.total, wire.send, wire.receive)


def _payment_activity(wire: PaymentActivityWire) -> PaymentActivity:
    return PaymentActivity(
        sent=_activity(wire.standard.send),
        received=_activity(wire.standard.receive),
        treasury_sent=_activity(wire.treasury.send),
        treasury_received=_activity(wire.treasury.receive),
    )


def _activity(wire: ActivityWire) -> Activity:
    return Activity(wire.count, wire.volume)
