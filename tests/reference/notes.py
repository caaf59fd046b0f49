"""What the Note column adds to a type, where it says so in a fixed form of words."""

from __future__ import annotations

import re

from tests.reference.kinds import Limits, MapOf, Pattern, Ref, Scalar, Type

_RANGE = re.compile(r"(\d+)–(\d+)")
_LEAST = re.compile(r"≥ (\d+)")
_MOST = re.compile(r"\bmax (\d+)")
_LENGTH = re.compile(r"(\d+)–(\d+) chars")
_ENTRIES = re.compile(r"≤ (\d+) entries, keys ≤ (\d+), values ≤ \2 chars")
_MAP = re.compile(r"^map (uuid|currency|status) → (\w+)$")
_ALIAS = re.compile(r"\bAlias `(\w+)`")
_MAP_KEYS: dict[str, Type] = {
    "uuid": Scalar("uuid"),
    "currency": Ref("Currency"),
    "status": Ref("BillStatus"),
}


def limits(kind: Type, note: str) -> Limits:
    """The limits a note puts on a field of that type."""
    match kind:
        case Scalar("bool"):
            return Limits(only_true="only `true` is accepted" in note)
        case Scalar("number" | "u8" | "u16" | "u32" | "u64" | "i64"):
            return _numeric(note)
        case Scalar("string"):
            return _textual(note)
        case MapOf() if found := _ENTRIES.search(note):
            return Limits(max_entries=int(found[1]), max_length=int(found[2]))
        case Ref("Currency") if note == "`asset:<66 hex>`":
            return Limits(prefix="asset:")
        case _:
            return Limits()


def map_type(note: str) -> MapOf | None:
    """The map a free-form `object` really is, when its note names one."""
    found = _MAP.match(note)
    return MapOf(_MAP_KEYS[found[1]], Ref(found[2])) if found else None


def aliases(note: str) -> tuple[str, ...]:
    """The older keys a note allows in a field's place."""
    return tuple(_ALIAS.findall(note))


def pattern(name: str, text: str) -> Pattern | None:
    """The format of a row of section 1 that gives a regular expression."""
    found = re.search(r"`(\^[^`]+\$)`", text)
    return Pattern(name, found[1]) if found else None


def _numeric(note: str) -> Limits:
    if found := _RANGE.search(note):
        return Limits(minimum=int(found[1]), maximum=int(found[2]))
    least, most = _LEAST.search(note), _MOST.search(note)
    return Limits(minimum=int(least[1]) if least else None, maximum=int(most[1]) if most else None)


def _textual(note: str) -> Limits:
    if found := _LENGTH.search(note):
        return Limits(min_length=int(found[1]), max_length=int(found[2]))
    if note.startswith("hex"):
        return Limits(hex_digits=64 if "32 bytes" in note or "SHA-256" in note else 0)
    return Limits(min_length=1) if note.startswith("non-empty") else Limits()
