"""Figures show the exact amount in pieces (S-23, S-24)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import (
    BTC,
    MINUS,
    USD,
    Currency,
    Money,
    Unit,
    cents,
    figure_of,
    msats,
    plain,
    sats,
)

ASSET = Currency("asset:" + "ab" * 33)
PER_UNIT = {Unit.SATS: 1_000, Unit.BTC: 10**11, Unit.USD: 100}


@pytest.mark.parametrize(
    ("amount", "unit", "pieces"),
    [
        (msats(0), None, ("", "0", "", "")),
        (sats(6_204_118) + msats(500), None, ("", "6,204,118", "", ".500")),
        (msats(1), None, ("", "0", "", ".001")),
        (msats(-1), None, (MINUS, "0", "", ".001")),
        (sats(-1_000), None, (MINUS, "1,000", "", "")),
        (sats(1), Unit.BTC, ("", "0", ".00000001", "")),
        (msats(-1), Unit.BTC, (MINUS, "0", ".00000000", "001")),
        (sats(2_100_000_000_000_000), Unit.BTC, ("", "21,000,000", ".00000000", "")),
        (cents(5), None, ("", "0", ".05", "")),
        (cents(-31_250), None, (MINUS, "312", ".50", "")),
        (cents(100_000_000), Unit.USD, ("", "1,000,000", ".00", "")),
        (Money(ASSET, 1_234_567), None, ("", "1,234,567", "", "")),
    ],
)
def test_an_amount_falls_into_its_pieces(
    amount: Money, unit: Unit | None, pieces: tuple[str, str, str, str]
) -> None:
    figure = figure_of(amount, unit)
    assert (figure.sign, figure.whole, figure.fraction, figure.tail) == pieces
    assert str(figure) == figure.left + figure.right == "".join(pieces)


def test_an_asset_is_shown_with_its_own_places() -> None:
    asset = Money(ASSET, 1_234_567)
    assert str(figure_of(asset, places=3)) == "1,234.567"
    assert str(figure_of(Money(ASSET, 5), places=2)) == "0.05"


def test_movements_carry_their_sign() -> None:
    assert str(figure_of(sats(40_000), signed=True)) == "+40,000"
    assert str(figure_of(sats(-40_000), signed=True)) == f"{MINUS}40,000"
    assert str(figure_of(sats(0), signed=True)) == "0"


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (msats(1), Unit.USD),
        (msats(1), Unit.UNITS),
        (cents(1), Unit.UNITS),
        (cents(1), Unit.SATS),
        (cents(1), Unit.BTC),
        (Money(ASSET, 1), Unit.USD),
    ],
)
def test_a_unit_of_another_currency_is_refused(amount: Money, unit: Unit) -> None:
    with pytest.raises(ValueError, match="is not shown in"):
        figure_of(amount, unit)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (sats(25_000), "25,000 sats"),
        (msats(1_500), "1.500 sats"),
        (cents(1_250), "$12.50"),
        (cents(-1_250), f"{MINUS}$12.50"),
        (Money(ASSET, 5_000_000), "5,000,000 units"),
    ],
)
def test_amounts_in_a_sentence(amount: Money, words: str) -> None:
    assert plain(amount) == words


@given(st.integers(-(2**70), 2**70), st.sampled_from([Unit.SATS, Unit.BTC, Unit.USD]))
def test_the_pieces_are_the_exact_amount(units: int, unit: Unit) -> None:
    amount = Money(USD if unit is Unit.USD else BTC, units)
    figure = figure_of(amount, unit)
    digits = str(figure).replace(",", "").replace(MINUS, "-")
    assert Fraction(digits) * PER_UNIT[unit] == units
    assert all(len(group) == 3 for group in figure.whole.split(",")[1:])


@given(st.integers(-(2**40), 2**40), st.integers(0, 12))
def test_asset_pieces_are_exact(units: int, places: int) -> None:
    shown = str(figure_of(Money(ASSET, units), places=places))
    assert Fraction(shown.replace(",", "").replace(MINUS, "-")) * 10**places == units
