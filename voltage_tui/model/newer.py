"""Which of two readings of one payment to believe, since answers may arrive out of order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment_words import Direction, PaymentStatus

if TYPE_CHECKING:
    from voltage_tui.model.payment import Payment

_CAME_TO_NOTHING: Final = (PaymentStatus.FAILED, PaymentStatus.EXPIRED)


def newer(known: Payment | None, read: Payment) -> Payment:
    """Which of two readings of one payment to believe.

    An end is never taken back, an older `updated_at` never replaces a newer one, and a send of
    which one reading says that it completed and another that it came to nothing, in whatever order
    and whatever their times, completed and is `disputed`: else it could be paid again.
    """
    if known is None:
        return read
    paid = known.status is PaymentStatus.COMPLETED and known.direction is Direction.SEND
    if paid and read.status in _CAME_TO_NOTHING:
        return known if known.disputed else replace(known, disputed=True)
    if read.status is PaymentStatus.COMPLETED and read.direction is Direction.SEND:
        if known.status in _CAME_TO_NOTHING:
            return replace(read, disputed=True)
        read = replace(read, disputed=known.disputed or read.disputed)
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
