"""Payments against their rules: large ones, failed ones, and those pending for too long. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.alert import Alert, AlertKind, Cleared, Severity, Subject, SubjectKind
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.money import BTC, MSATS_PER_SAT, USD, Currency, Money
from voltage_tui.treasury.alerting.judge import Finding, Level
from voltage_tui.treasury.durations import later
from voltage_tui.treasury.usual import Usual, usual_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from voltage_tui.alert_rules import AlertRules
    from voltage_tui.treasury.alerting.rules import Facts

RECENT: Final = timedelta(hours=24)
"""A payment that failed, or was large, is raised for so long."""
PATIENCE: Final = 3
"""How many times what is usual for its kind a send may be pending."""
_NEITHER: Final = (PaymentStatus.FAILED, PaymentStatus.EXPIRED)


def payment_findings(facts: Facts, rules: AlertRules) -> Iterator[Finding]:
    """Those of the last day that failed or were large; what is raised and is neither is cleared.

    A payment that is not in the book any more stays raised until its day has passed.
    """
    book = facts.snapshot.book.value
    if book is None:
        return
    failed, large = rules.watches(AlertKind.FAILED), rules.watches(AlertKind.PAYMENT)
    over, begin = size_limits(rules), facts.now - RECENT
    raised = {a.about.id for a in facts.standing.values() if a.about.kind is SubjectKind.PAYMENT}
    for payment in book.payments:
        if payment.updated_at <= begin or payment.check_only:
            continue
        has_failed, is_over = payment.status is PaymentStatus.FAILED, is_large(payment, over)
        if not (has_failed or is_over or payment.id in raised):
            continue
        if failed:
            yield from _judged(facts, payment, AlertKind.FAILED, has_failed)
        if large:
            yield from _judged(facts, payment, AlertKind.PAYMENT, is_over)


def size_limits(rules: AlertRules) -> dict[Currency, int]:
    """By currency, the base units that a payment may have; a currency that is not limited is not
    there."""
    limits = {BTC: rules.payment_over_sats * MSATS_PER_SAT, USD: rules.payment_over_cents}
    return {currency: units for currency, units in limits.items() if units > 0}


def amount_of(payment: Payment) -> Money | None:
    """What was paid or asked for, as far as it is known."""
    if payment.amount is not None:
        return payment.amount
    return None if payment.rail_units is None else Money(BTC, payment.rail_units)


def is_large(payment: Payment, limits: dict[Currency, int]) -> bool:
    """Whether more than the limit has come in, or has gone out or is about to."""
    amount = amount_of(payment)
    if amount is None or amount.units <= limits.get(amount.currency, amount.units):
        return False
    if payment.direction is Direction.RECEIVE:
        return payment.status is PaymentStatus.COMPLETED
    return payment.status not in _NEITHER


def patience_for(payment: Payment, usual: Usual | None, rules: AlertRules) -> timedelta:
    """How long a send may be pending: the setting of its rail, and no less than some times what is
    usual."""
    onchain = payment.payment_request is None
    floor = timedelta(minutes=rules.pending_onchain_minutes if onchain else rules.pending_minutes)
    return floor if usual is None else max(floor, usual.span * PATIENCE)


def pending_findings(facts: Facts, rules: AlertRules) -> Iterator[Finding]:
    """Sends that take longer than they should; cleared when they have ended."""
    pending = {p.id for p in facts.snapshot.pending}
    for alert in facts.standing.values():
        if alert.kind is not AlertKind.PENDING or alert.about.id in pending:
            continue
        known = next((p for p in _book(facts) if p.id == alert.about.id), None)
        if known is not None and known.is_terminal:
            yield Finding(Level.CLEAR, alert, Cleared.OVER)
    for payment, usual, limit in _waiting(facts, rules):
        late = facts.now - payment.created_at >= limit
        found = Alert(
            f"{AlertKind.PENDING.value}:{payment.id}",
            AlertKind.PENDING,
            Severity.NOW,
            Subject(SubjectKind.PAYMENT, payment.id),
            facts.now,
            value=amount_of(payment),
            threshold=limit,
            since=payment.created_at,
            usual=None if usual is None else usual.span,
        )
        yield Finding(Level.RAISE if late else Level.KEEP, found)


def next_late(facts: Facts, rules: AlertRules) -> datetime | None:
    """When the next of those pending will have taken too long, by the server's clock."""
    if not rules.watches(AlertKind.PENDING):
        return None
    ends = (later(payment.created_at, limit) for payment, _, limit in _waiting(facts, rules))
    return min((end for end in ends if end > facts.now), default=None)


def _waiting(facts: Facts, rules: AlertRules) -> Iterator[tuple[Payment, Usual | None, timedelta]]:
    known: dict[tuple[object, object], Usual | None] = {}
    for payment in facts.snapshot.pending:
        if payment.direction is not Direction.SEND or payment.check_only:
            continue
        like = (payment.kind, payment.payment_request is None)
        if like not in known:
            known[like] = usual_for(payment, _book(facts))
        usual = known[like]
        yield payment, usual, patience_for(payment, usual, rules)


def _book(facts: Facts) -> tuple[Payment, ...]:
    book = facts.snapshot.book.value
    return () if book is None else book.payments


def _judged(facts: Facts, payment: Payment, kind: AlertKind, holds: bool) -> Iterator[Finding]:  # noqa: FBT001
    key = f"{kind.value}:{payment.id}"
    if not holds:
        known = facts.standing.get(key)
        if known is not None:
            yield Finding(Level.CLEAR, known, Cleared.OVER)
        return
    yield Finding(
        Level.RAISE,
        Alert(
            key,
            kind,
            Severity.SOON,
            Subject(SubjectKind.PAYMENT, payment.id),
            facts.now,
            value=amount_of(payment),
            what=_reason(payment) if kind is AlertKind.FAILED else payment.direction.value,
            since=payment.updated_at,
            until=later(payment.updated_at, RECENT),
        ),
    )


def _reason(payment: Payment) -> str:
    error = payment.error
    if error is None:
        return ""
    code = error.code or error.type
    return str(code.value).replace("_", " ")
