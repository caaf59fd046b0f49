"""Which of two readings of one payment to believe, since answers may arrive out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.payment_words import PaymentStatus

if TYPE_CHECKING:
    from voltage_tui.model.payment import Payment


def newer(known: Payment | None, read: Payment) -> Payment:
    """Which of two readings of one payment to believe.

    An end is never taken back, and an older `updated_at` never replaces a newer one.
    """
    if known is None:
        return read
    ended, ends = _is_final(known), _is_final(read)
    if ended and not ends:
        return known
    if read.updated_at < known.updated_at and ended == ends:
        return known
    return known if read == known else read


def _is_final(payment: Payment) -> bool:
    """Whether the status can never change; an approved check can, by being promoted."""
    return payment.status in (
        PaymentStatus.COMPLETED,
        PaymentStatus.FAILED,
        PaymentStatus.EXPIRED,
    )
