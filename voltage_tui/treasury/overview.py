"""What the first screen stands on, and what is under way; what moved is in `movements`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from voltage_tui.model.payment_words import Direction

if TYPE_CHECKING:
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.treasury.reading import Reading
    from voltage_tui.treasury.snapshot import PaymentBook, Snapshot

    CoreReading: TypeAlias = (
        Reading[tuple[Wallet, ...]] | Reading[tuple[LineOfCredit, ...]] | Reading[PaymentBook]
    )


def core_readings(snapshot: Snapshot) -> tuple[CoreReading, ...]:
    """Wallets, lines and payments."""
    return (snapshot.wallets, snapshot.lines, snapshot.book)


def all_tried(snapshot: Snapshot) -> bool:
    """Whether each of those has been read, or could not be."""
    return all(r.value is not None or r.problem is not None for r in core_readings(snapshot))


def all_known(snapshot: Snapshot) -> bool:
    """Whether each of those has been read, however long ago."""
    return all(r.value is not None for r in core_readings(snapshot))


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Payments that are not terminal: how many each way, and the oldest (None for none)."""

    count: int
    receives: int
    sends: int
    oldest: Payment | None

    def oldest_age(self, now: datetime, server_offset: timedelta | None = None) -> timedelta | None:
        """How long ago the oldest was created, by the server's clock; never below 0."""
        if self.oldest is None:
            return None
        age = now + (server_offset or timedelta()) - self.oldest.created_at
        return max(age, timedelta())


def under_way(snapshot: Snapshot) -> UnderWay:
    """What is pending, of any age; policy checks move no money and do not count."""
    pending = [p for p in snapshot.pending if not p.check_only]
    sends = sum(p.direction is Direction.SEND for p in pending)
    return UnderWay(
        count=len(pending),
        receives=len(pending) - sends,
        sends=sends,
        oldest=min(pending, key=lambda p: p.created_at, default=None),
    )
