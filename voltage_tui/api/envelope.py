"""The API's error envelope: types and codes to branch on, prose for people (S-16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.api.error_types import ErrorCode, ErrorType
from voltage_tui.api.flat import flat_text
from voltage_tui.api.json_body import UnreadableJsonError, parse_json
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.money import Currency, Money
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

_DETAIL_LENGTH: Final = 500


@dataclass(frozen=True, slots=True)
class Envelope:
    """An error answer.

    `type` and `code` are what decisions are made on; `type` is None when the body was no
    envelope. `context` holds the error's own values by dotted name, as cleaned text. `detail` is
    cleaned prose, for people only.
    """

    status: int
    type: ErrorType | Unrecognised | None
    code: ErrorCode | Unrecognised | None
    context: Mapping[str, str]
    detail: str | None

    def money(self, name: str) -> Money | None:
        """An amount of the context (`min_amount`, `estimated_fee`), or None if it has none."""
        currency, units = (self.context.get(f"{name}.{part}") for part in ("currency", "amount"))
        if currency is None or units is None or not (units.isascii() and units.isdecimal()):
            return None
        return Money(Currency(currency), int(units))


def read_envelope(status: int, body: bytes) -> Envelope:
    """The envelope in `body`; anything else gives one that has only the status."""
    error = _error_object(body)
    kind, code, detail = error.get("type"), error.get("code"), error.get("detail")
    return Envelope(
        status=status,
        type=recognise(ErrorType, kind) if isinstance(kind, str) else None,
        code=recognise(ErrorCode, code) if isinstance(code, str) else None,
        context=flat_text(error.get("context")),
        detail=clean(detail, _DETAIL_LENGTH) if isinstance(detail, str) else None,
    )


def _error_object(body: bytes) -> Mapping[object, object]:
    try:
        value = parse_json(body)
    except UnreadableJsonError:
        return {}
    error = value.get("error") if isinstance(value, dict) else None
    return error if isinstance(error, dict) else {}
