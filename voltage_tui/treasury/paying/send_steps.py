"""How a payment that is sent moves on with each reading of it (API reference section 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from voltage_tui.model.newer import newer
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.money import plain
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.missing import once_more
from voltage_tui.treasury.paying.sameness import difference, is_another
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.reading import Problem, ProblemKind

NOT_VISIBLE_FOR: Final = timedelta(seconds=30)
"""How long a payment that was accepted may stay unreadable before that is said (S-6)."""


def advanced(sending: Sending, payment: Payment, now: datetime) -> Sending:
    """The sending after a reading of the payment with its ID, at `now`.

    A policy check of the same ID says nothing about the payment itself. What the API says of a
    payment that is ours always counts, also against what was believed of it before, but an end of
    it is never taken back.
    """
    if payment.check_only or sending.stage is SendStage.JOURNALLED:
        return sending
    if sending.payment is not None:
        payment = newer(sending.payment, payment)
    odd = difference(payment, sending)
    if odd is not None and sending.stage is SendStage.SENDING:
        return sending  # the request's own answer may say that the ID was in use before it
    if is_another(payment, sending):
        return different(sending, now)
    stage = _stage_of(payment)
    known = stage is sending.stage is SendStage.FAILED and sending.problem is not None
    problem = _problem_of(payment, now) or _told(sending, odd, now)
    moved = replace(
        sending,
        stage=stage,
        payment=payment,
        accepted_at=sending.accepted_at or now,
        missing=None,
        problem=sending.problem if known else problem,
    )
    return replace(moved, ended_at=(sending.ended_at or now) if moved.is_over else None)


def missed(sending: Sending, now: datetime, server_now: datetime, now_s: float) -> Sending:
    """The sending after the API answered that it does not know its ID; `now_s` is monotonic."""
    if sending.payment is not None or sending.is_over:
        return sending
    sending = replace(sending, missing=once_more(sending.missing, server_now, now_s))
    problem = sending.problem
    accepted = sending.accepted_at
    if problem is None and accepted is not None and now - accepted >= NOT_VISIBLE_FOR:
        words = "it was accepted, but is not visible yet"
        problem = Problem(ProblemKind.NOT_FOUND, words, "wait; it is looked for", now)
    return replace(sending, problem=problem)


def different(sending: Sending, now: datetime) -> Sending:
    """The sending whose ID turned out to be in use by a different payment (S-8)."""
    if sending.is_over:
        return sending
    problem = Problem(
        ProblemKind.REJECTED,
        "the ID is in use by a different payment",
        "nothing was sent; start again, which takes a new ID",
        now,
    )
    return replace(sending, stage=SendStage.REFUSED, payment=None, problem=problem, ended_at=now)


def _told(sending: Sending, odd: str | None, now: datetime) -> Problem | None:
    """What a payment of ours shows otherwise than it was confirmed, since it was first seen."""
    if odd is None:
        return None
    known = sending.problem
    since = known.since if known is not None and known.words == odd else now
    return Problem(ProblemKind.REJECTED, odd, "do not pay it again; ask Voltage about it", since)


def _stage_of(payment: Payment) -> SendStage:
    match payment.status:
        case PaymentStatus.COMPLETED:
            return SendStage.COMPLETED
        case PaymentStatus.FAILED | PaymentStatus.EXPIRED:
            return SendStage.FAILED
        case (
            PaymentStatus.GENERATING
            | PaymentStatus.RECEIVING
            | PaymentStatus.SENDING
            | PaymentStatus.APPROVED
        ):
            return SendStage.ACCEPTED
        case Unrecognised():
            return SendStage.ACCEPTED


def _problem_of(payment: Payment, now: datetime) -> Problem | None:
    if payment.error is not None and payment.is_terminal:
        told = error_words(payment.error, plain)
        return Problem(ProblemKind.REJECTED, told.words, told.next_step, now)
    match payment.status:
        case PaymentStatus.COMPLETED if payment.disputed:
            words = "Voltage said both completed and failed"
            return Problem(ProblemKind.REJECTED, words, "do not pay again, ask Voltage", now)
        case PaymentStatus.FAILED:
            return Problem(ProblemKind.REJECTED, "it failed", "look at what it held", now)
        case PaymentStatus.EXPIRED:
            return Problem(ProblemKind.REJECTED, "it expired", "look at what it held", now)
        case _:
            return None
