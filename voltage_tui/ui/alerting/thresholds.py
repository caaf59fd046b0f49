"""Thresholds as they are typed: whole percents, minutes and counts, amounts in sats or USD."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from voltage_tui.alert_rules import MOST_MINUTES
from voltage_tui.money import (
    BTC,
    INT64_MAX,
    MSATS_PER_SAT,
    USD,
    EntryUnit,
    InvalidAmountError,
    Money,
    figure_of,
    parse_entry,
)


class Measure(Enum):
    """What a threshold is counted in; the values stand beside the field."""

    PERCENT = "%"
    MINUTES = "minutes"
    COUNT = "deliveries"
    SATS = "sats"
    USD = "USD"


_MOST: Final = {Measure.PERCENT: 100, Measure.MINUTES: MOST_MINUTES, Measure.COUNT: 100}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One field: the setting's name, its label, what it is now, and whether it may be left empty.

    `value` is in percent, minutes, a count, satoshis or cents.
    """

    name: str
    label: str
    measure: Measure
    value: int | None
    least: int = 0
    optional: bool = False

    @property
    def text(self) -> str:
        """What stands in the field before anything is typed."""
        if self.value is None:
            return ""
        if self.measure is Measure.USD:
            figure = figure_of(Money(USD, self.value))
            return f"{figure.whole.replace(',', '')}{figure.right}"
        return str(self.value)


def read(text: str, wanted: Threshold) -> int | str | None:
    """What was typed, None for nothing, or what is wrong with it."""
    text = text.strip()
    if not text:
        return None if wanted.optional else "a number is needed here"
    if wanted.measure in (Measure.SATS, Measure.USD):
        return _amount(text, wanted.measure)
    most = _MOST[wanted.measure]
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return "a whole number, digits only"
    number = int(text)
    if not wanted.least <= number <= most:
        return f"from {wanted.least} to {most:,}"
    return number


def _amount(text: str, measure: Measure) -> int | str:
    unit, currency = (EntryUnit.USD, USD) if measure is Measure.USD else (EntryUnit.SATS, BTC)
    try:
        amount = parse_entry(text, unit).amount
    except InvalidAmountError as error:
        return str(error)
    if amount.currency != currency or amount.units > INT64_MAX:
        return f"an amount in {measure.value}"
    if currency == USD:
        return amount.units
    whole, rest = divmod(amount.units, MSATS_PER_SAT)
    return "whole sats" if rest else whole
