"""How amounts are written: the chosen unit, hidden, a dash, about how much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import BTC, USD, Money, cents, msats
from voltage_tui.settings import UnitChoice
from voltage_tui.ui.display import MASK, UNIT_CHOICES, Display

UNITS = st.sampled_from(UNIT_CHOICES)
MONEY = st.builds(Money, st.sampled_from((BTC, USD)), st.integers(-(10**16), 10**16))


@pytest.mark.parametrize(
    ("unit", "words"),
    [("sats", "12,345.678 sats"), ("btc", "0.00012345678 BTC"), ("usd", "12,345.678 sats")],
)
def test_without_a_rate_dollars_fall_back_to_the_amount_itself(
    unit: UnitChoice, words: str
) -> None:
    assert Display(unit).words(Money(BTC, 12_345_678)) == words
    assert Display(unit).words(Money(USD, -1_050)) == "−10.50 USD"


@given(UNITS, MONEY)
def test_msats_are_never_lost(unit: UnitChoice, money: Money) -> None:
    digits = "".join(c for c in Display(unit).words(money) if c.isdigit()).strip("0")
    assert digits == str(abs(money.units)).strip("0")


@given(UNITS, MONEY)
def test_what_is_hidden_shows_no_digit(unit: UnitChoice, money: Money) -> None:
    shown = Display(unit, hidden=True)
    for text in (shown.words(money), shown.short(money)):
        assert not any(c.isdigit() for c in text)
        assert MASK in text


def test_an_amount_that_is_not_known_is_a_dash() -> None:
    for hidden in (False, True):
        assert Display(hidden=hidden).words(None) == "—"


@given(MONEY)
def test_about_how_much_takes_little_room(money: Money) -> None:
    assert len(Display().short(money)) <= 12


@given(UNITS, MONEY)
def test_about_how_much_is_nothing_only_for_nothing(unit: UnitChoice, money: Money) -> None:
    said = Display(unit).short(money)
    assert any(c in "123456789" for c in said) == (not money.is_zero)


def test_about_how_much_bitcoin_keeps_its_first_digits() -> None:
    assert Display("btc").short(msats(18_500_000_000)) == "0.18500"
    assert Display("btc").short(msats(-500_000)) == "−0.00000500"
    assert Display("usd").short(cents(495_788)) == "4,957"
