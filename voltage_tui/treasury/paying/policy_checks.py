"""What the wallet's policies would say of a payment, as far as that can be told here.

The API leaves open whether fees, receives and failed payments count, and over which time volume
does (reference section 15): where that decides, the answer is that it is not known.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.model.policy import (
    MaxPaymentSize,
    OfacCompliant,
    ProcessingFeeOverride,
    ReflexApproval,
    Rule,
    SendVolumeLimit,
    TransactionVelocity,
    UnrecognisedPolicy,
)
from voltage_tui.money import BTC, Money, msats, total
from voltage_tui.treasury.account import permille
from voltage_tui.treasury.paying.checks import Check, CheckKind, Passes, Stops, Unknown
from voltage_tui.treasury.paying.funds import bitcoin_cost
from voltage_tui.treasury.reading import Freshness

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.treasury.paying.checks import Verdict
    from voltage_tui.treasury.paying.facts import Facts
    from voltage_tui.treasury.paying.outgoing import Outgoing

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)


def policy_checks(order: Outgoing, facts: Facts) -> tuple[Check, ...]:
    """One check for each policy that can refuse; one in all where none can, or none were read."""
    policies = facts.policies.value
    if policies is None or facts.policies.freshness(facts.now) is Freshness.DEAD:
        unread = Unknown("The wallet's policies have not been read. Voltage applies them.")
        return (Check(CheckKind.POLICY, unread),)
    found = [c for p in policies if (c := _check(p.rule, order, facts)) is not None]
    if not found:
        return (Check(CheckKind.POLICY, Passes("No policy of the wallet can refuse it.")),)
    return tuple(found)


def _check(rule: Rule, order: Outgoing, facts: Facts) -> Check | None:
    match rule:
        case MaxPaymentSize():
            return Check(CheckKind.SIZE, _size(rule.limit, order, facts))
        case TransactionVelocity():
            return Check(CheckKind.VELOCITY, _velocity(rule.per_minute, order, facts))
        case SendVolumeLimit():
            return Check(CheckKind.VOLUME, _volume(rule.limit, order, facts))
        case ReflexApproval():
            return Check(CheckKind.POLICY, _approval(rule.threshold, order, facts))
        case OfacCompliant():
            words = "The payee is screened for sanctions when it is sent."
            return Check(CheckKind.POLICY, Unknown(words))
        case UnrecognisedPolicy():
            words = f"A policy of the type {rule.type} is not known here. Voltage applies it."
            return Check(CheckKind.POLICY, Unknown(words))
        case ProcessingFeeOverride():
            return None


def _size(limit: Money, order: Outgoing, facts: Facts) -> Verdict:
    if order.amount > limit:
        words = f"The amount is over the largest payment allowed, {facts.say(limit)}."
        return Stops(words, "Pay less at a time, or have the policy changed.")
    left, most = limit - order.amount, bitcoin_cost(order, facts).total
    if most is None or most > limit:
        return Unknown(
            f"The amount is within the {facts.say(limit)} allowed; with its fees it may not be,"
            " and whether they count is not known."
        )
    used = permille(order.amount, limit)
    return Passes("It is within the largest payment allowed.", left, used_permille=used)


def _velocity(per_minute: int, order: Outgoing, facts: Facts) -> Verdict:
    since = facts.server_now - MINUTE
    recent = [p for p in _of_wallet(order, facts) if p.created_at > since and not p.check_only]
    let_pass = [p for p in recent if _is_let_pass(p)]
    if len(let_pass) >= per_minute:
        oldest = sorted(p.created_at for p in let_pass)[len(let_pass) - per_minute]
        words = f"The wallet has made the {per_minute} payments that a minute may see."
        free_in = oldest - since
        return Stops(words, f"Wait {_seconds(free_in)} s.", free_in=free_in)
    if len(recent) >= per_minute or not _covers(facts, since):
        return Unknown(
            f"A minute may see {per_minute} payments, and not every one that may count is known."
        )
    with_this = len(recent) + 1
    return Passes(
        f"A minute may see {per_minute} payments.",
        per_minute - with_this,
        used_permille=with_this * 1_000 // per_minute,
    )


def _volume(limit: Money, order: Outgoing, facts: Facts) -> Verdict:
    if order.amount > limit:
        words = f"The amount alone is over the outgoing volume allowed, {facts.say(limit)}."
        return Stops(words, "Pay less, or have the policy changed.")
    most, ever = bitcoin_cost(order, facts).total, _most_ever(order, facts)
    if most is not None and ever is not None and ever + most <= limit:
        words = "Over any time, it is within the outgoing volume allowed."
        used = permille(ever + most, limit)
        return Passes(words, limit - ever - most, used_permille=used)
    since = facts.server_now - DAY
    if not _covers(facts, since):
        return Unknown(f"{facts.say(limit)} may go out; what went out is not known.")
    day = _volume_of(p for p in _of_wallet(order, facts) if p.created_at > since)
    with_this = facts.say(day + order.amount)
    allowed = facts.say(limit)
    return Unknown(f"With this, {with_this} in 24 hours, of {allowed} over a time not named.")


def _approval(threshold: Money | None, order: Outgoing, facts: Facts) -> Verdict:
    most = bitcoin_cost(order, facts).total
    if threshold is not None and most is not None and most < threshold:
        return Passes(f"Under {facts.say(threshold)}, no outside approval is asked for.")
    return Unknown("It is decided outside whether it is approved, once it is sent.")


def _of_wallet(order: Outgoing, facts: Facts) -> Iterable[Payment]:
    return (p for p in facts.payments if p.wallet_id == order.wallet_id)


def _is_let_pass(payment: Payment) -> bool:
    """Whether it surely counts: a send that the policies have let pass."""
    passed = (PaymentStatus.APPROVED, PaymentStatus.COMPLETED)
    return payment.direction is Direction.SEND and payment.status in passed


def _most_ever(order: Outgoing, facts: Facts) -> Money | None:
    """The most that all of the wallet's sends can have been, however counted, msats.

    None when one of them is not known to the msat.
    """
    if facts.book.value is None or not facts.book.value.complete:
        return None
    sends = [
        p for p in _of_wallet(order, facts) if p.direction is Direction.SEND and not p.check_only
    ]
    known = [most for p in sends if (most := _most_of(p)) is not None]
    return total(BTC, known) if len(known) == len(sends) else None


def _most_of(payment: Payment) -> Money | None:
    """Principal with the larger of its fees and its fee cap; None when one is not known."""
    fees = [fee for fee in (payment.fees, payment.max_fee) if fee is not None]
    if payment.rail_units is None or not fees or any(fee.currency != BTC for fee in fees):
        return None
    return msats(payment.rail_units) + max(fees)


def _volume_of(payments: Iterable[Payment]) -> Money:
    """The principals of all that went out or may still go, as far as they are known, msats."""
    over = (PaymentStatus.FAILED, PaymentStatus.EXPIRED)
    going = (
        p
        for p in payments
        if p.direction is Direction.SEND and p.status not in over and not p.check_only
    )
    return total(BTC, (msats(p.rail_units or 0) for p in going))


def _covers(facts: Facts, since: datetime) -> bool:
    return facts.book.value is not None and facts.book.value.covers(since)


def _seconds(span: timedelta) -> int:
    return max(1, -(-span // timedelta(seconds=1)))
