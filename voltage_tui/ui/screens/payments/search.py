"""What the server found for a filter, kept current by what the treasury reads anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from voltage_tui.model.filters import PaymentFilter
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.newer import newer
from voltage_tui.model.payment import Payment, PaymentPage
from voltage_tui.treasury.reading import Problem, Reading
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.ui.screens.payments.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Search:
    """One question to the server and its answers so far.

    `start` is the moment the question begins at, fixed when it was first asked, as a cursor is
    only good for the very same question. `more` says that the server has further pages.
    """

    wanted: Wanted
    start: datetime | None
    found: tuple[Payment, ...] = ()
    cursor: str | None = None
    more: bool = True
    total: int | None = None
    read_at: datetime | None = None
    problem: Problem | None = None
    asking: bool = True

    @classmethod
    def begin(cls, wanted: Wanted, now: datetime) -> Search:
        """A question not answered yet."""
        return cls(wanted, wanted.start(now))

    @property
    def question(self) -> PaymentFilter:
        """What the server is asked."""
        return self.wanted.question(self.start)

    def answered(self, page: Reading[PaymentPage]) -> Search:
        """With one more page, or with what went wrong; what was found before stays."""
        if page.value is None:
            return replace(self, problem=page.problem, asking=False)
        return replace(
            self,
            found=page.value.payments
            if self.cursor is None
            else (*self.found, *page.value.payments),
            cursor=page.value.next_cursor,
            more=page.value.has_more and page.value.next_cursor is not None,
            total=page.value.total,
            read_at=page.read_at,
            problem=None,
            asking=False,
        )

    def rows(self, snapshot: Snapshot | None) -> list[Payment]:
        """All that match and are known, each in its newest reading, newest first.

        A payment that has come to match since is in, one that no longer does is out.
        """
        known: dict[PaymentId, Payment] = {}
        for payment in (*known_payments(snapshot), *self.found):
            known[payment.id] = newer(known.get(payment.id), payment)
        return newest_first(p for p in known.values() if self.wanted.matches(p, self.start))


def known_payments(snapshot: Snapshot | None) -> tuple[Payment, ...]:
    """Every payment of the snapshot's book."""
    if snapshot is None or snapshot.book.value is None:
        return ()
    return snapshot.book.value.payments


def newest_first(payments: Iterable[Payment]) -> list[Payment]:
    """By creation, the latest on top."""
    return sorted(payments, key=lambda p: (p.created_at, p.id), reverse=True)


def pending_first(payments: Iterable[Payment]) -> list[Payment]:
    """What is under way on top, however old; each part in the order given."""
    return sorted(payments, key=lambda p: p.is_terminal)
