"""Rates kept in the mirror's file come out to the last digit, for what they were kept for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.mirror.histories import row
from tests.treasury.builders import T0, WALLET
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.kept_rates import (
    CoinPrice,
    KeptRates,
    ManualRate,
    minute_of,
    subject_of,
    subject_of_payment,
)
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.money import BTC, USD, Rate
from voltage_tui.store.mirror.mirror import Mirror

OTHER = WalletId("a0000000-0000-4000-9000-000000000002")
PRICE = Rate(8_017_210, 0, USD)
MINUTE = timedelta(minutes=1)
rates = st.builds(Rate, st.integers(1, 10**30 - 1), st.integers(0, 30), st.just(USD))
minutes = st.integers(0, 10**6).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + n * MINUTE)


def entry(at: datetime = T0, payment_id: str | None = "p-1", entry_id: str = "e-1") -> LedgerEntry:
    made = row(LedgerKind.CREDITED, 1, 5, 0)
    return replace(
        made,
        effective_time=at,
        entry_id=entry_id,
        payment_id=None if payment_id is None else PaymentId(payment_id),
    )


@settings(deadline=None, max_examples=40)
@given(prices=st.dictionaries(minutes, rates, max_size=400))
def test_coin_prices_come_out_exactly_for_their_own_minutes(
    prices: dict[datetime, Rate],
) -> None:
    mirror = Mirror(None)
    mirror.keep_prices([CoinPrice(m, r) for m, r in prices.items()], T0)
    asked = [entry(m + timedelta(seconds=59, microseconds=999_999)) for m in prices]
    assert mirror.rates.kept_for(asked).minutes == prices
    elsewhere = [entry(m - timedelta(microseconds=1)) for m in prices]
    found = mirror.rates.kept_for(elsewhere).minutes
    assert set(found) == {m - MINUTE for m in prices} & set(prices)
    mirror.close()


def test_a_price_that_is_kept_stays_as_it_was_first_read() -> None:
    mirror = Mirror(None)
    minute = minute_of(T0)
    mirror.keep_prices([CoinPrice(minute, PRICE)], T0)
    mirror.keep_prices([CoinPrice(minute, Rate(1, 0, USD))], T0)
    assert mirror.rates.kept_for([entry()]).minutes == {minute: PRICE}
    mirror.close()


def test_a_persons_rate_is_of_one_payment_or_of_one_row_without_one() -> None:
    mirror = Mirror(None)
    mine, alone = entry(), entry(payment_id=None)
    mirror.set_manual_rate(subject_of_payment(PaymentId("p-1")), PRICE, " as\x07 agreed ", T0)
    mirror.set_manual_rate(subject_of(alone), Rate(7, 2, USD), "their invoice", T0)
    kept = mirror.rates.kept_for([mine, alone])
    assert kept.manual == {
        subject_of(mine): ManualRate(PRICE, "as agreed", T0),
        subject_of(alone): ManualRate(Rate(7, 2, USD), "their invoice", T0),
    }
    others = [
        entry(payment_id="p-2"),
        entry(payment_id=None, entry_id="e-2"),
        replace(alone, wallet_id=OTHER),
    ]
    assert mirror.rates.kept_for(others).manual == {}
    mirror.set_manual_rate(subject_of(mine), None, "", T0)
    assert mirror.rates.kept_for([mine]) == KeptRates()
    mirror.close()


@pytest.mark.parametrize("rate", [Rate(5, 0, BTC), Rate(10**30, 0, USD), Rate(5, 31, USD)])
def test_what_could_not_be_read_again_is_not_kept(rate: Rate) -> None:
    mirror = Mirror(None)
    with pytest.raises(ValueError, match="rate"):
        mirror.set_manual_rate(subject_of(entry()), rate, "", T0)
    with pytest.raises(ValueError, match="rate"):
        mirror.keep_prices([CoinPrice(minute_of(T0), rate)], T0)
    assert mirror.rates.kept_for([entry()]) == KeptRates()
    mirror.close()


def test_any_number_of_entries_is_looked_up_at_once() -> None:
    mirror = Mirror(None)
    many = [entry(T0 + n * MINUTE, f"p-{n}") for n in range(600)]
    mirror.keep_prices([CoinPrice(minute_of(e.effective_time), PRICE) for e in many], T0)
    for each in many:
        mirror.set_manual_rate(subject_of(each), PRICE, "", T0)
    kept = mirror.rates.kept_for(many)
    assert (len(kept.manual), len(kept.minutes)) == (600, 600)
    assert all(e.wallet_id == WALLET for e in many)
    mirror.close()
