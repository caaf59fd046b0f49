"""Enums that survive a value nobody has told us of (safety rule S-14).

New statuses and types have been added to the API over time. A value we do not know stays what it
is, a `Unrecognised`, is shown as it is, and is never taken for a failure or an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from voltage_tui.text import clean

E = TypeVar("E", bound=Enum)
_MAX_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A value of an enum that this version does not know; `value` is cleaned text."""

    value: str


def recognise(kind: type[E], raw: str) -> E | Unrecognised:
    """The member of `kind` whose value is `raw`, or the raw value, kept.

    A value that would read as a known one once cleaned is kept in its escaped form, so that no
    one takes it for what it is not.
    """
    try:
        return kind(raw)
    except ValueError:
        shown = clean(raw, _MAX_LENGTH)
        if any(member.value == shown for member in kind):
            shown = clean(ascii(raw), _MAX_LENGTH)
        return Unrecognised(shown)
