"""A payment as our own JSON and back, exactly: what is kept of it in the mirror.

The wire's JSON is not kept: it is checked and cleaned once, where it comes in.
"""

from __future__ import annotations

import json

from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentBreakdown,
    PaymentCategory,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
    ProcessingFee,
    Route,
)
from voltage_tui.money import Currency
from voltage_tui.store.mirror.json_fields import (
    Fields,
    Json,
    Object,
    moment_json,
    money_json,
    without_empty,
    word_json,
)
from voltage_tui.store.mirror.settlement_json import (
    exchange_json,
    exchange_of,
    frozen_json,
    frozen_of,
    market_quote_of,
    quote_json,
    settlement_json,
    settlement_of,
)


def payment_json(payment: Payment) -> str:
    """The payment in one line; the same payment gives the same text."""
    fields = _identity(payment) | _amounts(payment) | _ending(payment)
    return json.dumps(without_empty(fields), ensure_ascii=False, separators=(",", ":"))


def payment_of(text: str) -> Payment:
    """The payment in this text. Raises `ValueError` when it is none of ours."""
    fields = Fields(json.loads(text))
    return Payment(
        id=PaymentId(fields.text("id")),
        wallet_id=WalletId(fields.text("wallet_id")),
        organization_id=OrganizationId(fields.text("organization_id")),
        environment_id=EnvironmentId(fields.text("environment_id")),
        direction=Direction(fields.text("direction")),
        kind=fields.word("kind", PaymentKind),
        category=fields.word_or_none("category", PaymentCategory),
        status=fields.word("status", PaymentStatus),
        currency=Currency(fields.text("currency")),
        amount=fields.money_or_none("amount"),
        rail_units=fields.integer_or_none("rail_units"),
        requested=fields.money_or_none("requested"),
        max_fee=fields.money_or_none("max_fee"),
        fees=fields.money_or_none("fees"),
        memo=fields.text_or_none("memo"),
        payment_request=fields.text_or_none("payment_request"),
        address=fields.text_or_none("address"),
        bip21_uri=fields.text_or_none("bip21_uri"),
        expiration_s=fields.integer_or_none("expiration_s"),
        market_quote=fields.part_or_none("market_quote", market_quote_of),
        settlements=fields.parts("settlements", settlement_of),
        exchanges=fields.parts("exchanges", exchange_of),
        frozen=fields.parts("frozen", frozen_of),
        processing_fee=fields.part_or_none("processing_fee", _processing_fee_of),
        breakdown=fields.part_or_none("breakdown", _breakdown_of),
        error=fields.part_or_none("error", _error_of),
        route=fields.word_or_none("route", Route),
        check_only=fields.flag("check_only"),
        metadata=fields.table("metadata"),
        created_at=fields.moment("created_at"),
        updated_at=fields.moment("updated_at"),
        disputed=fields.flag("disputed"),
    )


def _identity(payment: Payment) -> Object:
    return {
        "id": payment.id,
        "wallet_id": payment.wallet_id,
        "organization_id": payment.organization_id,
        "environment_id": payment.environment_id,
        "direction": payment.direction.value,
        "kind": word_json(payment.kind),
        "category": word_json(payment.category),
        "status": word_json(payment.status),
        "created_at": moment_json(payment.created_at),
        "updated_at": moment_json(payment.updated_at),
    }


def _amounts(payment: Payment) -> Object:
    quote, fee, breakdown = payment.market_quote, payment.processing_fee, payment.breakdown
    return {
        "currency": payment.currency,
        "amount": money_json(payment.amount),
        "rail_units": payment.rail_units,
        "requested": money_json(payment.requested),
        "max_fee": money_json(payment.max_fee),
        "fees": money_json(payment.fees),
        "market_quote": None if quote is None else quote_json(quote),
        "processing_fee": None if fee is None else _processing_fee_json(fee),
        "breakdown": None if breakdown is None else _breakdown_json(breakdown),
    }


def _ending(payment: Payment) -> Object:
    error = payment.error
    return {
        "memo": payment.memo,
        "payment_request": payment.payment_request,
        "address": payment.address,
        "bip21_uri": payment.bip21_uri,
        "expiration_s": payment.expiration_s,
        "settlements": list[Json](map(settlement_json, payment.settlements)),
        "exchanges": list[Json](map(exchange_json, payment.exchanges)),
        "frozen": list[Json](map(frozen_json, payment.frozen)),
        "error": None if error is None else _error_json(error),
        "route": word_json(payment.route),
        "check_only": payment.check_only,
        "disputed": payment.disputed,
        "metadata": dict[str, Json](payment.metadata),
    }


def _processing_fee_json(fee: ProcessingFee) -> Object:
    return {"basis_points": fee.basis_points, "amount": money_json(fee.amount)}


def _processing_fee_of(fields: Fields) -> ProcessingFee:
    return ProcessingFee(fields.integer("basis_points"), fields.money("amount"))


def _breakdown_json(breakdown: PaymentBreakdown) -> Object:
    return {
        "principal": money_json(breakdown.principal),
        "network_fee": money_json(breakdown.network_fee),
        "processing_fee": money_json(breakdown.processing_fee),
    }


def _breakdown_of(fields: Fields) -> PaymentBreakdown:
    return PaymentBreakdown(
        principal=fields.money("principal"),
        network_fee=fields.money("network_fee"),
        processing_fee=fields.money("processing_fee"),
    )


def _error_json(error: PaymentError) -> Object:
    return without_empty(
        {
            "type": word_json(error.type),
            "code": word_json(error.code),
            "detail": error.detail,
            "context": dict[str, Json](error.context),
        }
    )


def _error_of(fields: Fields) -> PaymentError:
    return PaymentError(
        type=fields.word("type", PaymentErrorType),
        code=fields.word_or_none("code", PaymentErrorCode),
        detail=fields.text_or_none("detail"),
        context=fields.table("context"),
    )
