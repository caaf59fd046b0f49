"""What moved since a moment: completed payments in and out, and what came to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.model.payment_words import Direction, PaymentStatus
from voltage_tui.money import Currency, Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.payment import Payment


@dataclass(frozen=True, slots=True)
class Movement:
    """One currency's completed payments; both sums are magnitudes, fees left out."""

    currency: Currency
    received: int
    money_in: Money
    sent: int
    money_out: Money


@dataclass(frozen=True, slots=True)
class Movements:
    """What moved, by currency (bitcoin first), and how many failed or expired."""

    by_currency: tuple[Movement, ...]
    failed: int
    expired: int


def movements_since(payments: Iterable[Payment], since: datetime) -> Movements:
    """Add up the payments whose last change is at or after `since`; policy checks do not count."""
    recent = [p for p in payments if p.updated_at >= since and not p.check_only]
    done = [p for p in recent if p.status is PaymentStatus.COMPLETED and p.amount is not None]
    currencies = sorted({p.amount.currency for p in done if p.amount is not None})
    return Movements(
        by_currency=tuple(_movement(currency, done) for currency in currencies),
        failed=sum(p.status is PaymentStatus.FAILED for p in recent),
        expired=sum(p.status is PaymentStatus.EXPIRED for p in recent),
    )


def _movement(currency: Currency, done: Iterable[Payment]) -> Movement:
    sums = {Direction.RECEIVE: 0, Direction.SEND: 0}
    counts = {Direction.RECEIVE: 0, Direction.SEND: 0}
    for payment in done:
        if payment.amount is not None and payment.amount.currency == currency:
            sums[payment.direction] += payment.amount.units
            counts[payment.direction] += 1
    return Movement(
        currency,
        counts[Direction.RECEIVE],
        Money(currency, sums[Direction.RECEIVE]),
        counts[Direction.SEND],
        Money(currency, sums[Direction.SEND]),
    )
