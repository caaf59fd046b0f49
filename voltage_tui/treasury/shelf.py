"""Every payment known, each in its newest reading, and how far back they are without a gap.

Answers may arrive out of order and pages are no snapshot (API reference section 1), so a reading
is kept only when it is not older than the one already here: a payment never goes backwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.newer import newer
from voltage_tui.treasury.snapshot import PaymentBook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment

KEPT: Final = 2_000
"""Payments kept without anybody having asked for older ones."""
MOST: Final = 20_000
"""Payments kept however many are asked for."""


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


def _newest_first(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    return tuple(sorted(payments, key=lambda p: (p.created_at, p.id), reverse=True))
