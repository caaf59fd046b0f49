"""Changing the unit of a number that has been typed: never silently (safety rule S-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voltage_tui.money import (
    BTC,
    USD,
    Currency,
    Entry,
    EntryUnit,
    InvalidAmountError,
    Money,
    Unit,
    figure_of,
    parse_entry,
)
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.rate_age import is_stale

UNIT_WORDS: Final = {EntryUnit.SATS: "sats", EntryUnit.BTC: "BTC", EntryUnit.USD: "USD"}
_SHOWN_IN: Final = {
    EntryUnit.SATS: Unit.SATS,
    EntryUnit.BTC: Unit.BTC,
    EntryUnit.USD: Unit.USD,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What changing from one unit to another asks.

    `digits` is the number as it was typed, `value` the same value written in the new unit, or
    None where that cannot be said (no fresh rate, or the digits would not be allowed there).
    """

    old: EntryUnit
    new: EntryUnit
    digits: str
    value: str | None

    @property
    def words(self) -> str:
        """The question with its answers."""
        to = UNIT_WORDS[self.new]
        keep = f"k keeps the digits: {self.digits} {to}"
        if self.value is not None:
            keep += f", v the value: {self.value} {to}"
        return f"{keep}, esc stays in {UNIT_WORDS[self.old]}"


def units_of(currency: Currency | None) -> tuple[EntryUnit, ...]:
    """The units an amount for a wallet of this currency can be typed in, the usual one first."""
    if currency == USD:
        return (EntryUnit.USD,)
    return (EntryUnit.SATS, EntryUnit.BTC, EntryUnit.USD)


def text_of(amount: Money, unit: EntryUnit) -> str:
    """The amount as it would be typed in `unit`, exactly, without groups or trailing zeros."""
    figure = figure_of(amount, _SHOWN_IN[unit])
    whole, fraction = figure.whole.replace(",", ""), figure.right.rstrip("0").rstrip(".")
    return whole + fraction


def next_unit(units: tuple[EntryUnit, ...], unit: EntryUnit, step: int) -> EntryUnit:
    """The unit `step` places on, going round."""
    if unit not in units:
        return units[0]
    return units[(units.index(unit) + step) % len(units)]


def question(
    text: str, old: EntryUnit, new: EntryUnit, rate: KnownRate | None, now: datetime
) -> Question | None:
    """What must be asked before the unit changes; None when there is no number to be mistaken."""
    try:
        entry = parse_entry(text, old)
    except InvalidAmountError:
        return None
    if entry.unit is new:
        return None
    digits = text.strip().partition(" ")[0]
    return Question(entry.unit, new, digits, _value_in(entry, new, rate, now))


def _value_in(entry: Entry, new: EntryUnit, rate: KnownRate | None, now: datetime) -> str | None:
    amount = entry.amount
    if amount.currency == new.currency:
        return text_of(amount, new)
    if rate is None or is_stale(rate, now):
        return None
    if amount.currency == BTC:
        return text_of(rate.rate.value_of(amount), new)
    return text_of(rate.rate.bitcoin_for(amount, whole_sats=True), new)


class UnitChange:
    """The unit a number is in, and the question that is open about it, if any."""

    def __init__(self, unit: EntryUnit) -> None:
        self.unit = unit
        self.question: Question | None = None
        self._chosen = unit
        self._units = units_of(BTC)

    def for_currency(self, currency: Currency | None, text: str) -> None:
        """The wallet has this currency now; what has been typed keeps its unit all the same.

        Without a number the unit follows the wallet, and goes back to the one chosen before.
        """
        self._units = units_of(currency)
        if not text.strip():
            self.unit = self._chosen if self._chosen in self._units else self._units[0]
        if self.question is not None and self.question.new not in self._units:
            self.question = None

    def ask(self, text: str, step: int, rate: KnownRate | None, now: datetime) -> None:
        """Go to another unit at once where nothing was typed, else open the question."""
        new = next_unit(self._units, self.unit, step)
        if new is self.unit or self.question is not None:
            return
        self.question = question(text, self.unit, new, rate, now)
        if self.question is None:
            self.unit = self._chosen = new

    def answer(self, key: str, text: str) -> str:
        """Close the question with `k`, `v` or escape; the text the field holds from now on."""
        asked = self.question
        if asked is None or (key == "v" and asked.value is None):
            return text
        self.question = None
        if key == "escape":
            return text
        self.unit = self._chosen = asked.new
        return asked.digits if key == "k" or asked.value is None else asked.value
