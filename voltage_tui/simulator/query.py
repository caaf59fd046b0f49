"""Reading query parameters; one that cannot be read is a 400 `invalid_parameter`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.simulator import moments
from voltage_tui.simulator.body import is_uuid
from voltage_tui.simulator.errors import invalid_parameter

if TYPE_CHECKING:
    from voltage_tui.simulator.http import Request

MAX_PAGE: Final = 500
"""The largest page; more is clamped (section 20)."""
DEFAULT_PAGE: Final = 100
_U32: Final = 1 << 32


class Query:
    """The query of one request, asked for by name and type."""

    def __init__(self, request: Request) -> None:
        self._pairs = request.query

    def text(self, name: str) -> str | None:
        """The last value given, or None; an empty value counts as none."""
        found = [value for key, value in self._pairs if key == name]
        return (found[-1] or None) if found else None

    def many(self, name: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Every value of a repeated parameter, with brackets or without (section 1)."""
        names = (name, f"{name}[]")
        values = tuple(value for key, value in self._pairs if key in names and value)
        if allowed is not None and any(value not in allowed for value in values):
            raise invalid_parameter(name)
        return values

    def uuids(self, name: str) -> tuple[str, ...]:
        """Every value of a repeated UUID parameter."""
        values = self.many(name)
        if not all(is_uuid(value) for value in values):
            raise invalid_parameter(name)
        return tuple(value.lower() for value in values)

    def uuid(self, name: str) -> str | None:
        """A UUID in lower case, or None."""
        value = self.text(name)
        if value is None:
            return None
        if not is_uuid(value):
            raise invalid_parameter(name)
        return value.lower()

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        """One of the listed words, or None."""
        value = self.text(name)
        if value is not None and value not in allowed:
            raise invalid_parameter(name)
        return value

    def flag(self, name: str) -> bool | None:
        """`true` or `false`, or None."""
        value = self.choice(name, ("true", "false"))
        return None if value is None else value == "true"

    def u32(self, name: str) -> int | None:
        """An unsigned 32-bit number, or None."""
        value = self.text(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 10 and int(value) < _U32):
            raise invalid_parameter(name)
        return int(value)

    def limit(self, default: int = DEFAULT_PAGE) -> int:
        """The page size: 0 gives an empty page, too much is clamped (section 20)."""
        given = self.u32("limit")
        return default if given is None else min(given, MAX_PAGE)

    def offset(self) -> int:
        """How many items to pass over."""
        return self.u32("offset") or 0

    def moment(self, name: str) -> int | None:
        """An RFC 3339 moment in microseconds, or None."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return moments.parse(value)
        except (ValueError, OverflowError):
            raise invalid_parameter(name) from None

    def descending(self) -> bool:
        """`sort_order`, newest first unless said otherwise (section 20)."""
        return self.choice("sort_order", ("ASC", "DESC")) != "ASC"

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The pairs of `metadata[key]=value`; all of them must match."""
        return tuple(
            (key[len("metadata[") : -1], value)
            for key, value in self._pairs
            if key.startswith("metadata[") and key.endswith("]")
        )
