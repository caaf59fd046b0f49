"""Amounts in a search: `>500usd`, `100..500usd`, by the rules of any typed amount (S-21)."""

from __future__ import annotations

import re
from typing import Final

from voltage_tui.money import (
    INT64_MAX,
    MSATS_PER_BTC,
    MSATS_PER_SAT,
    AmountProblem,
    EntryUnit,
    InvalidAmountError,
    msats,
    parse_amount,
)
from voltage_tui.query.errors import RefusedError
from voltage_tui.query.periods import parse_period, period_text
from voltage_tui.query.terms import AmountBetween, AmountIs, AmountUnit, Quantity, Relation

UNITS: Final = {
    **dict.fromkeys(("sats", "sat"), AmountUnit.SATS),
    "btc": AmountUnit.BTC,
    **dict.fromkeys(("usd", "dollar", "dollars"), AmountUnit.USD),
    **dict.fromkeys(("msat", "msats"), AmountUnit.MSAT),
}
"""Every word of a unit."""
_ENTRY: Final = {
    AmountUnit.SATS: EntryUnit.SATS,
    AmountUnit.BTC: EntryUnit.BTC,
    AmountUnit.USD: EntryUnit.USD,
}
_BASE_UNITS: Final = {
    AmountUnit.SATS: MSATS_PER_SAT,
    AmountUnit.BTC: MSATS_PER_BTC,
    AmountUnit.USD: 100,
    AmountUnit.MSAT: 1,
}
_RELATIONS: Final = {
    **{relation.value: relation for relation in Relation},
    "≤": Relation.AT_MOST,
    "≥": Relation.AT_LEAST,
}
_AS_DATES: Final = {
    Relation.BELOW: "before",
    Relation.AT_MOST: "until",
    Relation.EXACTLY: "on",
    Relation.AT_LEAST: "since",
    Relation.ABOVE: "after",
}
_OPERATOR: Final = r"<=|>=|<|>|=|≤|≥"
_DIGITS: Final = r"[0-9][0-9.,_'’]*?"
_COMPARED: Final = re.compile(rf"({_OPERATOR})(.*?)([A-Za-z]*)")
_PLAIN: Final = re.compile(rf"({_DIGITS})({'|'.join(UNITS)})", re.IGNORECASE)
_RANGE: Final = re.compile(rf"({_DIGITS})([A-Za-z]*)\.\.({_DIGITS})([A-Za-z]*)")
_OPEN: Final = re.compile(rf"(\.\.)?({_DIGITS}(?:{'|'.join(UNITS)}))(\.\.)?", re.IGNORECASE)
_SIGNED: Final = re.compile(rf"({_OPERATOR}|)([$₿])({_DIGITS})")
_SIGNS: Final = {"$": AmountUnit.USD, "₿": AmountUnit.BTC}
_LONELY: Final = re.compile(rf"(?:{_OPERATOR})?{_DIGITS}(?:\.\.{_DIGITS})?")
_MARKS: Final = re.compile(r"[,_'’\s]")


def is_operator(text: str) -> bool:
    """Whether this is nothing but `>` or its like, which a number follows."""
    return text in _RELATIONS


def lacks_unit(text: str) -> bool:
    """Whether this is a number, comparison or range that only lacks its unit."""
    return _LONELY.fullmatch(text) is not None


def looks_like_amount(text: str) -> bool:
    """Whether a bare word is meant as an amount, well written or not."""
    return (
        text[:1] in ("<", ">", "=", "≤", "≥")
        or any(form.fullmatch(text) for form in (_PLAIN, _RANGE, _SIGNED))
        or (".." in text and _OPEN.fullmatch(text) is not None)
    )


def parse_amount_term(text: str) -> AmountIs | AmountBetween:
    """Read a comparison, a range or an amount; `RefusedError` for anything else."""
    if match := _SIGNED.fullmatch(text):
        operator, sign, number = match.groups()
        unit = _SIGNS[sign].value
        raise RefusedError("the unit stands behind the number", f"{operator}{number}{unit}")
    if match := _RANGE.fullmatch(text):
        return _range(*match.groups())
    if match := _COMPARED.fullmatch(text):
        operator, number, unit = match.groups()
        return AmountIs(_RELATIONS[operator], _compared(operator, number, unit))
    if match := _PLAIN.fullmatch(text):
        return AmountIs(Relation.EXACTLY, _quantity(match[1], match[2], "", match[2]))
    if ".." in text and (match := _OPEN.fullmatch(text)):
        operator = Relation.AT_MOST if match[1] else Relation.AT_LEAST
        meant = None if match[1] and match[3] else f"{operator.value}{match[2]}"
        raise RefusedError("a range has two ends: 100..500usd", meant)
    if lacks_unit(text):
        raise _unitless("", text)
    raise RefusedError("an amount is a number and its unit: >500usd, 25000sats, 100..500usd")


def quantity_text(quantity: Quantity, *, unit: bool = True) -> str:
    """The amount as it is typed, without needless zeros."""
    whole, rest = divmod(quantity.amount.units, _BASE_UNITS[quantity.unit])
    places = len(str(_BASE_UNITS[quantity.unit])) - 1
    fraction = f".{rest:0{places}}".rstrip("0") if rest else ""
    return f"{whole}{fraction}{quantity.unit.value if unit else ''}"


def _range(low: str, low_unit: str, high: str, high_unit: str) -> AmountBetween:
    if not high_unit:
        if not low_unit:
            raise RefusedError(
                f"{high} of what? sats, btc, usd or msat follows", f"{low}..{high}sats"
            )
        raise RefusedError("the unit stands behind the second number", f"{low}..{high}{low_unit}")
    most = _quantity(high, high_unit, f"{low}{low_unit}..", high_unit)
    least = _quantity(low, low_unit or high_unit, "", f"{low_unit}..{high}{high_unit}")
    if least.amount.currency != most.amount.currency:
        raise RefusedError("both ends of a range are of one currency")
    if least.amount > most.amount:
        first = quantity_text(most, unit=most.unit is not least.unit)
        turned = f"{first}..{quantity_text(least)}"
        raise RefusedError("the smaller amount stands first", turned)
    return AmountBetween(least, most)


def _compared(operator: str, number: str, unit: str) -> Quantity:
    if not number.strip() or not any(c.isdigit() for c in number):
        raise RefusedError(f"an amount follows {operator}, as in {operator}500usd")
    if not unit:
        day = _as_date(operator, number)
        raise day if day is not None else _unitless(operator, number)
    return _quantity(number, unit, operator, unit)


def _as_date(operator: str, text: str) -> RefusedError | None:
    """`>2026-03-01` as it is to be typed; None when that is no day."""
    if "-" not in text:
        return None
    try:
        period = period_text(parse_period(text))
    except RefusedError:
        return None
    word = _AS_DATES[_RELATIONS[operator]]
    return RefusedError("days have words of their own", f"{word}:{period}")


def _unitless(operator: str, number: str) -> RefusedError:
    words = f"{_MARKS.sub('', number)[:40]} of what? sats, btc, usd or msat follows"
    return RefusedError(words, f"{operator}{number}sats")


def _quantity(number: str, unit_word: str, before: str, after: str) -> Quantity:
    """The number in its unit; what was meant is suggested between `before` and `after`."""
    unit = UNITS.get(unit_word.lower())
    if unit is None:
        raise RefusedError(f"{unit_word[:20]} is no unit here: sats, btc, usd or msat")
    try:
        if unit is AmountUnit.MSAT:
            return Quantity(msats(_whole(number)), unit)
        return Quantity(parse_amount(number, _ENTRY[unit]), unit)
    except InvalidAmountError as error:
        meant = _MARKS.sub("", number)
        said = error.problem is AmountProblem.SEPARATOR and f"{meant}?" in str(error)
        suggestion = f"{before}{meant}{after}" if said else None
        raise RefusedError(str(error), suggestion) from None


def _whole(number: str) -> int:
    """A number of msats, which have no fraction, by the rules of every other amount."""
    if re.fullmatch(r"0|[1-9][0-9]{0,39}", number):
        if int(number) > INT64_MAX:
            raise InvalidAmountError(AmountProblem.TOO_LARGE, "more than the API can carry")
        return int(number)
    parse_amount(number, EntryUnit.SATS)
    raise InvalidAmountError(AmountProblem.PRECISION, "a msat has no fraction")
