"""What a completed payment really cost, against what was agreed to (S-29)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.money import BTC, plain
from voltage_tui.treasury.paying.worst_case import FeeRate, FeeSource, dearest, worst_case

if TYPE_CHECKING:
    from voltage_tui.money import Money, Rate
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.words import Say


class BreachKind(Enum):
    """What was more than agreed."""

    FEE_CAP = "fee cap"
    PROCESSING_FEE = "processing fee"
    PRINCIPAL = "amount"


@dataclass(frozen=True, slots=True)
class Breach:
    """One part that came dearer than agreed: what was agreed, and what it was."""

    kind: BreachKind
    agreed: Money
    real: Money
    words: str


def fee_breach(
    payment: Payment,
    order: PayOrder | None = None,
    exchange: Rate | None = None,
    say: Say = plain,
) -> tuple[Breach, ...]:
    """Where a completed send cost more than its fee cap, its fee or its quote; () when nowhere.

    `order` is what was confirmed; without it (after a restart) the payment's own figures are
    compared with each other. `exchange` is the quote's rate, of a dollar wallet; the one that the
    payment names is used without it. What cannot be compared is no breach.
    """
    if payment.status is not PaymentStatus.COMPLETED or payment.direction is not Direction.SEND:
        return ()
    if exchange is None and payment.market_quote is not None:
        exchange = payment.market_quote.rate
    parts = (
        (BreachKind.FEE_CAP, _cap(payment, order, exchange), _network_fee(payment)),
        (BreachKind.PROCESSING_FEE, _agreed_fee(payment), _processing_fee(payment)),
        (BreachKind.PRINCIPAL, _agreed_principal(order, exchange, payment), _principal(payment)),
    )
    return tuple(
        Breach(kind, agreed, real, f"The {_NAMES[kind]} was {say(real)}, over {say(agreed)}.")
        for kind, agreed, real in parts
        if agreed is not None
        and real is not None
        and agreed.currency == real.currency
        and real > agreed
    )


_NAMES = {
    BreachKind.FEE_CAP: "network fee",
    BreachKind.PROCESSING_FEE: "processing fee",
    BreachKind.PRINCIPAL: "amount",
}


def _cap(payment: Payment, order: PayOrder | None, exchange: Rate | None) -> Money | None:
    """The cap in the payment's currency; the confirmed one before the one it reports."""
    agreed = None if order is None else _in_currency(order.max_fee, payment, exchange)
    return payment.max_fee if agreed is None else agreed


def _network_fee(payment: Payment) -> Money | None:
    if payment.breakdown is not None:
        return payment.breakdown.network_fee
    fees, processing = payment.fees, _processing_fee(payment)
    if fees is None or processing is None:
        return fees
    return fees - processing if fees.currency == processing.currency else None


def _processing_fee(payment: Payment) -> Money | None:
    if payment.breakdown is not None:
        return payment.breakdown.processing_fee
    return None if payment.processing_fee is None else payment.processing_fee.amount


def _agreed_fee(payment: Payment) -> Money | None:
    """The processing fee that the frozen rate makes of the principal."""
    terms, principal = payment.processing_fee, _principal(payment)
    if terms is None or principal is None:
        return None
    rate = FeeRate(terms.basis_points, FeeSource.POLICY)
    return worst_case(principal, principal, rate).processing_fee


def _agreed_principal(
    order: PayOrder | None, exchange: Rate | None, payment: Payment
) -> Money | None:
    return None if order is None else _in_currency(order.amount, payment, exchange)


def _principal(payment: Payment) -> Money | None:
    return payment.amount if payment.breakdown is None else payment.breakdown.principal


def _in_currency(bitcoin: Money, payment: Payment, exchange: Rate | None) -> Money | None:
    """Bitcoin as the payment shows it: itself, or dollars at the quote's rate, rounded up."""
    if payment.currency == BTC:
        return bitcoin
    if exchange is None or exchange.currency != payment.currency:
        return None
    return dearest(exchange, bitcoin)
