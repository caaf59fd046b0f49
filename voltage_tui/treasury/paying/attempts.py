"""A new attempt of a payment that came to nothing: what it begins with, and what links the two.

A new attempt is a payment of its own, under its own identifier; that of the one before it travels
in its metadata (`RETRY_KEY`), so that any program can tell them apart and together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentErrorCode,
    PaymentKind,
    PaymentStatus,
)
from voltage_tui.money import BTC, MSATS_PER_SAT, Money, sats
from voltage_tui.treasury.failures import sats_in
from voltage_tui.treasury.paying.fee_caps import Rail, default_cap
from voltage_tui.treasury.paying.order import REFERENCE_KEY, RETRY_KEY
from voltage_tui.treasury.paying.sending import Sending, SendStage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import PaymentError
    from voltage_tui.treasury.snapshot import Snapshot

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LINK: Final = "bitcoin:"


@dataclass(frozen=True, slots=True)
class Raised:
    """A larger fee cap is suggested than the one `before`; `needed` is the fee that was asked."""

    before: Money
    needed: Money | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a new attempt begins with; every part of it can be changed before it is confirmed.

    `ended` is how the one before came to nothing, as in "which failed". `amount` and `cap` are
    bitcoin in msats, None where they are not known; `raised` says that `cap` is a suggestion and
    not the cap of the one before.
    """

    of: PaymentId
    ended: str
    text: str
    wallet_id: WalletId
    amount: Money | None
    cap: Money | None
    reference: str
    raised: Raised | None = None


def attempt_after(payment: Payment | None, sending: Sending | None) -> Attempt | None:
    """A new attempt of a send, from the order where it is known, else as the API tells of it.

    None where its destination is known from nowhere. Whether it may be paid again is not asked.
    """
    order = sending.order if sending is not None else None
    error = payment.error if payment is not None else None
    if sending is not None and order is not None:
        cap, raised = suggested_cap(error, order.max_fee, order.amount)
        return Attempt(
            order.payment_id,
            _ended(payment, sending),
            order.destination.text,
            order.wallet_id,
            order.amount,
            cap,
            order.reference or "",
            raised,
        )
    text = _destination_of(payment) if payment is not None else None
    if payment is None or text is None:
        return None
    amount = payment.bitcoin
    known = payment.max_fee
    cap, raised = suggested_cap(
        error, known if known is not None and known.currency == BTC else None, amount
    )
    return Attempt(
        payment.id,
        _ended(payment, sending),
        text,
        payment.wallet_id,
        amount,
        cap,
        payment.metadata.get(REFERENCE_KEY, ""),
        raised,
    )


def suggested_cap(
    error: PaymentError | None, cap: Money | None, amount: Money | None
) -> tuple[Money | None, Raised | None]:
    """The cap for a new attempt: the same, or a larger one where the error asks for that.

    Larger than the amount itself none is suggested, whatever the API estimated.
    """
    larger, raised = cap, None
    match error.code if error is not None else None:
        case PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX if error is not None:
            needed, before = sats_in(error, "estimated_fee_sats"), sats_in(error, "max_fee_sats")
            before = cap or before
            if needed is not None and before is not None:
                # A tenth more, as the fees of blocks move between two attempts.
                larger = sats(-(-needed.units * 11 // 10_000))
                raised = Raised(before, needed)
        case PaymentErrorCode.NO_ROUTE if cap is not None and amount is not None:
            twice = sats(-(-2 * cap.units // MSATS_PER_SAT))
            larger = max(twice, default_cap(Rail.LIGHTNING, amount).amount)
            raised = Raised(cap)
        case _:
            return cap, None
    if raised is None or larger is None or larger <= raised.before:
        return cap, None
    return (cap, None) if amount is None or larger > amount else (larger, raised)


def attempt_before(payment: Payment | None, sending: Sending | None) -> PaymentId | None:
    """The one that this was a new attempt of, or None."""
    order = sending.order if sending is not None else None
    if order is not None:
        return order.retry_of
    named = payment.metadata.get(RETRY_KEY, "") if payment is not None else ""
    itself = payment is not None and named == payment.id
    return PaymentId(named) if _ID.fullmatch(named) and not itself else None


def attempts_after(payment_id: PaymentId, snapshot: Snapshot) -> tuple[PaymentId, ...]:
    """The known attempts that follow this one, newest first; checks of policies are none."""
    ordered = [
        s.payment_id
        for s in snapshot.sendings
        if s.order is not None and s.order.retry_of == payment_id
    ]
    found = dict.fromkeys(ordered)
    found.update(dict.fromkeys(_following(payment_id, _known(snapshot))))
    return tuple(found)


def alive_after(payment_id: PaymentId, snapshot: Snapshot) -> PaymentId | None:
    """A later attempt, of whatever number, that was paid or may still be; None without one."""
    seen = {payment_id}
    waiting = [payment_id]
    while waiting:
        for later in attempts_after(waiting.pop(), snapshot):
            if later in seen:
                continue
            if not _came_to_nothing(later, snapshot):
                return later
            seen.add(later)
            waiting.append(later)
    return None


def _came_to_nothing(payment_id: PaymentId, snapshot: Snapshot) -> bool:
    payment = snapshot.payment(payment_id)
    if payment is not None:
        return payment.status in (PaymentStatus.FAILED, PaymentStatus.EXPIRED)
    sending = snapshot.sending(payment_id)
    nothing = (SendStage.NOT_SENT, SendStage.REFUSED, SendStage.FAILED, SendStage.GIVEN_UP)
    return sending is not None and sending.stage in nothing


def _ended(payment: Payment | None, sending: Sending | None) -> str:
    if payment is not None:
        return "expired" if payment.status is PaymentStatus.EXPIRED else "failed"
    stage = sending.stage if sending is not None else None
    match stage:
        case SendStage.NOT_SENT:
            return "was not sent"
        case SendStage.REFUSED:
            return "was refused"
        case _:
            return "failed"


def _known(snapshot: Snapshot) -> Iterable[Payment]:
    book = snapshot.book.value
    yield from snapshot.pending
    yield from book.payments if book is not None else ()
    for reading in snapshot.cases.values():
        if reading.value is not None:
            yield reading.value.payment


def _following(payment_id: PaymentId, payments: Iterable[Payment]) -> Iterable[PaymentId]:
    return (
        p.id
        for p in payments
        if p.metadata.get(RETRY_KEY) == payment_id
        and p.direction is Direction.SEND
        and not p.check_only
        and p.id != payment_id
    )


def _destination_of(payment: Payment) -> str | None:
    """What was paid, as it can be pasted; the API tells the parts of a link apart."""
    address = payment.address
    if payment.kind is not PaymentKind.BIP21 or address is None:
        return payment.payable
    if payment.bip21_uri is not None or address.lower().startswith(_LINK):
        return payment.bip21_uri or address
    invoice = payment.payment_request
    return f"{_LINK}{address}" + ("" if invoice is None else f"?lightning={invoice}")
