"""JSON as it goes over the wire, read so that nothing in it can hurt (S-20, S-65).

Numbers with a point become `Decimal`, never float. A duplicate key, NaN, an integer of thousands
of digits (Python's own limit), and nesting deep enough to exhaust the stack are refused.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_NUMBER: Final = 40
"""Characters of one number with a point or an exponent."""


class UnreadableJsonError(ValueError):
    """The body is no JSON that the API would send."""


def parse_json(body: bytes) -> object:
    """The value in `body`; raises `UnreadableJsonError`."""
    try:
        return json.loads(
            body.decode("utf-8"),
            parse_float=_decimal,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except UnreadableJsonError:
        raise
    except UnicodeDecodeError:
        raise UnreadableJsonError("it is not UTF-8") from None
    except RecursionError:
        raise UnreadableJsonError("it is nested too deep") from None
    except ValueError:
        raise UnreadableJsonError("it is not JSON") from None


def canonical_json(value: Mapping[str, object]) -> bytes:
    """`value` as the one text it is always sent as: keys sorted, no spaces, UTF-8.

    The same request gives the same bytes, so that a journal can compare their hash (S-3).
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise UnreadableJsonError("it has the same key twice")
    return value


def _decimal(text: str) -> Decimal:
    if len(text) > _MAX_NUMBER:
        raise UnreadableJsonError("it has a number that is too long")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise UnreadableJsonError("it has a number that is too long") from None


def _constant(text: str) -> object:
    raise UnreadableJsonError(f"{text} is not JSON")
