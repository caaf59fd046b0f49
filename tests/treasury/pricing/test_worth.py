"""What an amount is worth at a rate, to the cent, for received and for spent (S-69)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from voltage_tui.exports.values import worth
from voltage_tui.money import BTC, MSATS_PER_BTC, USD, Currency, Money, Rate

amounts = st.integers(-(2**63), 2**63)
rates = st.builds(Rate, st.integers(1, 10**30 - 1), st.integers(0, 30), st.just(USD))
# Rates and amounts whose products often lie just between two cents.
halves = st.tuples(st.integers(-(10**6), 10**6).map(lambda n: n * 10**9), st.integers(1, 999))


@settings(max_examples=30)
@given(units=amounts, rate=rates)
def test_a_value_is_the_nearest_cent_halves_to_even_alike_for_both_signs(
    units: int, rate: Rate
) -> None:
    _check(units, rate)


@settings(max_examples=60)
@given(half=halves)
def test_so_it_is_where_it_lies_between_two_cents(half: tuple[int, int]) -> None:
    units, cents = half
    _check(units, Rate(cents * 10, 1, USD))


def _check(units: int, rate: Rate) -> None:
    value = worth(Money(BTC, units), rate)
    exact = Fraction(units * rate.coefficient, MSATS_PER_BTC * 10**rate.scale)
    assert value == Money(USD, round(exact))
    assert worth(Money(BTC, -units), rate) == Money(USD, -round(exact))


def test_nothing_is_worth_something_without_a_rate_but_dollars_are_what_they_are() -> None:
    rate = Rate(8_017_210, 0, USD)
    assert worth(Money(BTC, 5), None) is None
    assert worth(Money(USD, -5), None) == Money(USD, -5)
    assert worth(Money(Currency("asset:ab"), 5), rate) is None
    assert worth(Money(BTC, 5), Rate(1, 0, Currency("eur"))) is None
