"""What is under way, as the first screen says it; what moved is in `movements`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from voltage_tui.model.payment import Direction, Payment
from voltage_tui.money import Currency, Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.treasury.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Payments that are not terminal: how many, since when the oldest, and what they are about.

    `coming` and `going` are the amounts asked for by receives and sends, one per currency with
    bitcoin first; requests for any amount are counted but add nothing.
    """

    count: int
    receives: int
    sends: int
    oldest: Payment | None
    coming: tuple[Money, ...]
    going: tuple[Money, ...]

    def oldest_age(self, now: datetime, server_offset: timedelta | None = None) -> timedelta | None:
        """How long ago the oldest was created, by the server's clock; never below 0."""
        if self.oldest is None:
            return None
        age = now + (server_offset or timedelta()) - self.oldest.created_at
        return max(age, timedelta())


def under_way(snapshot: Snapshot) -> UnderWay:
    """What is pending, of any age; policy checks move no money and do not count."""
    pending = [p for p in snapshot.pending if not p.check_only]
    receives = [p for p in pending if p.direction is Direction.RECEIVE]
    sends = [p for p in pending if p.direction is Direction.SEND]
    return UnderWay(
        count=len(pending),
        receives=len(receives),
        sends=len(sends),
        oldest=min(pending, key=lambda p: p.created_at, default=None),
        coming=_sums(receives),
        going=_sums(sends),
    )


def _sums(payments: Iterable[Payment]) -> tuple[Money, ...]:
    amounts: dict[Currency, list[Money]] = {}
    for payment in payments:
        if payment.amount is not None:
            amounts.setdefault(payment.amount.currency, []).append(payment.amount)
    return tuple(total(currency, amounts[currency]) for currency in sorted(amounts))
