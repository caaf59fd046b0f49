"""Amounts as a screen shows them: pieces that can be aligned and coloured apart.

The msats of a sats figure are never dropped (S-24): they are the `tail`, drawn faintly.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from voltage_tui.money.amount import BTC, USD, Currency, Money

MINUS: Final = "−"
"""A true minus, as wide as a plus."""
DASH: Final = "—"
"""What stands for a figure that could not be read, never 0 (S-19)."""


class Unit(Enum):
    """A unit figures are shown in."""

    SATS = "sats"
    BTC = "BTC"
    USD = "USD"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in pieces, left to right: `sign`, `whole`, `fraction`, `tail`.

    `whole` is grouped by thousands; `fraction` and `tail` begin with the point or a digit, and
    either may be empty. Joined, they are the exact amount in `unit`.
    """

    sign: str
    whole: str
    fraction: str
    tail: str
    unit: Unit

    @property
    def left(self) -> str:
        """What stands before the decimal point."""
        return self.sign + self.whole

    @property
    def right(self) -> str:
        """What stands after it, with the point."""
        return self.fraction + self.tail

    def __str__(self) -> str:
        return self.left + self.right


def figure_of(
    amount: Money, unit: Unit | None = None, *, signed: bool = False, places: int = 0
) -> Figure:
    """The pieces of `amount` in `unit` (by default sats, dollars or asset units).

    `signed` writes the plus too, as movements do. `places` is the asset's `decimal_display`.
    A bitcoin amount is shown in sats or BTC only: what it is worth in dollars is another amount,
    made with a `Rate`. `ValueError` for a unit the currency does not have.
    """
    unit = unit or _default_unit(amount.currency)
    sign = MINUS if amount.units < 0 else "+" if signed and amount.units > 0 else ""
    digits = abs(amount.units)
    match amount.currency, unit:
        case ("btc", Unit.SATS):
            whole, rest = divmod(digits, 1_000)
            return Figure(sign, f"{whole:,}", "", f".{rest:03}" if rest else "", unit)
        case ("btc", Unit.BTC):
            whole, rest = divmod(digits, 100_000_000_000)
            places_8, msat = divmod(rest, 1_000)
            return Figure(sign, f"{whole:,}", f".{places_8:08}", f"{msat:03}" if msat else "", unit)
        case ("usd", Unit.USD):
            whole, rest = divmod(digits, 100)
            return Figure(sign, f"{whole:,}", f".{rest:02}", "", unit)
        case (currency, Unit.UNITS) if currency not in (BTC, USD):
            whole, rest = divmod(digits, 10**places)
            return Figure(sign, f"{whole:,}", f".{rest:0{places}}" if places else "", "", unit)
        case _:
            raise ValueError(f"{amount.currency} is not shown in {unit.value}")


def plain(amount: Money) -> str:
    """The amount in words for a sentence: `25,000 sats`, `$12.50`, `5,000,000 units`."""
    figure = figure_of(amount)
    if figure.unit is Unit.USD:
        return f"{figure.sign}${figure.whole}{figure.right}"
    return f"{figure} {figure.unit.value}"


def _default_unit(currency: Currency) -> Unit:
    if currency == BTC:
        return Unit.SATS
    return Unit.USD if currency == USD else Unit.UNITS
