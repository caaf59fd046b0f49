"""Bills on the wire (schemas, section 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.simulator import codec
from voltage_tui.simulator.amounts import Currency, amount_json, signed_json
from voltage_tui.simulator.moments import DAY, HOUR, SECOND, stamp, stamp_or_none
from voltage_tui.simulator.state.ids import derived_uuid
from voltage_tui.simulator.state.payment import InvoiceTerms

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.bill import Bill, BillItem
    from voltage_tui.simulator.state.state import State

_DUE_AFTER: Final = 7 * DAY
_VOLUME_FEE_PERCENT: Final = 0.5
_SETTLEMENT_FEE_PERCENT: Final = 0.0


def bill_json(state: State, bill: Bill) -> JsonObject:
    """A BillRead; the way to pay it is there only while it is due."""
    currency = bill.line.currency
    due = amount_json(currency, abs(bill.due))
    usd = currency is Currency.USD
    payable = bill.status == "payment_due" and not usd and bill.due < 0
    return {
        "id": bill.id,
        "organization_id": state.identity.organization_id,
        "line_of_credit_id": bill.line.id,
        "fulfillment_ids": [_fulfillment(state, bill)] if usd else [],
        "start_time": stamp(bill.start),
        "end_time": stamp(bill.end),
        "period_length": "monthly",
        "status": bill.status,
        "settlement_type": settlement_type(bill.due),
        "wallet_ids": [item.wallet.id for item in bill.items],
        "invoice": _invoice(bill),
        "volume_fee_percentage": _VOLUME_FEE_PERCENT,
        "settlement_fee_percentage": _SETTLEMENT_FEE_PERCENT,
        "payout_holdback": {"mode": "none"},
        "amt_due": due,
        "ln_invoice": _ln_invoice(state, bill) if payable else None,
        "address": codec.write_address(state, bill.id) if payable else None,
        "amt_paid": None if bill.paid_at is None else due,
        "created_at": stamp(bill.created),
        "updated_at": stamp(bill.updated),
        "queued_at": stamp_or_none(bill.queued_at),
        "fulfillment_requested_at": stamp_or_none(_requested(bill)),
        "ach": _ach(state, bill) if usd else None,
        "payment_received_at": stamp_or_none(bill.paid_at),
        "paid_at": stamp_or_none(bill.paid_at),
        "settled_at": stamp_or_none(bill.settled_at),
        "voided_at": None,
        "error": None,
        "failed_at": None,
    }


def settlement_type(units: int) -> str:
    """Negative means that the customer pays (section 13)."""
    return "Collection" if units < 0 else "Payout"


def _invoice(bill: Bill) -> JsonObject:
    currency = bill.line.currency
    return {
        "line_of_credit_id": bill.line.id,
        "line_items": [_item(currency, item) for item in bill.items],
        "created_at": stamp(bill.created),
        "due_date": stamp(bill.end + _DUE_AFTER),
        "service_fee": amount_json(currency, bill.service_fee),
        "settlement_fee": None,
    }


def _item(currency: Currency, item: BillItem) -> JsonObject:
    return {
        "wallet_id": item.wallet.id,
        "starting_balance": signed_json(currency, item.starting_balance),
        "currency": currency.value,
        "amount_total": amount_json(currency, abs(item.net)),
        "settlement_type": settlement_type(item.net),
        "total_transactions_sent": item.sent_count,
        "amount_sent": amount_json(currency, item.sent),
        "total_transactions_received": item.received_count,
        "amount_received": amount_json(currency, item.received),
        "processing_fees": {
            "total": amount_json(currency, item.send_fees + item.receive_fees),
            "send": amount_json(currency, item.send_fees),
            "receive": amount_json(currency, item.receive_fees),
        },
        "volume_fee": amount_json(currency, item.volume_fee),
        "interest_fee": amount_json(currency, 0),
        "payout_holdback": None,
    }


def _ln_invoice(state: State, bill: Bill) -> str:
    seconds = _DUE_AFTER // SECOND
    terms = InvoiceTerms(abs(bill.due), "Voltage bill", bill.created, seconds, "voltage")
    return codec.write_invoice(state, bill.id, terms)


def _requested(bill: Bill) -> int | None:
    return None if bill.queued_at is None else bill.queued_at + HOUR


def _fulfillment(state: State, bill: Bill) -> str:
    return derived_uuid(state.seed, "fulfillment", bill.id)


def _ach(state: State, bill: Bill) -> JsonObject | None:
    requested = _requested(bill)
    if requested is None:
        return None
    done = bill.paid_at
    processing = requested + HOUR
    transfer: JsonObject = {
        "ach_id": derived_uuid(state.seed, "ach", bill.id),
        "fulfillment_id": _fulfillment(state, bill),
        "purpose": "collection" if bill.due < 0 else "payout",
        "amount": amount_json(bill.line.currency, abs(bill.due)),
        "status": "processing" if done is None else "succeeded",
        "submitted_at": stamp(requested),
        "processing_at": stamp(processing),
        "completed_at": stamp_or_none(done),
        "failed_at": None,
    }
    return {
        "queued_at": stamp_or_none(bill.queued_at),
        "submitted_at": stamp(requested),
        "processing_at": stamp(processing),
        "transfers": [transfer],
    }
