"""Quotes on the wire (API schemas section 10)."""

from __future__ import annotations

from pydantic import Field

from voltage_tui.api.flat import scalar_text
from voltage_tui.api.wire.base import (
    Amount,
    Count,
    CurrencyCode,
    Id,
    Text,
    Timestamp,
    Wire,
)
from voltage_tui.model.ids import QuoteId, WalletId
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.quote import AnyQuote, MarketQuote, PeerQuote, Quote, QuotePage
from voltage_tui.money import BTC, Currency, Rate
from voltage_tui.text import clean


class MarketQuoteWire(Wire):
    """MarketQuote."""

    source: CurrencyCode = Field(alias="from")
    target: CurrencyCode = Field(alias="to")
    rate: Text
    quoted_at: Timestamp
    expires_at: Timestamp | None = None


class RfqWire(Wire):
    """RfqQuote; its identifier is of no use to us."""

    rate: Text


class PeerQuoteWire(Wire):
    """PeerQuote."""

    source: CurrencyCode = Field(alias="from")
    target: CurrencyCode = Field(alias="to")
    rfq: RfqWire
    peer: Text
    expires_at: Timestamp


class AnyQuoteWire(Wire):
    """Quote: its content stands under `detail`."""

    type: Text
    detail: object = None


class QuoteErrorWire(Wire):
    """QuotingEventErrorRead; the detail can be anything."""

    type: Text
    detail: object = None


class QuoteWire(Wire):
    """QuotingRead."""

    id: Id
    amount: Amount
    to: CurrencyCode
    network: Text
    wallet_id: Id | None = None
    requested_at: Timestamp
    quote: AnyQuoteWire | None = None
    created_at: Timestamp | None = None
    consumed_at: Timestamp | None = None
    expires_at: Timestamp | None = None
    failed_at: Timestamp | None = None
    error: QuoteErrorWire | None = None


class QuotesWire(Wire):
    """Quotes."""

    items: list[QuoteWire]
    offset: Count
    limit: Count
    total: Count


def to_quote(wire: QuoteWire) -> Quote:
    """A quote of the model."""
    return Quote(
        id=QuoteId(wire.id),
        amount=wire.amount,
        to=wire.to,
        network=recognise(Network, wire.network),
        wallet_id=WalletId(wire.wallet_id) if wire.wallet_id else None,
        requested_at=wire.requested_at,
        quote=to_any_quote(wire.quote) if wire.quote else None,
        created_at=wire.created_at,
        consumed_at=wire.consumed_at,
        expires_at=wire.expires_at,
        failed_at=wire.failed_at,
        error=_error(wire.error) if wire.error else None,
    )


def to_quote_page(wire: QuotesWire) -> QuotePage:
    """A page of quotes."""
    return QuotePage(
        quotes=tuple(to_quote(item) for item in wire.items),
        offset=wire.offset,
        limit=wire.limit,
        total=wire.total,
    )


def to_any_quote(wire: AnyQuoteWire) -> AnyQuote | None:
    """The quote inside; None for a type that this version does not know."""
    match wire.type:
        case "market_rate":
            return to_market_quote(MarketQuoteWire.model_validate(wire.detail))
        case "peer_rfq":
            return _peer_quote(PeerQuoteWire.model_validate(wire.detail))
        case _:
            return None


def to_market_quote(wire: MarketQuoteWire) -> MarketQuote:
    """A locked rate."""
    return MarketQuote(
        source=wire.source,
        target=wire.target,
        rate=_rate(wire.rate, wire.source, wire.target),
        quoted_at=wire.quoted_at,
        expires_at=wire.expires_at,
    )


def _peer_quote(wire: PeerQuoteWire) -> PeerQuote:
    return PeerQuote(
        source=wire.source,
        target=wire.target,
        rate=_rate(wire.rfq.rate, wire.source, wire.target),
        peer=wire.peer,
        expires_at=wire.expires_at,
    )


def _rate(text: str, source: Currency, target: Currency) -> Rate:
    """The rate, in base units of whichever side is not bitcoin (S-25)."""
    return Rate.parse(text, target if source == BTC else source)


def _error(wire: QuoteErrorWire) -> str:
    """The kind in the API's word, with its detail where that is text."""
    detail = scalar_text(wire.detail)
    return clean(f"{wire.type}: {detail}" if detail else wire.type, 300)
