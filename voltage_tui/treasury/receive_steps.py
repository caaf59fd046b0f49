"""How an order to receive moves on with each reading of its payment (API reference section 6).

`completed` is the only success, and `receiving` with something to pay is ready, never paid (S-13).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from voltage_tui.destinations.bolt11 import Invoice, decode
from voltage_tui.destinations.errors import InvalidDestination
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.money import Money, msats, plain
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.missing import LONG, once_more
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.receiving import ReceiveOrder, Receiving, ReceivingStage

DEFAULT_EXPIRATION_S: Final = 3_600
"""How long a request lasts that does not say (API reference section 5)."""
_NOTICEABLE: Final = timedelta(seconds=5)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_LONGEST_S: Final = 10**11
"""More seconds than there are in the calendar, few enough to be counted with."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a request says: when it ends by the server's clock, and what the payer owes."""

    expires_at: datetime
    payer_pays: Money | None


def advanced(
    receiving: Receiving, payment: Payment, now: datetime, server_offset: timedelta | None
) -> Receiving:
    """The order after a reading of its payment at `now`; `server_offset` as in `Connection`."""
    if _is_another(payment, receiving):
        # The request's own answer is still to say whether the ID was in use before it.
        is_early = receiving.stage is ReceivingStage.SENDING and not receiving.in_use
        return receiving if is_early else _different(receiving, now)
    stage = _stage_of(payment)
    ready = stage in (ReceivingStage.READY, ReceivingStage.PAID)
    moved = replace(
        receiving,
        stage=stage,
        payment=payment,
        accepted_at=receiving.accepted_at or now,
        ready_at=receiving.ready_at or (now if ready else None),
        problem=_problem_of(payment, receiving, now),
        missing=None,
    )
    if receiving.missing is not None and not moved.is_over:
        moved = replace(moved, ended_at=None)  # it came after all
    if moved.is_over and moved.ended_at is None:
        moved = replace(moved, ended_at=now)
    if payment.payable is None or _is_same_request(receiving, payment):
        return moved
    terms = terms_of(payment)
    ends = _moved(terms.expires_at, -noticeable(server_offset))
    return replace(moved, expires_at=ends, payer_pays=terms.payer_pays)


def missed(receiving: Receiving, now: datetime, server_now: datetime, now_s: float) -> Receiving:
    """The order after the API answered that it does not know its ID; `now_s` is monotonic.

    Of one that may or may not have arrived that is the answer, once it has long been so; of one
    that was accepted and never seen too, as something on the way may have said that. Nobody
    can have paid it, as nobody was shown it; should it come after all, it is shown as it is.
    """
    waits = receiving.stage in (ReceivingStage.UNKNOWN, ReceivingStage.ACCEPTED)
    if not waits or receiving.payment is not None:
        return receiving
    missing = once_more(receiving.missing, server_now, now_s)
    if not missing.is_long(server_now, now_s):
        return replace(receiving, missing=missing)
    words = f"Voltage has not known it for {int(LONG.total_seconds()) // 60} minutes"
    problem = Problem(ProblemKind.NOT_FOUND, words, "ask again for a new one", now)
    return replace(
        receiving,
        stage=ReceivingStage.NOT_SENT,
        problem=problem,
        missing=missing,
        ended_at=now,
    )


def _is_another(payment: Payment, receiving: Receiving) -> bool:
    """Whether the ID belongs to a payment that is surely not what was asked for (S-8)."""
    if payment.direction is not Direction.RECEIVE:
        return True
    is_judged = receiving.payment is not None or not receiving.in_use
    return not is_judged and not _is_asked_for(payment, receiving.order)


def _is_asked_for(payment: Payment, order: ReceiveOrder) -> bool:
    """Whether a payment is what was asked for, as far as both say it."""
    return (
        payment.wallet_id == order.wallet_id
        and payment.kind == order.kind
        and (payment.memo or None) == order.memo
        and order.amount in (None, payment.amount, payment.requested)
    )


def _different(receiving: Receiving, now: datetime) -> Receiving:
    """The order whose ID turned out to be in use by a different payment."""
    if receiving.stage is ReceivingStage.REFUSED:
        return receiving
    words = "the ID is in use by a different payment"
    return Receiving(
        receiving.payment_id,
        receiving.order,
        ReceivingStage.REFUSED,
        receiving.started_at,
        ended_at=now,
        quote=receiving.quote,
        problem=Problem(ProblemKind.REJECTED, words, "ask again for a new one", now),
        in_use=receiving.in_use,
    )


def terms_of(payment: Payment) -> Terms:
    """When a payable request ends and what the payer owes.

    The fee is on top of what was asked for; where the two have no common currency, the invoice
    says it (API reference section 7).
    """
    invoice = _invoice_of(payment)
    if invoice is not None:
        expires_at = invoice.expires_at
    else:
        lasts = payment.expiration_s or DEFAULT_EXPIRATION_S
        expires_at = _moved(payment.created_at, timedelta(seconds=min(lasts, _LONGEST_S)))
    return Terms(expires_at, _payer_pays(payment, invoice))


def noticeable(server_offset: timedelta | None) -> timedelta:
    """How far the server's clock is ahead, as far as that can be told from a rounded header."""
    if server_offset is None or abs(server_offset) < _NOTICEABLE:
        return timedelta()
    return server_offset


def _moved(moment: datetime, by: timedelta) -> datetime:
    """The moment moved, or the end of the calendar that lies in between."""
    try:
        return moment + by
    except OverflowError:
        return _LAST if by > timedelta() else _FIRST


def _stage_of(payment: Payment) -> ReceivingStage:
    match payment.status:
        case PaymentStatus.COMPLETED:
            return ReceivingStage.PAID
        case PaymentStatus.EXPIRED:
            return ReceivingStage.EXPIRED
        case PaymentStatus.FAILED:
            return ReceivingStage.FAILED
        case PaymentStatus.RECEIVING:
            return ReceivingStage.READY if payment.payable else ReceivingStage.ACCEPTED
        case PaymentStatus.GENERATING | PaymentStatus.SENDING | PaymentStatus.APPROVED:
            return ReceivingStage.ACCEPTED
        case Unrecognised():
            return ReceivingStage.ACCEPTED


def _problem_of(payment: Payment, receiving: Receiving, now: datetime) -> Problem | None:
    if payment.status is not PaymentStatus.FAILED:
        return None
    if receiving.problem is not None and receiving.stage is ReceivingStage.FAILED:
        return receiving.problem
    if payment.error is None:
        return Problem(ProblemKind.REJECTED, "it failed", "ask again for a new one", now)
    told = error_words(payment.error, plain)
    return Problem(ProblemKind.REJECTED, told.words, told.next_step, now)


def _is_same_request(receiving: Receiving, payment: Payment) -> bool:
    known = receiving.payment
    return known is not None and known.payable == payment.payable


def _invoice_of(payment: Payment) -> Invoice | None:
    if payment.payment_request is None:
        return None
    try:
        return decode(payment.payment_request)
    except InvalidDestination:
        return None


def _payer_pays(payment: Payment, invoice: Invoice | None) -> Money | None:
    fee = payment.processing_fee
    if payment.requested is not None:
        if fee is None:
            return payment.requested
        if fee.amount.currency == payment.requested.currency:
            return payment.requested + fee.amount
    if invoice is not None and invoice.amount_msat is not None:
        return msats(invoice.amount_msat)
    return None
