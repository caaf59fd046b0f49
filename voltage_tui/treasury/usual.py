"""How long payments of a kind usually take, from the completed ones that are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment import Payment, PaymentStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

FEWEST: Final = 5
"""Below this many nothing is called usual."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The median time from creation to completion, and of how many payments it is."""

    span: timedelta
    count: int


def usual_for(like: Payment, known: Iterable[Payment]) -> Usual | None:
    """What is usual for a payment of this kind and direction; None with fewer than five.

    The payment itself and policy checks do not count.
    """
    spans = [
        p.updated_at - p.created_at
        for p in known
        if p.status is PaymentStatus.COMPLETED
        and not p.check_only
        and p.kind == like.kind
        and p.direction is like.direction
        and p.id != like.id
    ]
    return Usual(median_low(spans), len(spans)) if len(spans) >= FEWEST else None
