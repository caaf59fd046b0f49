"""A payment's state as a glyph and a word together, so that colour is never alone (S-54)."""

from __future__ import annotations

from typing import Final

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Direction, Payment, PaymentStatus
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role

INCOMING: Final = "←"
OUTGOING: Final = "→"


def status_span(status: AnyStatus, *, check_only: bool = False) -> Span:
    """The state: only `completed` is a success (S-13), an unknown one is shown as it is (S-14)."""
    match status:
        case PaymentStatus.COMPLETED:
            return Span("● completed", Role.OK)
        case PaymentStatus.SENDING:
            return Span("◐ sending", Role.WARN)
        case PaymentStatus.APPROVED:
            return (
                Span("● check passed", Role.TEXT) if check_only else Span("◐ approved", Role.WARN)
            )
        case PaymentStatus.GENERATING:
            return Span("○ generating", Role.WAITING)
        case PaymentStatus.RECEIVING:
            return Span("○ receiving", Role.WAITING)
        case PaymentStatus.EXPIRED:
            return Span("◌ expired", Role.MUTED)
        case PaymentStatus.FAILED:
            return Span("✕ failed", Role.BAD)
        case Unrecognised(value):
            return Span(f"? {value}", Role.WARN_STRONG)


def amount_role(payment: Payment) -> Role:
    """Incoming and completed is the only green amount; what came to nothing is muted."""
    if payment.status in (PaymentStatus.FAILED, PaymentStatus.EXPIRED):
        return Role.MUTED
    if payment.direction is Direction.RECEIVE and payment.status is PaymentStatus.COMPLETED:
        return Role.OK_STRONG
    return Role.STRONG


def arrow(payment: Payment) -> Span:
    """Which way it goes, as an arrow."""
    done = payment.status is PaymentStatus.COMPLETED
    if payment.direction is Direction.RECEIVE:
        return Span(INCOMING, Role.OK if done else Role.MUTED)
    return Span(OUTGOING, Role.TEXT if done else Role.MUTED)
