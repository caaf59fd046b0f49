"""Bills on the wire (API schemas section 12)."""

from __future__ import annotations

from voltage_tui.api.flat import flat_text
from voltage_tui.api.wire.base import (
    Amount,
    Cursor,
    Flag,
    Id,
    Number,
    Payable,
    Text,
    Timestamp,
    Wire,
)
from voltage_tui.api.wire.bill_terms import (
    HoldbackWire,
    SectionWire,
    to_holdback,
    to_section,
    to_volume_rate,
)
from voltage_tui.api.wire.invoice import InvoiceWire, to_line_item
from voltage_tui.model.bill import (
    Bill,
    BillError,
    BillErrorType,
    BillPage,
    BillPeriod,
    BillStatus,
    BillTimes,
    Transfer,
    TransferPurpose,
    TransferStatus,
)
from voltage_tui.model.ids import BillId, LineId, OrganizationId, WalletId
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.wallet import SettlementType


class TransferWire(Wire):
    """BillReadAch."""

    ach_id: Id | None = None
    purpose: Text | None = None
    amount: Amount
    status: Text
    submitted_at: Timestamp | None = None
    processing_at: Timestamp | None = None
    completed_at: Timestamp | None = None
    failed_at: Timestamp | None = None


class BankWire(Wire):
    """BillReadAchDetails."""

    transfers: list[TransferWire] | None = None


class BillErrorWire(Wire):
    """BillingError; what it says of itself can be anything."""

    type: Text
    detail: object = None
    context: object = None


class BillWire(Wire):
    """BillRead."""

    id: Id
    organization_id: Id
    line_of_credit_id: Id
    start_time: Timestamp
    end_time: Timestamp
    period_length: Text
    status: Text
    settlement_type: Text
    wallet_ids: list[Id]
    invoice: InvoiceWire
    scheduled_sections: list[SectionWire] | None = None
    volume_fee_percentage: object = None
    settlement_fee_percentage: Number | None = None
    payout_holdback: HoldbackWire | None = None
    amt_due: Amount
    ln_invoice: Payable | None = None
    address: Payable | None = None
    amt_paid: Amount | None = None
    created_at: Timestamp
    updated_at: Timestamp
    queued_at: Timestamp | None = None
    fulfillment_requested_at: Timestamp | None = None
    ach: BankWire | None = None
    payment_received_at: Timestamp | None = None
    paid_at: Timestamp | None = None
    settled_at: Timestamp | None = None
    voided_at: Timestamp | None = None
    error: BillErrorWire | None = None
    failed_at: Timestamp | None = None


class BillsWire(Wire):
    """BillPage."""

    items: list[BillWire]
    next_cursor: Cursor | None = None
    has_more: Flag


def to_bill(wire: BillWire) -> Bill:
    """A bill of the model."""
    return Bill(
        id=BillId(wire.id),
        organization_id=OrganizationId(wire.organization_id),
        line_id=LineId(wire.line_of_credit_id),
        period_start=wire.start_time,
        period_end=wire.end_time,
        period=recognise(BillPeriod, wire.period_length),
        status=recognise(BillStatus, wire.status),
        settlement_type=recognise(SettlementType, wire.settlement_type),
        wallet_ids=tuple(WalletId(wallet_id) for wallet_id in wire.wallet_ids),
        items=tuple(to_line_item(item) for item in wire.invoice.line_items),
        sections=tuple(to_section(section) for section in wire.scheduled_sections or ()),
        service_fee=wire.invoice.service_fee,
        settlement_fee=wire.invoice.settlement_fee,
        volume_rate=to_volume_rate(wire.volume_fee_percentage),
        settlement_rate=wire.settlement_fee_percentage,
        holdback=to_holdback(wire.payout_holdback) if wire.payout_holdback else None,
        amount_due=wire.amt_due,
        amount_paid=wire.amt_paid,
        invoice=wire.ln_invoice or None,
        address=wire.address or None,
        transfers=_transfers(wire.ach),
        error=_error(wire.error) if wire.error else None,
        times=_times(wire),
    )


def to_bill_page(wire: BillsWire) -> BillPage:
    """A page of bills."""
    return BillPage(tuple(to_bill(item) for item in wire.items), wire.next_cursor, wire.has_more)


def _times(wire: BillWire) -> BillTimes:
    return BillTimes(
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        due_at=wire.invoice.due_date,
        queued_at=wire.queued_at,
        requested_at=wire.fulfillment_requested_at,
        received_at=wire.payment_received_at,
        paid_at=wire.paid_at,
        settled_at=wire.settled_at,
        voided_at=wire.voided_at,
        failed_at=wire.failed_at,
    )


def _transfers(bank: BankWire | None) -> tuple[Transfer, ...]:
    transfers = bank.transfers if bank else None
    return tuple(
        Transfer(
            id=transfer.ach_id,
            purpose=recognise(TransferPurpose, transfer.purpose) if transfer.purpose else None,
            amount=transfer.amount,
            status=recognise(TransferStatus, transfer.status),
            submitted_at=transfer.submitted_at,
            processing_at=transfer.processing_at,
            completed_at=transfer.completed_at,
            failed_at=transfer.failed_at,
        )
        for transfer in transfers or ()
    )


def _error(wire: BillErrorWire) -> BillError:
    said = flat_text({"detail": wire.detail, "context": wire.context})
    return BillError(recognise(BillErrorType, wire.type), said)
