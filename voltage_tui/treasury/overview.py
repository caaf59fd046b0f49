"""What is under way, as the first screen says it; what moved is in `movements`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from voltage_tui.model.payment_words import Direction

if TYPE_CHECKING:
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.snapshot import Snapshot


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
