"""What the wire's shapes are made of (API schemas sections 1 and 2)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictStr,
    ValidationError,
)

from voltage_tui.api.errors import MalformedResponse
from voltage_tui.money import BTC, INT64_MAX, USD, Currency, Money
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TIMESTAMP: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_CURRENCY: Final = re.compile(r"[A-Za-z0-9:_.-]{1,100}")
_UINT64_MAX: Final = 2**64 - 1


class Wire(BaseModel):
    """Base of every shape: frozen, tolerant of new keys, built when first used."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


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


def _read_count(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _UINT64_MAX:
        raise ValueError("not a whole number from 0")
    return value


def _read_integer(value: object) -> int:
    if type(value) is not int or not -INT64_MAX - 1 <= value <= _UINT64_MAX:
        raise ValueError("not a whole number")
    return value


def _read_decimal(value: object) -> Decimal:
    if type(value) is int:
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or value.adjusted() > 30:
        raise ValueError("not a number")
    return Decimal(0) if value.adjusted() < -30 else value


def _sendable(text: str) -> str:
    text.encode("utf-8")  # a lone surrogate could not be sent back, and is a ValueError
    return text


def _clean_table(table: Mapping[str, str]) -> Mapping[str, str]:
    return {clean(key, 256): clean(value, 256) for key, value in table.items()}


Text = Annotated[StrictStr, AfterValidator(clean)]
"""Any text, cleaned."""
Id = Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""An identifier, fit to be part of a path."""
Payable = Annotated[
    StrictStr, Field(max_length=16_384), AfterValidator(lambda text: clean(text, 16_384))
]
"""An invoice, address or payment URI: cleaned but never shortened."""
Cursor = Annotated[StrictStr, Field(max_length=4_096), AfterValidator(_sendable)]
"""An opaque cursor, to be sent back as it is and never shown."""
Timestamp = Annotated[datetime, PlainValidator(read_timestamp)]
"""A moment, in UTC."""
CurrencyCode = Annotated[Currency, PlainValidator(read_currency)]
"""`btc`, `usd` or an asset's."""
Amount = Annotated[Money, PlainValidator(read_amount)]
"""An exact amount."""
Count = Annotated[int, PlainValidator(_read_count)]
"""An unsigned integer; a float, a bool or a text is refused."""
Integer = Annotated[int, PlainValidator(_read_integer)]
"""A signed integer."""
Number = Annotated[Decimal, PlainValidator(_read_decimal)]
"""A JSON number that is no money (a percentage), exact."""
Flag = StrictBool
"""true or false."""


class Tagged(Wire):
    """A union told apart by `type`, its content under `data`."""

    type: Text
    data: object = None


TextTable = Annotated[dict[StrictStr, StrictStr], AfterValidator(_clean_table)]
"""A map of texts (metadata), keys and values cleaned."""

W = TypeVar("W", bound=Wire)
M = TypeVar("M")


def decode(what: str, raw: object, shape: type[W], to_model: Callable[[W], M]) -> M:
    """Read `raw` as `shape` and turn it into an object of `model`.

    Raises `MalformedResponse`, which names the place in `what` and never repeats the content.
    """
    try:
        return to_model(shape.model_validate(raw))
    except ValidationError as error:
        raise MalformedResponse(f"{what}{_place(error)}") from None
    except (ValueError, ArithmeticError) as error:
        raise MalformedResponse(f"{what}: {type(error).__name__}") from None


def decode_list(
    what: str, raw: object, shape: type[W], to_model: Callable[[W], M]
) -> tuple[M, ...]:
    """Read a bare JSON array, each item as `decode` does."""
    if not isinstance(raw, list):
        raise MalformedResponse(f"{what}: not a list")
    return tuple(
        decode(f"{what}[{index}]", item, shape, to_model) for index, item in enumerate(raw)
    )


def _place(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return clean(f" {place}: {first['type'].replace('_', ' ')}", 200)
