"""What has been typed becomes exactly one order, or words about what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0, line, wallet
from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import BTC, USD, Currency, EntryUnit, Money, Rate, cents, msats, sats
from voltage_tui.treasury.account import Account, account_of
from voltage_tui.treasury.receiving import ReceiveOrder
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.screens.receive.draft import (
    Draft,
    Field,
    Known,
    order_of,
    read_amount,
)

BITCOIN = account_of(wallet(), line(BTC))
DOLLARS = account_of(wallet(), line(USD, 500_000))
RATE = KnownRate(Rate.parse("8016000e0", USD), T0)


def known(
    account: Account | None = BITCOIN,
    rate: KnownRate | None = RATE,
    fee: int | None = None,
    age_s: int = 6,
) -> Known:
    return Known(account, rate, fee, T0 + timedelta(seconds=age_s))


def words(draft: Draft, given_by: Known) -> str:
    found = order_of(draft, given_by)
    assert isinstance(found, Fault)
    return found.words


def amount(draft: Draft, given_by: Known) -> Money | None:
    found = order_of(draft, given_by)
    assert isinstance(found, ReceiveOrder)
    return found.amount


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("25000", EntryUnit.SATS, sats(25_000)),
        ("25000.123", EntryUnit.SATS, msats(25_000_123)),
        ("0.00025", EntryUnit.BTC, sats(25_000)),
        ("25 sats", EntryUnit.BTC, sats(25)),
        ("80.16", EntryUnit.USD, sats(100_000)),
        ("80.16 usd", EntryUnit.SATS, sats(100_000)),
    ],
)
def test_an_amount_means_what_its_unit_says(typed: str, unit: EntryUnit, meant: Money) -> None:
    assert amount(Draft(amount=typed, unit=unit), known()) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,000", "did you mean 1000"),
        ("1e5", "no exponent"),
        ("-5", "no sign"),
        ("0", "more than 0"),
        (".5", "digits on both sides"),
        ("5 eur", "not a unit here"),
        ("25000.1234", "places after the point"),
        ("21000000.1 btc", "more bitcoin than there will ever be"),
    ],
)
def test_a_mistyped_amount_is_named_in_words(typed: str, said: str) -> None:
    fault = order_of(Draft(amount=typed), known())
    assert isinstance(fault, Fault)
    assert fault.field is Field.AMOUNT
    assert said in fault.words


@pytest.mark.parametrize("age_s", [901, 3_600])
def test_an_old_rate_converts_nothing(age_s: int) -> None:
    typed = Draft(amount="10 usd")
    assert "too old to convert with" in words(typed, known(age_s=age_s))


def test_a_rate_of_a_quarter_of_an_hour_still_converts() -> None:
    assert amount(Draft(amount="80.16 usd"), known(age_s=900)) == sats(100_000)


def test_without_a_rate_dollars_are_refused_and_bitcoin_is_not() -> None:
    assert "no rate is known" in words(Draft(amount="10 usd"), known(rate=None))
    assert amount(Draft(amount="10"), known(rate=None)) == sats(10)


def test_the_rate_used_for_a_conversion_is_kept_to_be_said() -> None:
    asked = read_amount(Draft(amount="10 usd"), known())
    assert isinstance(asked, Asked)
    assert asked.rate == RATE


def test_a_dollar_wallet_takes_dollars_as_they_are() -> None:
    draft = Draft(amount="21.50", unit=EntryUnit.USD)
    assert amount(draft, known(DOLLARS, rate=None)) == cents(2_150)
    assert "asked in USD" in words(replace(draft, unit=EntryUnit.SATS), known(DOLLARS))


@pytest.mark.parametrize(
    ("kind", "account", "fee", "why"),
    [
        (PaymentKind.BOLT11, DOLLARS, None, "dollar wallet"),
        (PaymentKind.ONCHAIN, BITCOIN, None, "on-chain needs an amount"),
        (PaymentKind.BOLT11, BITCOIN, 100, "adds a fee"),
        (PaymentKind.BIP21, BITCOIN, 100, "adds a fee"),
    ],
)
def test_any_amount_is_refused_where_it_would_fail(
    kind: PaymentKind, account: Account, fee: int | None, why: str
) -> None:
    assert why in words(Draft(kind=kind), known(account, fee=fee))


@pytest.mark.parametrize("kind", [PaymentKind.BOLT11, PaymentKind.BIP21])
@pytest.mark.parametrize("fee", [None, 0])
def test_any_amount_is_possible_elsewhere(kind: PaymentKind, fee: int | None) -> None:
    assert amount(Draft(kind=kind), known(fee=fee)) is None


@pytest.mark.parametrize("kind", [PaymentKind.ONCHAIN, PaymentKind.BIP21])
def test_on_chain_amounts_are_whole_sats(kind: PaymentKind) -> None:
    assert "whole sats" in words(Draft(amount="100.5", kind=kind), known())


def test_the_wallet_is_judged_first() -> None:
    closed = account_of(wallet(), replace(line(), disabled_at=T0))
    assert "takes no payments since 05 October 2026" in words(Draft(amount="1"), known(closed))
    unread = account_of(wallet(line=None), None)
    assert "currency is not known" in words(Draft(amount="1"), known(unread))
    asset = account_of(wallet(), line(Currency("asset:" + "0" * 66)))
    assert "assets" in words(Draft(amount="1"), known(asset))
    assert "no wallet" in words(Draft(amount="1"), known(None))


def test_a_memo_is_cleaned_trimmed_and_never_empty() -> None:
    def memo(text: str) -> str | None:
        order = order_of(Draft(amount="1", memo=text), known())
        assert isinstance(order, ReceiveOrder)
        return order.memo

    assert memo("  Order 8841 ") == "Order 8841"
    assert memo("\x1b]0;x\x07\u202eOrder") == "Order"
    assert memo(" \u200b ") is None
    assert "at most 200" in words(Draft(amount="1", memo="m" * 201), known())


@given(st.text(max_size=60), st.sampled_from(EntryUnit), st.sampled_from(PaymentKind))
def test_whatever_is_typed_gives_an_order_or_one_sentence(
    typed: str, unit: EntryUnit, kind: PaymentKind
) -> None:
    found = order_of(Draft(amount=typed, unit=unit, kind=kind, memo=typed), known())
    if isinstance(found, Fault):
        assert found.words
        assert "\n" not in found.words
    else:
        assert found.amount is None or found.amount.units > 0
