"""Cursors: opaque to clients, bound to the query they came from (section 1)."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import NamedTuple


class Place(NamedTuple):
    """Where a page ended: the sort value of its last item, and that item's order number."""

    value: int
    order: int


class CursorError(ValueError):
    """A cursor that is damaged, or that belongs to another query."""


def fingerprint(*parts: object) -> str:
    """A short text that differs when any filter or sort order differs."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def write_cursor(query: str, place: Place) -> str:
    """The cursor that continues after `place` of the query with this fingerprint."""
    raw = json.dumps([query, place.value, place.order], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(text: str, query: str) -> Place:
    """Where to go on; raises `CursorError` unless the cursor came from this very query."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        parsed = json.loads(raw.decode("ascii"))
    except (ValueError, RecursionError):
        raise CursorError(text) from None
    match parsed:
        case [str(owner), int(value), int(order)] if owner == query:
            return Place(value, order)
        case _:
            raise CursorError(text)
