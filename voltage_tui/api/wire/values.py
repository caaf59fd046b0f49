"""The values on the wire, each read strictly from what JSON gave (API schemas sections 1 and 2).

Every reader takes any JSON value and raises `ValueError` for one of another shape, never
repeating it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, INT64_MAX, USD, Currency, Money
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMESTAMP: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_CURRENCY: Final = re.compile(r"[A-Za-z0-9:_.-]{1,100}")
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UINT64_MAX: Final = 2**64 - 1
_PAYABLE_LENGTH: Final = 16_384
_CURSOR_LENGTH: Final = 4_096
_ENTRY_LENGTH: Final = 256


def read_timestamp(value: object) -> datetime:
    """An RFC 3339 moment with any number of fractional digits, in UTC to the microsecond."""
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        raise ValueError("not an RFC 3339 timestamp")
    try:
        moment = datetime.fromisoformat(value.upper())
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a timestamp out of range") from None


def read_currency(value: object) -> Currency:
    """A currency; one that this version does not know is kept as it is (S-14)."""
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise ValueError("not a currency")
    return Currency(value)


def read_amount(value: object) -> Money:
    """An Amount or SignedAmount: an integer of base units, its sign beside it.

    The sign may stand in `negative` or in the number itself; either makes the amount negative,
    and minus zero is zero. A unit other than the currency's own is refused, since the number
    would then mean something else.
    """
    if not isinstance(value, dict):
        raise ValueError("not an amount")  # noqa: TRY004 - pydantic reports ValueError
    currency = value.get("currency")
    if currency != BTC and currency != USD:  # noqa: PLR1714 - a list would not hash
        currency = read_currency(currency)
    units = value.get("amount")
    if type(units) is not int or not -INT64_MAX - 1 <= units <= INT64_MAX:
        raise ValueError("an amount is an integer of base units")
    unit = value.get("unit")
    if unit is not None and unit != _unit_of(currency, unit):
        raise ValueError("an amount in another unit than its currency's")
    negative = value.get("negative")
    if negative is None or negative is False:
        return Money(currency, units)
    if negative is not True:
        raise ValueError("the sign of an amount is true or false")
    return Money(currency, -abs(units))


def _unit_of(currency: Currency, said: object) -> object:
    """The unit of amounts in `currency`; of a currency we do not know, whatever is said."""
    if currency == BTC:
        return "msats"
    if currency == USD:
        return "cents"
    return "base units" if currency.startswith("asset:") else said


def read_count(value: object) -> int:
    """An unsigned integer; a float, a bool or a text is refused."""
    if type(value) is not int or not 0 <= value <= _UINT64_MAX:
        raise ValueError("not a whole number from 0")
    return value


def read_integer(value: object) -> int:
    """A signed integer."""
    if type(value) is not int or not -INT64_MAX - 1 <= value <= _UINT64_MAX:
        raise ValueError("not a whole number")
    return value


def read_decimal(value: object) -> Decimal:
    """A number that is no money (a percentage), exact; smaller than 10 to the -30 it is 0."""
    if type(value) is int:
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or value.adjusted() > 30:
        raise ValueError("not a number")
    return Decimal(0) if value.adjusted() < -30 else value


def read_flag(value: object) -> bool:
    """true or false."""
    if value is not True and value is not False:
        raise ValueError("neither true nor false")
    return value


def read_text(value: object) -> str:
    """Any text, cleaned (S-51)."""
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - as for every value
    return clean(value)


def read_id(value: object) -> str:
    """An identifier, fit to be part of a path."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("not an identifier")
    return value


def read_payable(value: object) -> str:
    """An invoice, address or payment URI: cleaned but never shortened."""
    if not isinstance(value, str) or len(value) > _PAYABLE_LENGTH:
        raise ValueError("not something to pay")
    return clean(value, _PAYABLE_LENGTH)


def read_cursor(value: object) -> str:
    """An opaque cursor, to be sent back as it is and never shown."""
    if not isinstance(value, str) or len(value) > _CURSOR_LENGTH:
        raise ValueError("not a cursor")
    value.encode("utf-8")  # a lone surrogate could not be sent back, and is a ValueError
    return value


def read_table(value: object) -> Mapping[str, str]:
    """A map of texts (metadata), keys and values cleaned."""
    if not isinstance(value, dict):
        raise ValueError("not a table")  # noqa: TRY004 - as for every value
    table: dict[str, str] = {}
    for key, text in value.items():
        if not isinstance(text, str):
            raise ValueError("not a table of texts")  # noqa: TRY004 - as for every value
        table[clean(key, _ENTRY_LENGTH)] = clean(text, _ENTRY_LENGTH)
    return table
