"""A typed number changes its unit only when told how (S-22)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0
from voltage_tui.money import BTC, USD, EntryUnit, Money, Rate, parse_amount, parse_entry
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.form.units import UnitChange, question, text_of

RATE = KnownRate(Rate.parse("8016000e0", USD), T0)
UNITS = st.sampled_from(EntryUnit)


@given(st.integers(1, 2**63 - 1), UNITS)
def test_an_amount_written_in_a_unit_is_read_back_exactly(units: int, unit: EntryUnit) -> None:
    money = Money(unit.currency, units)
    assert parse_amount(text_of(money, unit), unit) == money


@given(st.integers(1, 10**15), st.sampled_from([EntryUnit.SATS, EntryUnit.BTC]))
def test_keeping_the_value_between_sats_and_btc_is_exact(units: int, old: EntryUnit) -> None:
    new = EntryUnit.BTC if old is EntryUnit.SATS else EntryUnit.SATS
    text = text_of(Money(BTC, units), old)
    asked = question(text, old, new, None, T0)
    assert asked is not None
    assert asked.value is not None
    assert parse_amount(asked.value, new) == Money(BTC, units)
    assert asked.digits == text


def test_dollars_are_only_converted_at_a_fresh_rate() -> None:
    for age, value in ((900, "8.02"), (901, None)):
        asked = question("10000", EntryUnit.SATS, EntryUnit.USD, RATE, T0 + timedelta(seconds=age))
        assert asked is not None
        assert asked.value == value
    assert (found := question("8.02", EntryUnit.USD, EntryUnit.SATS, RATE, T0)) is not None
    assert found.value == "10005"


@pytest.mark.safety("S-22", "changing the unit asks whether to keep the digits or the value")
@given(st.text(max_size=12), UNITS, UNITS)
def test_a_number_is_never_put_under_another_unit_without_a_question(
    text: str, old: EntryUnit, new: EntryUnit
) -> None:
    try:
        parsed = parse_entry(text, old)
    except ValueError:
        assert question(text, old, new, RATE, T0) is None
    else:
        asked = question(text, old, new, RATE, T0)
        assert (asked is None) == (parsed.unit is new)


@pytest.mark.parametrize(
    ("key", "text", "unit"),
    [
        ("k", "25000", EntryUnit.BTC),
        ("v", "0.00025", EntryUnit.BTC),
        ("escape", "25000", EntryUnit.SATS),
    ],
)
def test_the_answers(key: str, text: str, unit: EntryUnit) -> None:
    change = UnitChange(EntryUnit.SATS)
    change.ask("25000", 1, RATE, T0)
    assert change.unit is EntryUnit.SATS
    assert change.question is not None
    assert change.answer(key, "25000") == text
    assert change.unit is unit


def test_the_value_cannot_be_kept_where_it_cannot_be_said() -> None:
    change = UnitChange(EntryUnit.SATS)
    change.ask("25000", -1, None, T0)
    assert change.answer("v", "25000") == "25000"
    assert change.question is not None
    assert "v the value" not in change.question.words


def test_an_empty_field_changes_at_once_and_goes_round() -> None:
    change = UnitChange(EntryUnit.SATS)
    seen = []
    for _ in range(3):
        change.ask("", 1, RATE, T0)
        seen.append(change.unit)
    assert seen == [EntryUnit.BTC, EntryUnit.USD, EntryUnit.SATS]


def test_another_wallet_changes_the_unit_only_while_nothing_is_typed() -> None:
    change = UnitChange(EntryUnit.BTC)
    seen = []
    for currency, text in ((USD, "0.5"), (USD, ""), (BTC, "")):
        change.for_currency(currency, text)
        seen.append(change.unit)
    assert seen == [EntryUnit.BTC, EntryUnit.USD, EntryUnit.BTC]


def test_a_unit_word_counts_as_the_unit() -> None:
    assert question("25 usd", EntryUnit.SATS, EntryUnit.USD, RATE, T0) is None
    asked = question("25 usd", EntryUnit.SATS, EntryUnit.BTC, RATE, T0)
    assert asked is not None
    assert asked.old is EntryUnit.USD
    assert asked.digits == "25"
