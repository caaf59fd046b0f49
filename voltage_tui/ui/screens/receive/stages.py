"""What each stage of a receive means, as a glyph with a word and a sentence (S-13, S-54)."""

from __future__ import annotations

from datetime import datetime, timedelta

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.money import Money
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.receive.onchain import OnchainProgress, progress_of

_PENDING_FOR: dict[ReceivingStage, str] = {
    ReceivingStage.QUOTING: "asking for a rate",
    ReceivingStage.SENDING: "sending the request",
    ReceivingStage.ACCEPTED: "accepted, the request is being made",
}


def stage_mark(receiving: Receiving) -> Span:
    """The stage: only PAID is good news."""
    match receiving.stage:
        case ReceivingStage.QUOTING | ReceivingStage.SENDING | ReceivingStage.ACCEPTED:
            return Span("○ preparing", Role.WAITING)
        case ReceivingStage.READY:
            return Span("○ receiving", Role.WAITING)
        case ReceivingStage.PAID:
            return Span("● PAID", Role.OK_STRONG)
        case ReceivingStage.EXPIRED:
            return Span("◌ expired", Role.MUTED)
        case ReceivingStage.FAILED:
            return Span("✕ failed", Role.BAD_STRONG)
        case ReceivingStage.REFUSED:
            return Span("✕ refused", Role.BAD_STRONG)
        case ReceivingStage.NOT_SENT:
            return Span("✕ not sent", Role.BAD_STRONG)
        case ReceivingStage.UNKNOWN:
            return Span("? unknown", Role.WARN_STRONG)


def stage_words(
    receiving: Receiving, now: datetime, display: Display, silent: timedelta | None
) -> list[str]:
    """What is happening or has happened, in sentences; the last may say what to press."""
    match receiving.stage:
        case ReceivingStage.QUOTING | ReceivingStage.SENDING | ReceivingStage.ACCEPTED:
            waited = duration(now - receiving.started_at)
            words = [f"{_PENDING_FOR[receiving.stage]}, {waited}", *_status_word(receiving)]
            return words if silent is None else [*words, _no_word(silent)]
        case ReceivingStage.READY:
            return _waiting(receiving, now, display, silent)
        case ReceivingStage.PAID:
            return _paid(receiving, display)
        case ReceivingStage.EXPIRED:
            words = ["time ran out before it was paid in full"]
            return [*words, *_arrived(receiving, display), "r asks again, with the same fields"]
        case ReceivingStage.FAILED:
            return [*_why(receiving, display), "r asks again, with the same fields"]
        case ReceivingStage.REFUSED | ReceivingStage.NOT_SENT:
            made = "nothing was made; r asks again, with the same fields"
            return [*_why(receiving, display), made]
        case ReceivingStage.UNKNOWN:
            known = "the request may have been made or not; its ID is being looked for"
            return [*_why(receiving, display), known]


def _waiting(
    receiving: Receiving, now: datetime, display: Display, silent: timedelta | None
) -> list[str]:
    progress = progress_of(receiving)
    if progress is None:
        since = duration(now - (receiving.ready_at or receiving.started_at))
        if receiving.expires_at is not None and receiving.expires_at <= now:
            return ["its time is over; waiting to hear whether it was paid"]
        if silent is not None:
            return [f"{_no_word(silent)}: it may have been paid"]
        return [f"waiting for the payer, {since}"]
    return [*_seen(progress, display), *_withheld(receiving, display)]


def _no_word(silent: timedelta) -> str:
    return f"no word from Voltage for {duration(silent)}"


def _seen(progress: OnchainProgress, display: Display) -> list[str]:
    words = []
    if not progress.unconfirmed.is_zero:
        words.append(f"{display.words(progress.unconfirmed)} seen on-chain, {progress.needs}")
    if not progress.confirmed.is_zero:
        words.append(f"{display.words(progress.confirmed)} arrived")
    if progress.missing is not None and progress.is_short:
        words.append(f"underpaid: {display.words(progress.missing)} still missing")
    return words


def _paid(receiving: Receiving, display: Display) -> list[str]:
    took = ""
    if receiving.ended_at is not None and receiving.ready_at is not None:
        took = f" after {duration(receiving.ended_at - receiving.ready_at)}"
    return [f"{display.words(_received(receiving))} received{took}", *_withheld(receiving, display)]


def _received(receiving: Receiving) -> Money | None:
    payment = receiving.payment
    if payment is not None and payment.breakdown is not None:
        return payment.breakdown.principal
    if receiving.order.amount is not None:
        return receiving.order.amount
    return payment.amount if payment is not None else None


def _arrived(receiving: Receiving, display: Display) -> list[str]:
    progress = progress_of(receiving)
    return [] if progress is None else _seen(progress, display)


def _withheld(receiving: Receiving, display: Display) -> list[str]:
    frozen = receiving.payment.frozen if receiving.payment else ()
    return [f"{display.words(f.amount)} withheld: {f.reason}" for f in frozen]


def _why(receiving: Receiving, display: Display) -> list[str]:
    """The reason; told again from its code where it names an amount, so that hiding holds."""
    payment = receiving.payment
    if payment is not None and payment.error is not None:
        told = error_words(payment.error, display.words)
        return [told.words, told.next_step]
    if receiving.problem is None:
        return []
    return [receiving.problem.words, receiving.problem.advice]


def _status_word(receiving: Receiving) -> list[str]:
    """A status that this version does not know, as it came (S-14)."""
    status = receiving.payment.status if receiving.payment else None
    return [f"Voltage says: {status.value}"] if isinstance(status, Unrecognised) else []
