"""A rate is a fraction, exactly; the `e` in it is no exponent (S-25)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import (
    BTC,
    USD,
    CurrencyMismatchError,
    InvalidRateError,
    Money,
    Rate,
    cents,
    msats,
    sats,
)

rates = st.builds(Rate, st.integers(1, 10**18), st.integers(0, 12), st.just(USD))


def rounded(value: Fraction) -> int:
    """The nearest whole number, a half going away from zero."""
    down, up = abs(value).__floor__(), abs(value).__ceil__()
    nearest = up if abs(value) - down >= Fraction(1, 2) else down
    return nearest if value >= 0 else -nearest


def per_bitcoin(rate: Rate) -> Fraction:
    """Base units for one bitcoin."""
    return Fraction(rate.coefficient, 10**rate.scale)


@pytest.mark.safety("S-25", "12345e2 is 123.45; 6.5e6 is refused")
@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("6500000e0", cents(6_500_000)),
        ("6250000e0", cents(6_250_000)),
        ("12345e2", cents(123)),
        ("12350e2", cents(124)),
        ("1e0", cents(1)),
    ],
)
def test_the_apis_rate_string(text: str, price: Money) -> None:
    rate = Rate.parse(text, USD)
    assert rate.price == price
    assert str(rate) == text


def test_the_scale_divides() -> None:
    assert per_bitcoin(Rate.parse("12345e2", USD)) == Fraction("123.45")


@pytest.mark.parametrize(
    "text",
    [
        *("", "e", "1e", "e1", "6.5e6", "-1e0", "+1e0", "1e-2", "1e+2", "1E2", " 1e2", "1e2\n"),
        *("0e0", "0e5", "1e31", "1e100", "٣e0", "1_0e0", "9" * 31 + "e0", "65000"),
    ],
)
def test_anything_else_is_no_rate(text: str) -> None:
    with pytest.raises(InvalidRateError):
        Rate.parse(text, USD)


@given(st.text(alphabet="0123456789eE.+- ", max_size=12) | st.text(alphabet=st.characters()))
def test_any_text_is_a_rate_or_an_invalid_one(text: str) -> None:
    try:
        rate = Rate.parse(text, USD)
    except InvalidRateError:
        return
    assert rate.coefficient > 0
    assert Rate.parse(str(rate), USD) == rate


def test_a_known_exchange() -> None:
    rate = Rate.parse("6250000e0", USD)
    assert rate.value_of(sats(40_000)) == cents(2_500)
    assert rate.bitcoin_for(cents(2_500)) == sats(40_000)
    assert rate.value_of(msats(-16_000_000)) == cents(-1_000)


@given(rates, st.integers(-(2**63), 2**63))
def test_a_value_is_the_exact_one_rounded_once(rate: Rate, units: int) -> None:
    exact = Fraction(units, 10**11) * per_bitcoin(rate)
    assert rate.value_of(msats(units)) == cents(rounded(exact))


@given(rates, st.integers(-(2**63), 2**63))
def test_bitcoin_for_is_the_exact_amount_rounded_once(rate: Rate, units: int) -> None:
    exact = units / per_bitcoin(rate) * 10**11
    assert rate.bitcoin_for(cents(units)) == msats(rounded(exact))
    whole = rate.bitcoin_for(cents(units), whole_sats=True)
    assert whole == sats(rounded(exact / 1_000))


@given(rates)
def test_the_price_is_that_of_one_bitcoin(rate: Rate) -> None:
    assert rate.price == rate.value_of(sats(100_000_000))


def test_only_its_own_currencies_are_exchanged() -> None:
    rate = Rate.parse("6250000e0", USD)
    with pytest.raises(CurrencyMismatchError):
        rate.value_of(cents(1))
    with pytest.raises(CurrencyMismatchError):
        rate.bitcoin_for(Money(BTC, 1))
