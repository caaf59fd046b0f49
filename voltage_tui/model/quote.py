"""Quotes, which lock a rate for one payment of a USD line (API reference section 9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import QuoteId, WalletId
    from voltage_tui.model.network import AnyNetwork
    from voltage_tui.money import Currency, Money, Rate


@dataclass(frozen=True, slots=True)
class MarketQuote:
    """A locked rate; the rate is per bitcoin whichever way the exchange goes."""

    source: Currency
    target: Currency
    rate: Rate
    quoted_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeerQuote:
    """A Taproot Asset peer's rate for one payment."""

    source: Currency
    target: Currency
    rate: Rate
    peer: str
    expires_at: datetime


AnyQuote = MarketQuote | PeerQuote


class QuoteState(Enum):
    """Where a quote is in its life; expiry is a matter of the clock, not of a field."""

    REQUESTED = "requested"
    READY = "ready"
    CONSUMED = "consumed"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as last read; `amount` is the side that was known exactly."""

    id: QuoteId
    amount: Money
    to: Currency
    network: AnyNetwork
    wallet_id: WalletId | None
    requested_at: datetime
    quote: AnyQuote | None
    created_at: datetime | None
    consumed_at: datetime | None
    expires_at: datetime | None
    failed_at: datetime | None
    error: str | None

    def state(self, now: datetime) -> QuoteState:
        """The state at `now`; READY is the only one a payment may use (S-43)."""
        if self.failed_at is not None or self.error is not None:
            return QuoteState.FAILED
        if self.consumed_at is not None:
            return QuoteState.CONSUMED
        if self.quote is None or self.created_at is None:
            return QuoteState.REQUESTED
        if self.expires_at is None or self.expires_at <= now:
            return QuoteState.EXPIRED
        return QuoteState.READY


@dataclass(frozen=True, slots=True)
class QuotePage:
    """One offset page of quotes; `total` counts all that match."""

    quotes: tuple[Quote, ...]
    offset: int
    limit: int
    total: int
