"""The rate a payment itself was exchanged at, with its source (S-69)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.exports.samples import OPS, payment
from tests.model.test_movement import entry
from voltage_tui.model.ids import QuoteId
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.movement import RateOfPayment, RateSource
from voltage_tui.model.payment_rate import rate_of_entry
from voltage_tui.model.quote import MarketQuote
from voltage_tui.model.settlement import Exchange
from voltage_tui.money import BTC, USD, Money, Rate, cents, msats, sats

ROW = entry(LedgerKind.CAPTURED, 5)
QUOTED = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
PRICE = Rate(8_017_210, 0, USD)
QUOTE = MarketQuote(USD, BTC, PRICE, QUOTED, None)
PAID = payment(OPS.id, "p-1")


def exchange(
    source: Money, target: Money, quote: MarketQuote | None = None, ledger_id: str = "e-1"
) -> Exchange:
    return Exchange(source, target, quote, QuoteId("q-1"), ledger_id)


def test_the_quote_of_the_entrys_own_exchange_counts_first() -> None:
    other = replace(QUOTE, rate=Rate(1, 0, USD))
    exchanges = (
        exchange(cents(1), msats(1), other, "other"),
        exchange(cents(1), msats(1), QUOTE),
    )
    paid = replace(PAID, exchanges=exchanges, market_quote=other)
    assert rate_of_entry(ROW, paid) == RateOfPayment(PRICE, RateSource.QUOTE, QUOTED)


def test_then_the_payments_market_quote() -> None:
    paid = replace(PAID, exchanges=(exchange(cents(1), msats(1)),), market_quote=QUOTE)
    assert rate_of_entry(ROW, paid) == RateOfPayment(PRICE, RateSource.MARKET_QUOTE, QUOTED)


@pytest.mark.parametrize(
    ("source", "target"), [(cents(8_017_21), sats(1_000_000)), (sats(1_000_000), cents(8_017_21))]
)
def test_then_what_was_exchanged_amounts_to(source: Money, target: Money) -> None:
    known = rate_of_entry(ROW, replace(PAID, exchanges=(exchange(source, target),)))
    assert known is not None
    assert (known.source, known.at) == (RateSource.EXCHANGE, ROW.effective_time)
    assert known.rate.price == cents(80_172_100)


@pytest.mark.safety("S-69", "without quote or exchange there is no rate")
@pytest.mark.parametrize(
    "exchanges",
    [
        (),
        (exchange(cents(5), sats(5), QUOTE, "other"),),
        (exchange(cents(0), sats(5)),),
        (exchange(cents(5), sats(0)),),
        (exchange(sats(5), sats(5)),),
    ],
)
def test_a_rate_that_nothing_says_is_missing(exchanges: tuple[Exchange, ...]) -> None:
    assert rate_of_entry(ROW, replace(PAID, exchanges=exchanges)) is None
