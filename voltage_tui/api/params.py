"""Query parameters as the API wants them (API reference section 1)."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = str | int | bool | datetime | Enum | None


class HasValue(Protocol):
    """An enum member, or a value of one that this version does not know."""

    @property
    def value(self) -> str:
        """What the wire calls it."""
        ...


def params(**values: Value) -> list[tuple[str, str]]:
    """The parameters that are not None, in order."""
    return [(name, _text(value)) for name, value in values.items() if value is not None]


def several(name: str, values: Iterable[HasValue | str]) -> list[tuple[str, str]]:
    """A repeated parameter in the bracket form, `statuses[]=a&statuses[]=b`."""
    return [(f"{name}[]", value if isinstance(value, str) else value.value) for value in values]


def metadata_params(metadata: Mapping[str, str]) -> list[tuple[str, str]]:
    """Metadata to match, all of it: `metadata[key]=value`."""
    return [(f"metadata[{key}]", value) for key, value in metadata.items()]


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`; `ValueError` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(value: str | int | datetime | Enum) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return timestamp(value)
        case Enum():
            return str(value.value)
        case _:
            return str(value)
