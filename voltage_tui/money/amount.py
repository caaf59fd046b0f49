"""Amounts: a currency and a signed number of its base units (API reference section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NewType

if TYPE_CHECKING:
    from collections.abc import Iterable

Currency = NewType("Currency", str)
"""`btc`, `usd`, or `asset:` with a 66-digit group key; base units msats, cents, asset units."""

BTC: Final = Currency("btc")
USD: Final = Currency("usd")

MSATS_PER_SAT: Final = 1_000
MSATS_PER_BTC: Final = 100_000_000_000
INT64_MAX: Final = 2**63 - 1
"""The largest amount the wire can carry (`i64`)."""

_CURRENCY = re.compile(r"btc|usd|asset:[0-9a-fA-F]{66}")


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were put together."""

    def __init__(self, left: Currency, right: Currency) -> None:
        super().__init__(f"{left} and {right} cannot be combined")
        self.left = left
        self.right = right


def parse_currency(text: str) -> Currency:
    """Return `text` as a currency of the API; `ValueError` when it is none."""
    if not _CURRENCY.fullmatch(text):
        raise ValueError(f"not a currency of the API: {text[:80]!r}")
    return Currency(text)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `units` base units (msats, cents, asset units) of `currency`, signed."""

    currency: Currency
    units: int

    def __add__(self, other: Money) -> Money:
        return Money(self.currency, self.units + self._same(other))

    def __sub__(self, other: Money) -> Money:
        return Money(self.currency, self.units - self._same(other))

    def __neg__(self) -> Money:
        return Money(self.currency, -self.units)

    def __abs__(self) -> Money:
        return Money(self.currency, abs(self.units))

    def __lt__(self, other: Money) -> bool:
        return self.units < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.units <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.units > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.units >= self._same(other)

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left, to the base unit."""
        return self.units == 0

    @property
    def is_negative(self) -> bool:
        """Whether the amount is below zero (a wallet that has drawn credit)."""
        return self.units < 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatchError(self.currency, other.currency)
        return other.units


def msats(units: int) -> Money:
    """Bitcoin, in millisatoshis."""
    return Money(BTC, units)


def sats(units: int) -> Money:
    """Bitcoin, in whole satoshis."""
    return Money(BTC, units * MSATS_PER_SAT)


def cents(units: int) -> Money:
    """US dollars, in cents."""
    return Money(USD, units)


def total(currency: Currency, amounts: Iterable[Money]) -> Money:
    """The exact sum; msats are added before anything is rounded (S-24).

    Raises `CurrencyMismatchError` when an amount is of another currency.
    """
    none, units = Money(currency, 0), 0
    for amount in amounts:
        if amount.currency != currency:
            return none + amount  # which says what is wrong
        units += amount.units
    return Money(currency, units)
