"""Whether one string, number or boolean is what a basic type and its note allow."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import assert_never

from tests.reference.kinds import INTEGERS, Limits, ScalarKind

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DATETIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)

_MEANINGS = {
    "object": "an object",
    "bool": "a boolean",
    "string": "a string",
    "uuid": "a lower-case hyphenated UUID",
    "number": "a number",
}


def scalar_problem(kind: ScalarKind, value: object, *, response: bool) -> str | None:
    """What is wrong with a value of a basic type, or None.

    In responses the fraction of a second ends in no zero (README section 1, "Timestamps").
    """
    match kind:
        case "any":
            return None
        case "object":
            fits = isinstance(value, dict)
        case "bool":
            fits = isinstance(value, bool)
        case "string":
            fits = isinstance(value, str)
        case "uuid":
            fits = isinstance(value, str) and UUID.fullmatch(value) is not None
        case "number":
            fits = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
            fits = fits and not isinstance(value, bool)
        case "datetime":
            return _datetime_problem(value, response=response)
        case "u8" | "u16" | "u32" | "u64" | "i64":
            return _integer_problem(kind, value)
        case _:
            assert_never(kind)
    return None if fits else f"is not {_MEANINGS[kind]}"


def limit_problem(limits: Limits, value: object) -> str | None:
    """What a note forbids about a value whose type is right, or None."""
    if isinstance(value, bool):
        return "must be true" if limits.only_true and not value else None
    if isinstance(value, int | float):
        return _size_problem("value", value, limits.minimum, limits.maximum)
    if isinstance(value, str):
        return _text_problem(limits, value)
    if isinstance(value, dict):
        return _map_problem(limits, value)
    return None


def _datetime_problem(value: object, *, response: bool) -> str | None:
    found = DATETIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return "is not an RFC 3339 UTC time ending in Z"
    try:
        datetime.fromisoformat(found[1])
    except ValueError:
        return "is no real date or time"
    if response and (found[2] or "").endswith("0"):
        return "has a fraction that ends in zero"
    return None


def _integer_problem(kind: str, value: object) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return f"is not an integer ({kind})"
    low, high = INTEGERS[kind]
    return None if low <= value <= high else f"is outside {kind}"


def _size_problem(what: str, size: float, low: int | None, high: int | None) -> str | None:
    if low is not None and size < low:
        return f"{what} is below {low}"
    if high is not None and size > high:
        return f"{what} is above {high}"
    return None


def _text_problem(limits: Limits, value: str) -> str | None:
    if not value.startswith(limits.prefix):
        return f"does not begin with {limits.prefix!r}"
    if limits.hex_digits is not None:
        wanted = limits.hex_digits or len(value)
        if not re.fullmatch(r"([0-9a-f]{2})+", value) or len(value) != wanted:
            return f"is not {limits.hex_digits or 'whole bytes of'} lower-case hex digits"
    return _size_problem("length", len(value), limits.min_length, limits.max_length)


def _map_problem(limits: Limits, value: dict[object, object]) -> str | None:
    for text in (*value.keys(), *value.values()):
        if isinstance(text, str) and (
            problem := _size_problem("length of an entry", len(text), None, limits.max_length)
        ):
            return problem
    return _size_problem("number of entries", len(value), None, limits.max_entries)
