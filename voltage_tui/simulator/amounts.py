"""Amounts on the wire and the arithmetic between currencies: integers only, half up."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject

MSATS_PER_SAT: Final = 1_000
MSATS_PER_BTC: Final = 100_000_000_000
BASIS: Final = 10_000
"""Basis points in the whole."""


class Currency(StrEnum):
    """The currencies a line of credit can have here."""

    BTC = "btc"
    USD = "usd"


UNITS: Final = {Currency.BTC: "msats", Currency.USD: "cents"}
"""The base unit's name on the wire (API reference, section 3)."""


def amount_json(currency: Currency, units: int) -> JsonObject:
    """An Amount; `units` is a magnitude in the currency's base unit."""
    return {"currency": currency.value, "amount": units, "unit": UNITS[currency]}


def signed_json(currency: Currency, units: int) -> JsonObject:
    """A SignedAmount: the magnitude, and whether it is below zero."""
    return {
        "currency": currency.value,
        "amount": abs(units),
        "unit": UNITS[currency],
        "negative": units < 0,
    }


def half_up(numerator: int, divisor: int) -> int:
    """The quotient of a number of 0 or more, rounded half up."""
    return (2 * numerator + divisor) // (2 * divisor)


def share(units: int, basis_points: int) -> int:
    """`units` times so many hundredths of a percent, rounded half up."""
    return half_up(units * basis_points, BASIS)


def cents_of(msats: int, rate: int) -> int:
    """Millisatoshis in cents at `rate` cents per bitcoin."""
    return half_up(msats * rate, MSATS_PER_BTC)


def msats_of(cents: int, rate: int, *, whole_sats: bool = True) -> int:
    """Cents in millisatoshis at `rate` cents per bitcoin, by default to whole satoshis."""
    if whole_sats:
        return half_up(cents * MSATS_PER_BTC // MSATS_PER_SAT, rate) * MSATS_PER_SAT
    return half_up(cents * MSATS_PER_BTC, rate)


def sats_up(msats: int) -> int:
    """Millisatoshis as satoshis, rounded up to the next whole one."""
    return -(-msats // MSATS_PER_SAT)
