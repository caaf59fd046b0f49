"""What a person types is read exactly or refused with the reason (S-21 to S-23)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import (
    INT64_MAX,
    AmountProblem,
    Entry,
    EntryUnit,
    InvalidAmountError,
    Money,
    Unit,
    cents,
    figure_of,
    msats,
    parse_amount,
    parse_entry,
    sats,
    unit_named,
)

SATS, BTC, USD = EntryUnit.SATS, EntryUnit.BTC, EntryUnit.USD
SHOWN_IN = {SATS: Unit.SATS, BTC: Unit.BTC, USD: Unit.USD}


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("0", SATS, sats(0)),
        ("25", SATS, sats(25)),
        ("25.5", SATS, msats(25_500)),
        ("0.001", SATS, msats(1)),
        ("1", BTC, sats(100_000_000)),
        ("0.00000001", BTC, sats(1)),
        ("0.00000000001", BTC, msats(1)),
        ("21000000", BTC, sats(21_000_000 * 100_000_000)),
        ("12", USD, cents(1_200)),
        ("12.5", USD, cents(1_250)),
        ("0.01", USD, cents(1)),
        ("9223372036854775.807", SATS, msats(INT64_MAX)),
        ("92233720368547758.07", USD, cents(INT64_MAX)),
    ],
)
def test_a_plain_number_is_read_exactly(text: str, unit: EntryUnit, amount: Money) -> None:
    assert parse_amount(text, unit) == amount


@pytest.mark.safety("S-21", "a table of what is no amount, each with its reason")
@pytest.mark.parametrize(
    ("text", "unit", "problem"),
    [
        ("", SATS, AmountProblem.EMPTY),
        ("-1", SATS, AmountProblem.SIGN),
        ("+1", SATS, AmountProblem.SIGN),
        ("−1", SATS, AmountProblem.SIGN),
        ("1e3", SATS, AmountProblem.EXPONENT),
        ("1E+3", SATS, AmountProblem.EXPONENT),
        ("1.5e-3", BTC, AmountProblem.EXPONENT),
        ("1.", SATS, AmountProblem.POINT),
        (".5", SATS, AmountProblem.POINT),
        (".", SATS, AmountProblem.POINT),
        ("1.2.3", SATS, AmountProblem.POINT),
        ("1,000", SATS, AmountProblem.SEPARATOR),
        ("1_000", SATS, AmountProblem.SEPARATOR),
        ("1'000", SATS, AmountProblem.SEPARATOR),
        ("1 000", SATS, AmountProblem.SEPARATOR),
        ("1\N{NO-BREAK SPACE}000", SATS, AmountProblem.SEPARATOR),
        ("1,5", BTC, AmountProblem.SEPARATOR),
        ("٣", SATS, AmountProblem.FOREIGN_DIGITS),
        ("１２", SATS, AmountProblem.FOREIGN_DIGITS),
        ("1²", SATS, AmountProblem.FOREIGN_DIGITS),
        ("1٣", SATS, AmountProblem.FOREIGN_DIGITS),
        ("1.٣", SATS, AmountProblem.FOREIGN_DIGITS),
        ("1.2345", SATS, AmountProblem.PRECISION),
        ("0.000000000001", BTC, AmountProblem.PRECISION),
        ("0.001", USD, AmountProblem.PRECISION),
        ("1.00000", SATS, AmountProblem.PRECISION),
        ("9223372036854775.808", SATS, AmountProblem.TOO_LARGE),
        ("92233721", BTC, AmountProblem.TOO_LARGE),
        ("9" * 40, SATS, AmountProblem.TOO_LARGE),
        ("9" * 5_000, SATS, AmountProblem.TOO_LARGE),
        ("007", SATS, AmountProblem.NOT_A_NUMBER),
        ("00.5", BTC, AmountProblem.NOT_A_NUMBER),
        ("0x10", SATS, AmountProblem.NOT_A_NUMBER),
        ("nan", USD, AmountProblem.NOT_A_NUMBER),
        ("inf", USD, AmountProblem.NOT_A_NUMBER),
        ("$5", USD, AmountProblem.NOT_A_NUMBER),
        ("25sats", SATS, AmountProblem.NOT_A_NUMBER),
        ("1\n", SATS, AmountProblem.SEPARATOR),
        ("1\x00", SATS, AmountProblem.NOT_A_NUMBER),
    ],
)
def test_anything_else_is_refused_for_its_reason(
    text: str, unit: EntryUnit, problem: AmountProblem
) -> None:
    with pytest.raises(InvalidAmountError) as caught:
        parse_amount(text, unit)
    assert caught.value.problem is problem
    assert str(caught.value)


@pytest.mark.safety("S-21", "1,000 and 1_000 refused with the reading they would have had")
@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("1,000", "1000"),
        ("1_000", "1000"),
        ("12'345'678", "12345678"),
        ("1 000.5", "1000.5"),
        ("1 000", "1000"),
        ("1 000 sats", "1000"),
        ("1,000 sats", "1000"),
        ("250\N{NARROW NO-BREAK SPACE}000 sats", "250000"),
    ],
)
def test_a_grouped_number_is_refused_with_its_reading(text: str, reading: str) -> None:
    with pytest.raises(InvalidAmountError, match=rf"did you mean {reading}\?") as caught:
        parse_entry(text, SATS)
    assert caught.value.problem is AmountProblem.SEPARATOR


@pytest.mark.parametrize(
    "text", ["1,5", "0,001", "1,00", "1000,000", "1.000,50", "1,000,00", "1_0"]
)
def test_no_reading_is_offered_where_there_are_two(text: str) -> None:
    with pytest.raises(InvalidAmountError) as caught:
        parse_entry(text, BTC)
    assert caught.value.problem is AmountProblem.SEPARATOR
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("25", sats(25), SATS),
        (" 25 ", sats(25), SATS),
        ("25 sat", sats(25), SATS),
        ("25  SATS", sats(25), SATS),
        ("25\tusd", cents(2_500), USD),
        ("0.5 BTC", sats(50_000_000), BTC),
        ("12.50 dollars", cents(1_250), USD),
    ],
)
def test_a_unit_word_overrides_the_default(text: str, amount: Money, unit: EntryUnit) -> None:
    entry = parse_entry(text, SATS)
    assert (entry.amount, entry.unit) == (amount, unit)


@pytest.mark.parametrize("text", ["25 eur", "25 msat", "25 sats please", "1 000 eur"])
def test_a_word_that_is_no_unit_is_named(text: str) -> None:
    with pytest.raises(InvalidAmountError) as caught:
        parse_entry(text, SATS)
    assert caught.value.problem is AmountProblem.UNKNOWN_UNIT
    assert text.rpartition(" ")[2] in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("$5", "5 usd"),
        ("$ 5.25", "5.25 usd"),
        ("5$", "5 usd"),
        ("10 $", "10 usd"),
        ("₿0.1", "0.1 btc"),
        ("25sats", "25 sats"),
        ("10USD", "10 usd"),
        ("$5 usd", "5 usd"),
    ],
)
def test_a_unit_in_another_place_is_refused_with_its_reading(text: str, reading: str) -> None:
    with pytest.raises(InvalidAmountError) as caught:
        parse_entry(text, SATS)
    assert f"did you mean {reading}?" in str(caught.value)
    assert parse_entry(reading, SATS).unit is unit_named(reading)


@pytest.mark.parametrize("text", ["2k", "25k$", "1.5m?", "$5$", "5 eur", "05$"])
def test_no_unit_is_guessed(text: str) -> None:
    with pytest.raises(InvalidAmountError) as caught:
        parse_entry(text, SATS)
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("10.999 usd", USD), ("0 BTC", BTC), ("-5 sat", SATS), ("10", None), ("10 eur", None)],
)
def test_the_unit_is_named_by_its_word_whatever_the_number(
    text: str, unit: EntryUnit | None
) -> None:
    assert unit_named(text) is unit


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_typed_asks_for_an_amount(text: str) -> None:
    with pytest.raises(InvalidAmountError) as caught:
        parse_entry(text, USD)
    assert caught.value.problem is AmountProblem.EMPTY


def test_a_pasted_novel_is_refused_at_once() -> None:
    for text in ("1" + " " * 200_000 + "!", "a " * 100_000, "1," * 100_000):
        with pytest.raises(InvalidAmountError):
            parse_entry(text, SATS)


def any_text() -> st.SearchStrategy[str]:
    """Any text at all, lone surrogates too, and much that looks nearly like a number."""
    near = st.text(alphabet="0123456789.,_'+-−eE ²٣\N{NO-BREAK SPACE}satbcud\n\ud800", max_size=50)
    return near | st.text(alphabet=st.characters(), max_size=60)


@given(any_text(), st.sampled_from(EntryUnit))
def test_any_text_is_read_or_refused_and_never_crashes(text: str, unit: EntryUnit) -> None:
    for amount in (read(parse_entry, text, unit), read(parse_amount, text, unit)):
        assert amount is None or 0 <= amount.units <= INT64_MAX


def read(
    parse: Callable[[str, EntryUnit], Entry | Money], text: str, unit: EntryUnit
) -> Money | None:
    """The amount, or None for one that was refused in words."""
    try:
        found = parse(text, unit)
    except InvalidAmountError as refused:
        return None if str(refused) else pytest.fail("refused without a word")
    return found.amount if isinstance(found, Entry) else found


@pytest.mark.safety("S-23", "what is displayed parses to the very same amount")
@given(st.integers(0, INT64_MAX), st.sampled_from(EntryUnit))
def test_what_is_shown_can_be_typed_again(units: int, unit: EntryUnit) -> None:
    amount = Money(unit.currency, units)
    shown = str(figure_of(amount, SHOWN_IN[unit])).replace(",", "")
    assert parse_amount(shown, unit) == amount
    assert parse_entry(f"{shown} {unit.value}", SATS).amount == amount


@given(st.integers(0, 10**15), st.integers(0, 12), st.sampled_from(EntryUnit))
def test_places_are_counted_from_the_unit(whole: int, places: int, unit: EntryUnit) -> None:
    text = f"{whole}." + "0" * (places - 1) + "1" if places else str(whole)
    per_unit = 10**unit.places
    if places > unit.places or whole * per_unit + per_unit > INT64_MAX:
        with pytest.raises(InvalidAmountError):
            parse_amount(text, unit)
    else:
        smallest = 10 ** (unit.places - places) if places else 0
        assert parse_amount(text, unit).units == whole * per_unit + smallest
