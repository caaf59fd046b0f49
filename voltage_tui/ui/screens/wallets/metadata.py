"""Metadata as it is typed: `cost_center=ops-7, team=support`."""

from __future__ import annotations

MOST_ENTRIES = 50
MOST_CHARACTERS = 256


class InvalidMetadataError(ValueError):
    """Typed metadata that was refused; `str()` is the sentence for the person."""


def parse_metadata(text: str) -> dict[str, str]:
    """Read pairs divided by commas; at most 50, keys and values at most 256 characters.

    Raises `InvalidMetadataError`.
    """
    pairs: dict[str, str] = {}
    for piece in filter(None, (p.strip() for p in text.split(","))):
        key, equals, value = piece.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or not key:
            raise InvalidMetadataError(f"{piece[:30]!r} is not of the form key=value.")
        if key in pairs:
            raise InvalidMetadataError(f"{key!r} is there twice.")
        if max(len(key), len(value)) > MOST_CHARACTERS:
            raise InvalidMetadataError(f"At most {MOST_CHARACTERS} characters each.")
        pairs[key] = value
    if len(pairs) > MOST_ENTRIES:
        raise InvalidMetadataError(f"At most {MOST_ENTRIES} entries.")
    return pairs
