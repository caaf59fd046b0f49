"""Ledger pages on the wire (API schemas section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict

from voltage_tui.api.wire.base import Amount, Count, CurrencyCode, Id, Text, Timestamp, Wire
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.ledger import LedgerBreakdown, LedgerEntry, LedgerKind, LedgerPage
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable


class ProcessingFeeWire(Wire):
    """ProcessingFee, the ledger's own, with its rate."""

    amount: Amount
    basis_points: Count


class BreakdownWire(Wire):
    """WalletPaymentBreakdown."""

    principal: Amount
    network_fee: Amount
    processing_fee: ProcessingFeeWire


class LedgerEventWire(Wire):
    """LedgerEvent, all six and any later one: `type` says which of the keys are there.

    Unknown keys are kept, since a later kind names its identifier in its own way.
    """

    model_config = ConfigDict(extra="allow")

    type: Text
    credit_id: Id | None = None
    hold_id: Id | None = None
    deposit_id: Id | None = None
    withdraw_id: Id | None = None
    payment_id: Id | None = None
    currency: CurrencyCode | None = None
    amount: Amount | None = None
    payment_breakdown: BreakdownWire | None = None
    effective_time: Timestamp


class LedgerWire(Wire):
    """Ledger."""

    items: list[LedgerEventWire]
    offset: Count
    limit: Count
    total: Count


def ledger_page_of(wallet_id: WalletId) -> Callable[[LedgerWire], LedgerPage]:
    """What turns a page of this wallet's ledger into one of the model."""

    def to_page(wire: LedgerWire) -> LedgerPage:
        return LedgerPage(
            entries=tuple(to_entry(wallet_id, item) for item in wire.items),
            offset=wire.offset,
            limit=wire.limit,
            total=wire.total,
        )

    return to_page


def to_entry(wallet_id: WalletId, wire: LedgerEventWire) -> LedgerEntry:
    """A ledger entry; `ValueError` when a known kind lacks what it always has."""
    kind = recognise(LedgerKind, wire.type)
    amount = wire.amount
    currency = amount.currency if amount is not None else wire.currency
    entry_id = _entry_id(kind, wire)
    if currency is None or entry_id is None:
        raise ValueError("a ledger row without its currency or identifier")
    if amount is None and isinstance(kind, LedgerKind) and kind is not LedgerKind.RELEASED:
        raise ValueError("a ledger row without its amount")
    if wire.currency is not None and wire.currency != currency:
        raise ValueError("a ledger row in two currencies")
    return LedgerEntry(
        wallet_id=wallet_id,
        kind=kind,
        entry_id=entry_id,
        payment_id=PaymentId(wire.payment_id) if wire.payment_id else None,
        currency=currency,
        amount=None if kind is LedgerKind.RELEASED else amount,
        breakdown=_breakdown(wire.payment_breakdown) if wire.payment_breakdown else None,
        effective_time=wire.effective_time,
    )


def _entry_id(kind: LedgerKind | Unrecognised, wire: LedgerEventWire) -> str | None:
    match kind:
        case LedgerKind.CREDITED:
            return wire.credit_id
        case LedgerKind.HELD | LedgerKind.CAPTURED | LedgerKind.RELEASED:
            return wire.hold_id
        case LedgerKind.DEPOSITED:
            return wire.deposit_id
        case LedgerKind.WITHDRAWN:
            return wire.withdraw_id
        case Unrecognised():
            return _some_id(wire)


def _some_id(wire: LedgerEventWire) -> str | None:
    """The identifier of a kind we do not know: a key of its own, or the payment's."""
    known = (wire.credit_id, wire.hold_id, wire.deposit_id, wire.withdraw_id)
    extra = wire.model_extra or {}
    own = (value for name, value in sorted(extra.items()) if name.endswith("_id"))
    texts = (clean(value, 64) for value in own if isinstance(value, str))
    return next((name for name in (*known, *texts, wire.payment_id) if name), None)


def _breakdown(wire: BreakdownWire) -> LedgerBreakdown:
    return LedgerBreakdown(
        principal=wire.principal,
        network_fee=wire.network_fee,
        processing_fee=wire.processing_fee.amount,
        basis_points=wire.processing_fee.basis_points,
    )
