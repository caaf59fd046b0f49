"""A quote may be used in one state only (S-41 to S-43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from voltage_tui.model.ids import QuoteId
from voltage_tui.model.network import Network
from voltage_tui.model.quote import MarketQuote, Quote, QuoteState
from voltage_tui.money import BTC, USD, Rate, cents

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
READY = Quote(
    id=QuoteId("quote"),
    amount=cents(2_500),
    to=BTC,
    network=Network.MUTINYNET,
    wallet_id=None,
    requested_at=NOW,
    quote=MarketQuote(USD, BTC, Rate(6_250_000, 0, USD), NOW, LATER),
    created_at=NOW,
    consumed_at=None,
    expires_at=LATER,
    failed_at=None,
    error=None,
)


@pytest.mark.parametrize(
    ("quote", "state"),
    [
        (READY, QuoteState.READY),
        (replace(READY, quote=None), QuoteState.REQUESTED),
        (replace(READY, created_at=None), QuoteState.REQUESTED),
        (replace(READY, consumed_at=NOW), QuoteState.CONSUMED),
        (replace(READY, failed_at=NOW), QuoteState.FAILED),
        (replace(READY, error="no liquidity"), QuoteState.FAILED),
        (replace(READY, failed_at=NOW, consumed_at=NOW), QuoteState.FAILED),
        (replace(READY, expires_at=None), QuoteState.EXPIRED),
        (replace(READY, expires_at=NOW), QuoteState.EXPIRED),
        (replace(READY, consumed_at=NOW, expires_at=NOW), QuoteState.CONSUMED),
    ],
)
def test_the_state_of_a_quote(quote: Quote, state: QuoteState) -> None:
    assert quote.state(NOW) is state


def test_a_quote_ends_on_the_moment() -> None:
    assert READY.state(LATER - timedelta(microseconds=1)) is QuoteState.READY
    assert READY.state(LATER) is QuoteState.EXPIRED
