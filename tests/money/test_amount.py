"""Amounts add up to the base unit and never mix currencies (S-20, S-24)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import (
    BTC,
    USD,
    Currency,
    CurrencyMismatchError,
    Money,
    cents,
    msats,
    parse_currency,
    sats,
    total,
)

ASSET = Currency("asset:" + "ab" * 33)
units = st.integers(-(2**70), 2**70)


@pytest.mark.parametrize("text", ["btc", "usd", "asset:" + "0" * 66, "asset:" + "Ff" * 33])
def test_the_apis_currencies_are_known(text: str) -> None:
    assert parse_currency(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "BTC", "eur", "btc ", "btc\n", "asset:", "asset:" + "0" * 65, "asset:" + "g" * 66, "sats"],
)
def test_no_other_text_is_a_currency(text: str) -> None:
    with pytest.raises(ValueError, match="not a currency"):
        parse_currency(text)


@pytest.mark.parametrize(
    "act",
    [
        lambda: msats(1) + cents(1),
        lambda: msats(1) - cents(1),
        lambda: msats(1) < cents(2),
        lambda: msats(1) <= cents(2),
        lambda: msats(3) > cents(2),
        lambda: msats(3) >= cents(2),
        lambda: total(BTC, [msats(1), cents(1)]),
        lambda: Money(ASSET, 1) + Money(Currency("asset:" + "cd" * 33), 1),
    ],
)
def test_currencies_never_mix(act: Callable[[], object]) -> None:
    with pytest.raises(CurrencyMismatchError, match="cannot be combined"):
        act()


def test_equal_units_of_other_currencies_are_not_equal() -> None:
    assert msats(5) != cents(5)
    assert len({msats(5), cents(5), msats(5)}) == 2


@given(units, units)
def test_arithmetic_is_that_of_whole_numbers(a: int, b: int) -> None:
    assert msats(a) + msats(b) == msats(a + b)
    assert msats(a) - msats(b) == msats(a - b)
    assert -cents(a) == cents(-a)
    assert abs(cents(a)) == cents(abs(a))
    assert (msats(a) < msats(b)) == (a < b)
    assert (msats(a) <= msats(b)) == (a <= b)
    assert (msats(a) > msats(b)) == (a > b)
    assert (msats(a) >= msats(b)) == (a >= b)
    assert msats(a).is_zero == (a == 0)
    assert msats(a).is_negative == (a < 0)


@pytest.mark.safety("S-24", "sums of random amounts equal the sum of their msats")
@given(st.lists(units, max_size=20))
def test_a_sum_keeps_every_msat(parts: list[int]) -> None:
    assert total(BTC, map(msats, parts)) == msats(sum(parts))
    assert total(BTC, [sats(1), msats(999), msats(1)]) == sats(2)


def test_nothing_sums_to_zero_of_its_currency() -> None:
    assert total(USD, []) == cents(0)
