"""Payments on the wire (API schemas section 6)."""

from __future__ import annotations

from pydantic import ValidationError

from voltage_tui.api.flat import flat_text
from voltage_tui.api.wire.base import (
    Amount,
    Count,
    CurrencyCode,
    Cursor,
    Flag,
    Id,
    Integer,
    Payable,
    Tagged,
    Text,
    TextTable,
    Timestamp,
    Wire,
)
from voltage_tui.api.wire.payment_data import DataWire
from voltage_tui.api.wire.settlement import ExchangeWire, to_exchange, to_frozen
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.model.payment import (
    Direction,
    HistoryEvent,
    Payment,
    PaymentBreakdown,
    PaymentCategory,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentPage,
    PaymentStatus,
    ProcessingFee,
    Route,
)


class FeeWire(Wire):
    """PaymentProcessingFee."""

    basis_points: Count
    amount: Amount


class BreakdownWire(Wire):
    """PaymentBreakdown, where the processing fee is a plain amount."""

    principal: Amount
    network_fee: Amount
    processing_fee: Amount


class ErrorWire(Wire):
    """SendError and ReceiveErrorWire."""

    type: Text
    code: Text | None = None
    detail: Text | None = None
    context: object = None


class PaymentWire(Wire):
    """Payment, both directions: `type` selects the shape of `data`."""

    direction: Text
    id: Id
    wallet_id: Id
    organization_id: Id
    environment_id: Id
    payment_category: Text | None = None
    route: Text | None = None
    metadata: TextTable | None = None
    created_at: Timestamp
    updated_at: Timestamp
    currency: CurrencyCode
    type: Text
    data: object
    requested_amount: Amount | None = None
    status: Text
    error: ErrorWire | None = None
    frozen: list[Tagged] | None = None
    exchanges: list[ExchangeWire] | None = None
    processing_fee: FeeWire | None = None
    payment_breakdown: BreakdownWire | None = None
    bip21_uri: Payable | None = None
    check_only: Flag | None = None


class PaymentsWire(Wire):
    """Payments."""

    items: list[PaymentWire]
    total: Count | None = None
    next_cursor: Cursor | None = None
    has_more: Flag | None = None


class HistoryEventWire(Wire):
    """EventHistory."""

    event_type: Text
    error: Text | None = None
    time: Timestamp
    position: Integer


class HistoryWire(Wire):
    """PaymentHistory."""

    events: list[HistoryEventWire]


def to_payment(wire: PaymentWire) -> Payment:
    """A payment of the model."""
    kind = recognise(PaymentKind, wire.type)
    data = _data(kind, wire.data)
    return Payment(
        id=PaymentId(wire.id),
        wallet_id=WalletId(wire.wallet_id),
        organization_id=OrganizationId(wire.organization_id),
        environment_id=EnvironmentId(wire.environment_id),
        direction=Direction(wire.direction),
        kind=kind,
        category=recognise(PaymentCategory, wire.payment_category)
        if wire.payment_category
        else None,
        status=recognise(PaymentStatus, wire.status),
        currency=wire.currency,
        amount=data.display_amount,
        rail_units=data.rail_units,
        requested=wire.requested_amount,
        max_fee=data.max_fee,
        fees=data.fees,
        memo=data.note,
        payment_request=data.payment_request or None,
        address=data.address or None,
        bip21_uri=wire.bip21_uri or None,
        expiration_s=data.expiration,
        market_quote=data.quoted,
        settlements=data.settlements,
        exchanges=tuple(to_exchange(item) for item in wire.exchanges or ()),
        frozen=tuple(to_frozen(item) for item in wire.frozen or ()),
        processing_fee=_fee(wire.processing_fee),
        breakdown=_breakdown(wire.payment_breakdown),
        error=_error(wire.error),
        route=recognise(Route, wire.route) if wire.route else None,
        check_only=bool(wire.check_only),
        metadata=wire.metadata or {},
        created_at=wire.created_at,
        updated_at=wire.updated_at,
    )


def to_payment_page(wire: PaymentsWire) -> PaymentPage:
    """A page of payments."""
    return PaymentPage(
        payments=tuple(to_payment(item) for item in wire.items),
        next_cursor=wire.next_cursor,
        has_more=wire.next_cursor is not None if wire.has_more is None else wire.has_more,
        total=wire.total,
    )


def to_history(wire: HistoryWire) -> tuple[HistoryEvent, ...]:
    """The steps of a payment in their order."""
    events = (
        HistoryEvent(event.event_type, event.error, event.time, event.position)
        for event in wire.events
    )
    return tuple(sorted(events, key=lambda event: event.position))


def _data(kind: PaymentKind | Unrecognised, raw: object) -> DataWire:
    """What the kind says of itself; of a kind we do not know, as much as can be read."""
    try:
        return DataWire.model_validate(raw)
    except ValidationError:
        if isinstance(kind, PaymentKind):
            raise
        return DataWire()


def _fee(wire: FeeWire | None) -> ProcessingFee | None:
    return ProcessingFee(wire.basis_points, wire.amount) if wire else None


def _breakdown(wire: BreakdownWire | None) -> PaymentBreakdown | None:
    if wire is None:
        return None
    return PaymentBreakdown(wire.principal, wire.network_fee, wire.processing_fee)


def _error(wire: ErrorWire | None) -> PaymentError | None:
    if wire is None:
        return None
    return PaymentError(
        type=recognise(PaymentErrorType, wire.type),
        code=recognise(PaymentErrorCode, wire.code) if wire.code else None,
        detail=wire.detail,
        context=flat_text(wire.context),
    )
