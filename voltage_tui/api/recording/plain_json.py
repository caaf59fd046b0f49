"""JSON in and out without loss: a number stays the text it was written as (S-20)."""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST: Final = 100
"""Objects and lists within each other; the API's are a tenth of that, and deeper ones end us."""


class Number(str):
    """A JSON number as it stands in the text."""

    __slots__ = ()


Json: TypeAlias = "dict[str, Json] | list[Json] | str | bool | None"
"""A JSON value; a number is a `Number`."""


class NotPlainError(ValueError):
    """The text is no JSON, or none that the API would send."""


def read_json(text: str | bytes) -> Json:
    """The value in `text`.

    Raises `NotPlainError`, also for the same key twice, for NaN, and for what is too deep (S-65).
    """
    try:
        value: Json = json.loads(
            text,
            parse_float=Number,
            parse_int=Number,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError):
        raise NotPlainError("it is not JSON") from None
    if _is_deeper(value):
        raise NotPlainError("it is too deep")
    return value


def write_json(value: Json) -> str:
    """One line of ASCII, the keys in their order."""
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def text_of(value: Json) -> str | None:
    """The value if it is a text, not a number."""
    return value if isinstance(value, str) and not isinstance(value, Number) else None


def whole_of(value: Json) -> int | None:
    """The value if it is a whole number."""
    if not isinstance(value, Number):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _write(value: Json, parts: list[str]) -> None:
    match value:
        case Number():
            parts.append(value)
        case str():
            parts.append(encode_basestring_ascii(value))
        case dict():
            _write_object(value, parts)
        case list():
            _write_list(value, parts)
        case None:
            parts.append("null")
        case bool():
            parts.append("true" if value else "false")


def _write_object(value: dict[str, Json], parts: list[str]) -> None:
    between = "{"
    for key, inner in value.items():
        parts += (between, encode_basestring_ascii(key), ":")
        _write(inner, parts)
        between = ","
    parts.append("}" if value else "{}")


def _write_list(value: list[Json], parts: list[str]) -> None:
    between = "["
    for inner in value:
        parts.append(between)
        _write(inner, parts)
        between = ","
    parts.append("]" if value else "[]")


def _is_deeper(value: Json) -> bool:
    """Whether it has more than `DEEPEST` objects and lists within each other; level by level."""
    level = [value]
    for _ in range(DEEPEST + 1):
        holders = [each for each in level if isinstance(each, dict | list)]
        if not holders:
            return False
        level = [inner for each in holders for inner in _inside(each)]
    return True


def _inside(holder: dict[str, Json] | list[Json]) -> Iterable[Json]:
    return holder.values() if isinstance(holder, dict) else holder


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotPlainError("it has the same key twice")
    return value


def _constant(text: str) -> Json:
    raise NotPlainError(f"{text} is not JSON")
