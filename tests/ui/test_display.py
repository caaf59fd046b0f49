"""How amounts are written: the chosen unit, hidden, a dash, about how much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import BTC, USD, Money
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
