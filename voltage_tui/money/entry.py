"""What a person types as an amount (safety rules S-21 to S-23).

Refusing beats guessing: `1,000` means a thousand to one person and one to another, so it is
refused together with the reading it would have had.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voltage_tui.money.amount import BTC, INT64_MAX, USD, Currency, Money


class EntryUnit(Enum):
    """A unit an amount can be typed in: its word, currency and places after the point."""

    SATS = "sats"
    BTC = "btc"
    USD = "usd"

    @property
    def currency(self) -> Currency:
        """The currency the typed number becomes."""
        return USD if self is EntryUnit.USD else BTC

    @property
    def places(self) -> int:
        """Digits allowed after the point: a sat has 3 (msats), a bitcoin 11, a dollar 2."""
        return _PLACES[self]


class AmountProblem(Enum):
    """Why a typed amount was refused."""

    EMPTY = "empty"
    SIGN = "sign"
    EXPONENT = "exponent"
    SEPARATOR = "separator"
    FOREIGN_DIGITS = "foreign digits"
    POINT = "point"
    PRECISION = "precision"
    TOO_LARGE = "too large"
    UNKNOWN_UNIT = "unknown unit"
    NOT_A_NUMBER = "not a number"


class InvalidAmountError(ValueError):
    """A typed amount that was refused; `str()` is the sentence for the person."""

    def __init__(self, problem: AmountProblem, words: str) -> None:
        super().__init__(words)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted amount and the unit it was typed in."""

    amount: Money
    unit: EntryUnit


_PLACES: Final = {EntryUnit.SATS: 3, EntryUnit.BTC: 11, EntryUnit.USD: 2}
_UNIT_WORDS: Final = {
    "sat": EntryUnit.SATS,
    "sats": EntryUnit.SATS,
    "btc": EntryUnit.BTC,
    "usd": EntryUnit.USD,
    "dollar": EntryUnit.USD,
    "dollars": EntryUnit.USD,
}
_NUMBER: Final = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?")
_WITH_WORD: Final = re.compile(r"(\S.*?)\s+([^\W\d_]+)", re.DOTALL)
_UNIT_SIGNS: Final = {"$": EntryUnit.USD, "₿": EntryUnit.BTC}
_SPELLED: Final = {EntryUnit.SATS: "sats", EntryUnit.BTC: "BTC", EntryUnit.USD: "USD"}
_UNSPACED: Final = re.compile(rf"([$₿]?)\s*({_NUMBER.pattern})\s*([$₿]|[A-Za-z]*)")
_MAX_LENGTH: Final = 40


def unit_named(text: str) -> EntryUnit | None:
    """The unit whose word stands after what was typed, whether or not the rest can be read."""
    text = text.strip()
    match = _WITH_WORD.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    return _UNIT_WORDS.get(match[2].lower()) if match else None


def parse_entry(text: str, default: EntryUnit) -> Entry:
    """Read `25`, `25 usd` or `0.5 btc`; without a unit word it is `default`.

    Raises `InvalidAmountError`, and nothing else, whatever the text.
    """
    text = text.strip()
    match = _WITH_WORD.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return Entry(parse_amount(text, default), default)
    unit = _UNIT_WORDS.get(match[2].lower())
    if unit is None:
        raise InvalidAmountError(
            AmountProblem.UNKNOWN_UNIT, f"{match[2][:20]!r} is not a unit here: sats, btc or usd"
        )
    return Entry(parse_amount(match[1], unit), unit)


def parse_amount(text: str, unit: EntryUnit) -> Money:
    """Read a plain decimal number of `unit`, exactly.

    ASCII digits with at most one point, digits on both its sides, no sign, exponent, comma or
    group, not more places than the unit has, within int64. Raises `InvalidAmountError`.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or len(text) > _MAX_LENGTH:
        raise _explain(text)
    whole, fraction = match[1], match[2] or ""
    if len(fraction) > unit.places:
        raise InvalidAmountError(
            AmountProblem.PRECISION,
            f"at most {unit.places} places after the point in {_SPELLED[unit]}, "
            f"this has {len(fraction)}",
        )
    units = int(whole + fraction.ljust(unit.places, "0"))
    if units > INT64_MAX:
        raise InvalidAmountError(AmountProblem.TOO_LARGE, "more than the API can carry")
    return Money(unit.currency, units)


def _explain(text: str) -> InvalidAmountError:
    """Say what is wrong with a text that is no plain number."""
    for problem, applies, words in _REFUSALS:
        if applies(text):
            return InvalidAmountError(problem, words)
    meant = _unspaced(text)
    if meant is not None:
        words = f"a number, a space, a unit: did you mean {meant}?"
        return InvalidAmountError(AmountProblem.NOT_A_NUMBER, words)
    for name, mark in _SEPARATORS:
        if mark.search(text):
            return _separated(text, name, mark)
    words = "not a number: digits, or digits and a unit, as in 25 usd"
    return InvalidAmountError(AmountProblem.NOT_A_NUMBER, words)


def _unspaced(text: str) -> str | None:
    """`$5` and `25sats` as they are to be typed; None when it is not that."""
    match = _UNSPACED.fullmatch(text)
    if match is None or bool(match[1]) == bool(match[5]):
        return None
    mark = (match[1] or match[5]).lower()
    unit = _UNIT_SIGNS.get(mark) or _UNIT_WORDS.get(mark)
    return f"{match[2]} {unit.value}" if unit else None


_SEPARATORS: Final = (
    ("commas", re.compile(",")),
    ("underscores", re.compile("_")),
    ("apostrophes", re.compile("['’]")),
    ("spaces", re.compile(r"\s")),
)
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def _separated(text: str, name: str, mark: re.Pattern[str]) -> InvalidAmountError:
    """Refuse `1,000` with the reading it would have had, where it would have had only one."""
    if _GROUPED.fullmatch(mark.sub(",", text)):
        words = f"no {name} inside a number; did you mean {mark.sub('', text)}?"
    else:
        words = f"no {name} inside a number: digits, and one point before a fraction"
    return InvalidAmountError(AmountProblem.SEPARATOR, words)


_REFUSALS: Final = (
    (AmountProblem.EMPTY, lambda text: not text, "type an amount"),
    (AmountProblem.TOO_LARGE, lambda text: len(text) > _MAX_LENGTH, "more digits than any amount"),
    (
        AmountProblem.SIGN,
        lambda text: text[0] in "+-−",
        "no sign: an amount is never typed with plus or minus",
    ),
    (
        AmountProblem.FOREIGN_DIGITS,
        lambda text: any(c.isdigit() and not c.isascii() for c in text),
        "digits 0 to 9 only",
    ),
    (
        AmountProblem.EXPONENT,
        lambda text: re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", text) is not None,
        "no exponent: write the number out",
    ),
    (
        AmountProblem.POINT,
        lambda text: text.startswith(".") or text.endswith(".") or text.count(".") > 1,
        "one point at most, with digits on both sides",
    ),
    (
        AmountProblem.NOT_A_NUMBER,
        lambda text: re.fullmatch(r"0[0-9]+(\.[0-9]+)?", text) is not None,
        "no zeros before the number",
    ),
)
