"""Rates kept on this machine beside what payments say of themselves (S-69).

A coin price is kept for the minute it is of, and a rate that a person gave for the payment it was
given for. Every rate is exact, in dollars for one bitcoin, and above zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.money import Rate

RateSubject = NewType("RateSubject", str)
"""What a person's rate is for: a payment, or a ledger entry that belongs to none."""


@dataclass(frozen=True, slots=True)
class CoinPrice:
    """The coin price service's price of one minute."""

    minute: datetime
    rate: Rate


@dataclass(frozen=True, slots=True)
class ManualRate:
    """A rate that a person gave, why, and when they did; `reason` is cleaned text."""

    rate: Rate
    reason: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class KeptRates:
    """What is kept for some entries: a person's rates, and coin prices by their minute."""

    manual: Mapping[RateSubject, ManualRate] = field(default_factory=dict)
    minutes: Mapping[datetime, Rate] = field(default_factory=dict)


def minute_of(moment: datetime) -> datetime:
    """The minute a moment is in, in UTC: what a coin price is asked for."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def subject_of(entry: LedgerEntry) -> RateSubject:
    """What a person's rate for this entry is kept under: its payment, or itself."""
    if entry.payment_id is not None:
        return subject_of_payment(entry.payment_id)
    return RateSubject(f"{entry.wallet_id}:{entry.entry_id}")


def subject_of_payment(payment_id: PaymentId) -> RateSubject:
    """What a person's rate for a payment is kept under."""
    return RateSubject(payment_id)
