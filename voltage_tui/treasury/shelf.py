"""Every payment known, each in its newest reading, and how far back they are without a gap.

Answers may arrive out of order and pages are no snapshot (API reference section 1), so a reading
is kept only when it is not older than the one already here: a payment never goes backwards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.treasury.snapshot import PaymentBook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId

KEPT: Final = 2_000
"""Payments kept without anybody having asked for older ones."""
MOST: Final = 20_000
"""Payments kept however many are asked for."""
_CAME_TO_NOTHING: Final = (PaymentStatus.FAILED, PaymentStatus.EXPIRED)


class PaymentShelf:
    """The payments read so far, by ID.

    `reaches` is the creation moment down to which none is missing; None when all there ever were
    are here, or before the first page.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._payments: dict[PaymentId, Payment] = {}
        self._depth = kept
        self._newest: datetime | None = None
        self.reaches: datetime | None = None
        self.complete = False

    def get(self, payment_id: PaymentId) -> Payment | None:
        """The newest reading of this payment."""
        return self._payments.get(payment_id)

    def absorb(self, payment: Payment) -> bool:
        """Keep a reading unless it is older than what is known; say whether anything changed."""
        known = self._payments.get(payment.id)
        newest = newer(known, payment)
        if newest is known:
            return False
        self._payments[payment.id] = newest
        return True

    @property
    def has_begun(self) -> bool:
        """Whether a newest page has been taken that had payments on it."""
        return self._newest is not None

    def joins(self, page: Sequence[Payment]) -> bool:
        """Whether a newest page reaches down to what is known, with none missing in between."""
        return self._newest is not None and any(p.created_at <= self._newest for p in page)

    def put_newest(self, page: Sequence[Payment], *, has_more: bool) -> None:
        """Take the newest page; when it does not join what was known, start counting anew."""
        moments = [p.created_at for p in page]
        if not has_more:
            self.complete, self.reaches = True, None
        elif moments and not self.joins(page):
            self.complete, self.reaches = False, min(moments)
        if moments:
            self._newest = max(moments) if self._newest is None else max(self._newest, *moments)

    def put_older(self, page: Sequence[Payment], *, has_more: bool) -> None:
        """Take a page of the payments created up to `reaches`."""
        moments = [p.created_at for p in page]
        if not has_more:
            self.complete, self.reaches = True, None
        elif moments and self.reaches is not None:
            self.reaches = min(self.reaches, *moments)
        self._depth = min(MOST, max(self._depth, len(self._payments)))

    @property
    def is_full(self) -> bool:
        """Whether no older payments can be kept."""
        return len(self._payments) >= MOST

    def pending(self) -> tuple[Payment, ...]:
        """Those that are not terminal, newest first."""
        return _newest_first(p for p in self._payments.values() if not p.is_terminal)

    def book(self) -> PaymentBook:
        """All of them, newest first."""
        return PaymentBook(_newest_first(self._payments.values()), self.complete, self.reaches)

    def trim(self, needed: Collection[PaymentId]) -> None:
        """Forget the oldest ended payments beyond what is kept, but none that is `needed`."""
        if len(self._payments) <= self._depth:
            return
        ordered = _newest_first(self._payments.values())
        for payment in ordered[self._depth :]:
            if payment.is_terminal and payment.id not in needed:
                del self._payments[payment.id]
        last_kept = ordered[self._depth - 1].created_at
        if self.complete or (self.reaches is not None and self.reaches < last_kept):
            self.complete, self.reaches = False, last_kept


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


def _newest_first(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    return tuple(sorted(payments, key=lambda p: (p.created_at, p.id), reverse=True))
