"""Amounts, values and rates as plain decimals, exact to the last digit; never a float (S-20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, MSATS_PER_BTC, USD, Money

if TYPE_CHECKING:
    from voltage_tui.model.movement import Movement
    from voltage_tui.money import Currency, Rate

_PLACES: Final = {BTC: 11, USD: 2}
_NAMES: Final = {BTC: "BTC", USD: "USD"}


def decimal_of(amount: Money) -> str:
    """Bitcoin with 11 places (the last three are msats), dollars with 2, assets in base units."""
    return decimal_text(amount.units, _PLACES.get(amount.currency, 0))


def sats_of(bitcoin: Money) -> str:
    """Bitcoin in sats, with the msats as three places where there are any."""
    whole = bitcoin.units % 1_000 == 0
    return str(bitcoin.units // 1_000) if whole else decimal_text(bitcoin.units, 3)


def currency_name(currency: Currency) -> str:
    """`BTC`, `USD`, or an asset's own word."""
    return _NAMES.get(currency, currency)


def decimal_text(units: int, places: int) -> str:
    """`units / 10**places` with a point and exactly so many places; no grouping, no exponent."""
    sign = "-" if units < 0 else ""
    digits = str(abs(units)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def rate_text(rate: Rate, bitcoin_parts: int = 1) -> str:
    """The dollars for one bitcoin, or for one of so many (a power of 10) parts of one, exactly."""
    places = rate.scale + 2 + len(str(bitcoin_parts)) - 1
    text = decimal_text(rate.coefficient, places)
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"


def value_of(movement: Movement) -> Money | None:
    """What it was worth in dollars at the payment's moment, to the cent, halves to even.

    None where the rate is missing, where the amount is not known, and for holds (S-69).
    """
    amount, known = movement.amount, movement.rate
    if amount is None or not movement.is_money:
        return None
    return worth(amount, None if known is None else known.rate)


def worth(amount: Money, rate: Rate | None) -> Money | None:
    """What an amount is worth in dollars at a rate, to the cent, halves to even; None if unknown.

    Dollars are what they are; a rate for a bitcoin says nothing of assets.
    """
    if amount.currency == USD:
        return amount
    if rate is None or amount.currency != BTC or rate.currency != USD:
        return None
    return Money(USD, _half_even(amount.units * rate.coefficient, MSATS_PER_BTC * 10**rate.scale))


def lacks_rate(movement: Movement) -> bool:
    """Whether money moved whose value in dollars is not known (S-69)."""
    amount = movement.amount
    return amount is not None and not amount.is_zero and value_of(movement) is None


def _half_even(numerator: int, divisor: int) -> int:
    quotient, rest = divmod(numerator, divisor)
    if 2 * rest > divisor or (2 * rest == divisor and quotient % 2):
        return quotient + 1
    return quotient
