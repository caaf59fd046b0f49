"""What the wire's shapes are made of (API schemas sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from voltage_tui.api.errors import MalformedResponse
from voltage_tui.api.wire import values
from voltage_tui.money import Currency, Money
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable


class Wire(BaseModel):
    """Base of every shape: frozen, tolerant of new keys, built when first used."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


Text = Annotated[str, PlainValidator(values.read_text)]
Id = Annotated[str, PlainValidator(values.read_id)]
Payable = Annotated[str, PlainValidator(values.read_payable)]
Cursor = Annotated[str, PlainValidator(values.read_cursor)]
Timestamp = Annotated[datetime, PlainValidator(values.read_timestamp)]
CurrencyCode = Annotated[Currency, PlainValidator(values.read_currency)]
Amount = Annotated[Money, PlainValidator(values.read_amount)]
Count = Annotated[int, PlainValidator(values.read_count)]
Integer = Annotated[int, PlainValidator(values.read_integer)]
Number = Annotated[Decimal, PlainValidator(values.read_decimal)]
Flag = Annotated[bool, PlainValidator(values.read_flag)]
TextTable = Annotated[Mapping[str, str], PlainValidator(values.read_table)]


class Tagged(Wire):
    """A union told apart by `type`, its content under `data`."""

    type: Text
    data: object = None


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
