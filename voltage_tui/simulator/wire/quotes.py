"""Quotes on the wire (schemas, section 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import amount_json
from voltage_tui.simulator.moments import stamp, stamp_or_none

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.quote import Quote
    from voltage_tui.simulator.state.state import State


def market_quote_json(quote: Quote | None) -> JsonObject | None:
    """A bare MarketQuote, or None while there is no price."""
    if quote is None or quote.rate is None or quote.priced_at is None:
        return None
    return {
        "from": quote.currency.value,
        "to": quote.to.value,
        "rate": f"{quote.rate}e0",
        "quoted_at": stamp(quote.priced_at),
        "expires_at": stamp_or_none(quote.expires_at),
    }


def wrapped_quote_json(quote: Quote | None) -> JsonObject | None:
    """A Quote of type `market_rate`, or None while there is no price."""
    detail = market_quote_json(quote)
    return None if detail is None else {"type": "market_rate", "detail": detail}


def quote_json(state: State, quote: Quote) -> JsonObject:
    """A QuotingRead."""
    return {
        "id": quote.id,
        "amount": amount_json(quote.currency, quote.units),
        "to": quote.to.value,
        "network": quote.network,
        "organization_id": state.identity.organization_id,
        "wallet_id": quote.wallet_id,
        "target_precision": {"currency": quote.to.value, "precision": quote.precision},
        "requested_at": stamp(quote.requested),
        "quote": wrapped_quote_json(quote),
        "created_at": stamp_or_none(quote.priced_at),
        "consumed_at": stamp_or_none(quote.consumed_at),
        "expires_at": stamp_or_none(quote.expires_at),
        "failed_at": stamp_or_none(quote.failed_at),
        "error": quote.error,
    }
