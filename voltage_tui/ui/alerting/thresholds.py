"""Thresholds as they are typed: whole percents, minutes and counts, amounts in sats or USD."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voltage_tui.alert_rules import bounds_of
from voltage_tui.money import (
    BTC,
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


@dataclass(frozen=True, slots=True)
class Threshold:
    """One field: the setting's name, its label, what it is now, and whether it may be left empty.

    `value` is in percent, minutes, a count, satoshis or cents.
    """

    name: str
    label: str
    measure: Measure
    value: int | None
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
    least, most = bounds_of(wanted.name)
    if wanted.measure in (Measure.SATS, Measure.USD):
        return _amount(text, wanted.measure, most)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return "a whole number, digits only"
    number = int(text)
    if not least <= number <= most:
        return f"from {least} to {most:,}"
    return number


def _amount(text: str, measure: Measure, most: int) -> int | str:
    unit, currency = (EntryUnit.USD, USD) if measure is Measure.USD else (EntryUnit.SATS, BTC)
    try:
        amount = parse_entry(text, unit).amount
    except InvalidAmountError as error:
        return str(error)
    whole, rest = divmod(amount.units, 1 if currency == USD else MSATS_PER_SAT)
    if amount.currency != currency or whole > most:
        return f"an amount in {measure.value}"
    return "whole sats" if rest else whole
