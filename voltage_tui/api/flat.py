"""Free-form JSON objects as a short, flat, clean table of texts, for people to read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_ENTRIES: Final = 40
_MAX_DEPTH: Final = 4
_NAME_LENGTH: Final = 80
_TEXT_LENGTH: Final = 300


def flat_text(value: object) -> Mapping[str, str]:
    """The entries of an object by dotted name (`min_amount.amount`), as cleaned text.

    A list is joined with commas, null is left out, and only so many entries and levels are kept.
    Anything but an object gives an empty table.
    """
    if not isinstance(value, dict):
        return {}
    table: dict[str, str] = {}
    for name, text in _entries(value, "", 0):
        if len(table) == _MAX_ENTRIES:
            break
        table[clean(name, _NAME_LENGTH)] = clean(text, _TEXT_LENGTH)
    return table


def _entries(value: Mapping[object, object], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict):
            if depth < _MAX_DEPTH:
                yield from _entries(inner, f"{name}.", depth + 1)
            continue
        text = scalar_text(inner)
        if text is not None:
            yield name, text


def scalar_text(value: object, depth: int = 0) -> str | None:
    """A JSON value as text, not yet cleaned; a list is joined; None for null and objects.

    Lists inside of lists are followed only so far: they may be nested as deep as JSON allows.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | Decimal():
            return str(value)
        case list() if depth < _MAX_DEPTH:
            texts = (scalar_text(item, depth + 1) for item in value[:_MAX_ENTRIES])
            return ", ".join(text for text in texts if text is not None)
        case _:
            return None
