"""Which rate counts for an entry, in order, and that a missing one stays missing (S-69)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.samples import OPS, payment
from tests.model.test_movement import entry
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.kept_rates import (
    KeptRates,
    ManualRate,
    minute_of,
    subject_of,
)
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.movement import RateOfPayment, RateSource
from voltage_tui.model.quote import MarketQuote
from voltage_tui.money import BTC, USD, Currency, Rate
from voltage_tui.treasury.pricing.rate_of import rate_of

ROW = replace(entry(LedgerKind.CAPTURED, 5), payment_id=PaymentId("p-1"))
QUOTED = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
MINE, GIVEN, PRICE = Rate(8_017_210, 0, USD), Rate(8_000_000, 0, USD), Rate(8_100_000, 0, USD)
PAID = payment(OPS.id, "p-1")
QUOTED_PAID = replace(PAID, market_quote=MarketQuote(USD, BTC, MINE, QUOTED, None))
MINUTE = minute_of(ROW.effective_time)
MANUAL = {subject_of(ROW): ManualRate(GIVEN, "as agreed", QUOTED)}
BOTH = KeptRates(MANUAL, {MINUTE: PRICE})


def test_what_the_payment_itself_was_exchanged_at_stands_whatever_is_kept() -> None:
    assert rate_of(ROW, QUOTED_PAID, BOTH) == RateOfPayment(MINE, RateSource.MARKET_QUOTE, QUOTED)


@pytest.mark.parametrize("paid", [PAID, None])
def test_then_what_a_person_gave_for_it(paid: object) -> None:
    known = rate_of(ROW, PAID if paid else None, BOTH)
    assert known == RateOfPayment(GIVEN, RateSource.MANUAL, ROW.effective_time)


def test_then_the_coin_price_of_its_minute() -> None:
    row = replace(ROW, effective_time=MINUTE + timedelta(seconds=59, microseconds=999_999))
    known = rate_of(row, PAID, KeptRates({}, {MINUTE: PRICE}))
    assert known == RateOfPayment(PRICE, RateSource.COINPRICE_MINUTE, MINUTE)


@pytest.mark.safety("S-69", "a price of another minute is not taken")
@given(minutes=st.integers(-(10**6), 10**6).filter(bool))
def test_a_price_of_any_other_minute_is_not_its_own(minutes: int) -> None:
    kept = KeptRates({}, {MINUTE + timedelta(minutes=minutes): PRICE})
    assert rate_of(ROW, PAID, kept) is None
    assert rate_of(ROW, PAID, KeptRates()) is None


def test_a_rate_given_for_another_payment_is_not_its_own() -> None:
    assert rate_of(replace(ROW, payment_id=PaymentId("p-2")), None, KeptRates(MANUAL)) is None
    assert rate_of(replace(ROW, payment_id=None), None, KeptRates(MANUAL)) is None


@pytest.mark.parametrize("currency", [USD, Currency("asset:" + "ab" * 33)])
def test_what_is_kept_is_of_bitcoin_alone(currency: Currency) -> None:
    assert rate_of(replace(ROW, currency=currency), PAID, BOTH) is None
    quoted = rate_of(replace(ROW, currency=currency), QUOTED_PAID, BOTH)
    assert quoted is not None
    assert quoted.source is RateSource.MARKET_QUOTE
