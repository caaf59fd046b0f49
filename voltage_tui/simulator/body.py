"""Reading request bodies: JSON, then the fields one by one; 400, 413, 415 and 422."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NoReturn, cast

from voltage_tui.simulator.errors import RefusedError, invalid_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voltage_tui.simulator.http import Request
    from voltage_tui.simulator.json_types import JsonValue

MAX_BODY: Final = 1024 * 1024
"""Bytes of a request body; above it the answer is 413 (section 20)."""
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_I64: Final = 1 << 63
_U64: Final = 1 << 64
_U32: Final = 1 << 32


def is_uuid(text: str) -> bool:
    """Whether a text is a hyphenated UUID in either case."""
    return _UUID.fullmatch(text) is not None


def read_object(request: Request) -> Fields:
    """The request's JSON object; raises `RefusedError` for every way in which it is not one."""
    if len(request.body) > MAX_BODY:
        raise RefusedError(413, "payload_too_large", "The body is larger than 1 MiB.")
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise RefusedError(415, "missing_content_type", "The body must be application/json.")
    value = _parse(request.body)
    if not isinstance(value, dict):
        raise invalid_data("body", "an object is expected")
    return Fields(value)


def _parse(body: bytes) -> JsonValue:
    try:
        text = body.decode("utf-8")
        value = cast("JsonValue", json.loads(text, parse_constant=_refuse_constant))
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # lone surrogates are not text
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "invalid_syntax", "The body is not JSON.") from error
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


class Fields:
    """A JSON object whose fields are asked for by name and type; a misfit is a 422."""

    def __init__(self, value: Mapping[str, JsonValue], path: str = "") -> None:
        self.value = value
        self._path = path

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.value.get(name) is not None

    def mentions(self, name: str) -> bool:
        """Whether the key is there at all, null or not."""
        return name in self.value

    def names(self) -> set[str]:
        """Every key of the object."""
        return set(self.value)

    def uuid(self, name: str) -> str:
        """A UUID, as lower case."""
        text = self.text(name)
        if not is_uuid(text):
            raise self.misfit(name, "a UUID is expected")
        return text.lower()

    def optional_uuid(self, name: str) -> str | None:
        """A UUID or nothing."""
        return self.uuid(name) if self.has(name) else None

    def text(self, name: str, *, shortest: int = 0, longest: int | None = None) -> str:
        """A string of so many characters."""
        value = self._present(name)
        if not isinstance(value, str):
            raise self.misfit(name, "a string is expected")
        if len(value) < shortest or (longest is not None and len(value) > longest):
            raise self.misfit(name, "the length is out of range")
        return value

    def optional_text(self, name: str) -> str | None:
        """A string or nothing."""
        return self.text(name) if self.has(name) else None

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of the listed strings."""
        text = self.text(name)
        if text not in allowed:
            raise self.misfit(name, "one of " + ", ".join(allowed) + " is expected")
        return text

    def integer(self, name: str, *, low: int = -_I64, high: int = _I64 - 1) -> int:
        """An integer in a range; true and 1.0 are not integers."""
        value = self._present(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.misfit(name, "an integer in range is expected")
        return value

    def u64(self, name: str, *, low: int = 0) -> int:
        """An unsigned 64-bit integer."""
        return self.integer(name, low=low, high=_U64 - 1)

    def optional_u32(self, name: str) -> int | None:
        """An unsigned 32-bit integer or nothing."""
        return self.integer(name, low=0, high=_U32 - 1) if self.has(name) else None

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._present(name)
        if not isinstance(value, bool):
            raise self.misfit(name, "true or false is expected")
        return value

    def child(self, name: str) -> Fields:
        """A nested object."""
        value = self._present(name)
        if not isinstance(value, dict):
            raise self.misfit(name, "an object is expected")
        return Fields(value, f"{self._path}{name}.")

    def children(self, name: str) -> list[Fields]:
        """A list of objects."""
        value = self._present(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.misfit(name, "a list of objects is expected")
        return [Fields(item, f"{self._path}{name}[{i}].") for i, item in enumerate(value)]

    def metadata(self, *, most: int = 50, longest: int = 256) -> dict[str, str] | None:
        """The `metadata` map, or None when absent (schemas, section 5)."""
        if not self.has("metadata"):
            return None
        fields = self.child("metadata")
        if len(fields.value) > most:
            raise self.misfit("metadata", f"at most {most} entries are allowed")
        if any(len(key) > longest for key in fields.value):
            raise self.misfit("metadata", "a key is too long")
        return {key: fields.text(key, longest=longest) for key in fields.value}

    def misfit(self, name: str, problem: str) -> RefusedError:
        """The 422 for one field, named with its whole path."""
        return invalid_data(self._path + name, problem)

    def _present(self, name: str) -> JsonValue:
        value = self.value.get(name)
        if value is None:
            raise self.misfit(name, "the field is missing")
        return value
