"""What moved since a moment: completed payments in and out, and what came to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.model.payment_words import Direction, PaymentStatus
from voltage_tui.money import Currency, Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
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
    """What moved, by currency (bitcoin first), and how many failed or expired.

    `between_own` counts transfers from one wallet of the organisation to another. They are in no
    sum: nothing came in and nothing went out.
    """

    by_currency: tuple[Movement, ...]
    between_own: int
    failed: int
    expired: int


def movements_since(payments: Iterable[Payment], since: datetime) -> Movements:
    """Add up the payments whose last change is at or after `since`; policy checks do not count.

    All the payments known should be given: a transfer is told by its two halves.
    """
    known = tuple(payments)
    transfers = transfers_of(known)
    recent = [p for p in known if p.updated_at >= since and not p.check_only]
    settled = [p for p in recent if p.status is PaymentStatus.COMPLETED and p.amount is not None]
    done = [p for p in settled if p.id not in transfers]
    currencies = sorted({p.amount.currency for p in done if p.amount is not None})
    return Movements(
        by_currency=tuple(_movement(currency, done) for currency in currencies),
        between_own=len({transfers[p.id] for p in settled if p.id in transfers}),
        failed=sum(p.status is PaymentStatus.FAILED for p in recent),
        expired=sum(p.status is PaymentStatus.EXPIRED for p in recent),
    )


def transfers_of(payments: Iterable[Payment]) -> dict[PaymentId, PaymentId]:
    """Both halves of every transfer between own wallets, each with the id of its receive.

    The two share an invoice or an address, and the send has completed: an own invoice that a send
    of ours failed to pay may still have been paid by somebody else.
    """
    known = tuple(payments)
    asked = {
        target: p.id for p in known if p.direction is Direction.RECEIVE for target in _targets(p)
    }
    halves: dict[PaymentId, PaymentId] = {}
    for payment in known:
        if payment.direction is not Direction.SEND or payment.status is not PaymentStatus.COMPLETED:
            continue
        own = next((asked[target] for target in _targets(payment) if target in asked), None)
        if own is not None and not payment.check_only:
            halves[payment.id] = halves[own] = own
    return halves


def _targets(payment: Payment) -> tuple[str, ...]:
    """What it is paid to; an invoice and an address mean the same in either case."""
    return tuple(text.casefold() for text in (payment.payment_request, payment.address) if text)


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
