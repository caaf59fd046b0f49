"""What one bitcoin costs, exactly as the API says it (API reference section 9, rule S-25)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from voltage_tui.money.amount import BTC, MSATS_PER_BTC, Currency, CurrencyMismatchError, Money

_RATE = re.compile(r"([0-9]{1,30})e([0-9]{1,2})")
_MAX_SCALE: Final = 30


class InvalidRateError(ValueError):
    """A rate string that is not `<coefficient>e<scale>`, or is zero."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`coefficient / 10**scale` base units of `currency` for one bitcoin; above zero."""

    coefficient: int
    scale: int
    currency: Currency

    @classmethod
    def parse(cls, text: str, currency: Currency) -> Rate:
        """Read the API's rate string; the `e` separates two integers, it is no exponent.

        Raises `InvalidRateError`.
        """
        match = _RATE.fullmatch(text)
        if match is None:
            raise InvalidRateError(f"not a rate: {text[:60]!r}")
        coefficient, scale = int(match[1]), int(match[2])
        if coefficient == 0 or scale > _MAX_SCALE:
            raise InvalidRateError(f"a rate out of range: {text!r}")
        return cls(coefficient, scale, currency)

    def value_of(self, bitcoin: Money) -> Money:
        """The worth of an amount of bitcoin in the rate's currency, rounded half up."""
        if bitcoin.currency != BTC:
            raise CurrencyMismatchError(BTC, bitcoin.currency)
        divisor = MSATS_PER_BTC * 10**self.scale
        return Money(self.currency, _half_up(bitcoin.units * self.coefficient, divisor))

    def bitcoin_for(self, amount: Money, *, whole_sats: bool = False) -> Money:
        """The bitcoin an amount of the rate's currency buys, rounded half up to the msat or sat."""
        if amount.currency != self.currency:
            raise CurrencyMismatchError(self.currency, amount.currency)
        step = 1_000 if whole_sats else 1
        numerator = amount.units * MSATS_PER_BTC * 10**self.scale
        return Money(BTC, _half_up(numerator, self.coefficient * step) * step)

    @property
    def price(self) -> Money:
        """The price of one whole bitcoin, rounded half up to a base unit."""
        return Money(self.currency, _half_up(self.coefficient, 10**self.scale))

    def __str__(self) -> str:
        return f"{self.coefficient}e{self.scale}"


def _half_up(numerator: int, divisor: int) -> int:
    """Divide, rounding a half away from zero."""
    magnitude = (2 * abs(numerator) + divisor) // (2 * divisor)
    return magnitude if numerator >= 0 else -magnitude
