"""Objects read field by field, for the shapes that the first figures wait for.

pydantic takes longer to load and to build a shape than everything else between the first paint
and the first balances, so wallets and lines of credit are read without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from voltage_tui.api.errors import MalformedResponse
from voltage_tui.api.wire.values import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")


class _MisplacedError(ValueError):
    """A value that is not what it should be, and where it stands."""

    def __init__(self, place: str, words: str) -> None:
        super().__init__(words)
        self.place = place
        self.words = words


class Fields:
    """The fields of one JSON object; every read raises `ValueError` for another shape."""

    __slots__ = ("_raw",)

    def __init__(self, raw: object) -> None:
        if not isinstance(raw, dict):
            raise ValueError("not an object")  # noqa: TRY004 - as for every value
        self._raw = raw

    def read(self, name: str, reader: Callable[[object], V]) -> V:
        """A field that must be there."""
        return _placed(name, self._raw.get(name), reader)

    def read_optional(self, name: str, reader: Callable[[object], V]) -> V | None:
        """A field that may be null or absent."""
        value = self._raw.get(name)
        return None if value is None else _placed(name, value, reader)

    def read_each(self, name: str, reader: Callable[[object], V]) -> tuple[V, ...]:
        """A list that must be there."""
        return self.read(name, lambda raw: _each(raw, reader))

    def read_each_optional(self, name: str, reader: Callable[[object], V]) -> tuple[V, ...]:
        """A list that may be null or absent, and then is empty."""
        return self.read_optional(name, lambda raw: _each(raw, reader)) or ()


def read_object(what: str, raw: object, reader: Callable[[object], V]) -> V:
    """Read `raw` with `reader`.

    Raises `MalformedResponse`, which names the place in `what` and never repeats the content.
    """
    try:
        return reader(raw)
    except _MisplacedError as error:
        raise MalformedResponse(read_text(f"{what} {error.place}: {error.words}")) from None
    except (ValueError, ArithmeticError) as error:
        raise MalformedResponse(f"{what}: {type(error).__name__}") from None


def read_list(what: str, raw: object, reader: Callable[[object], V]) -> tuple[V, ...]:
    """Read a bare JSON array, each item as `read_object` does."""
    if not isinstance(raw, list):
        raise MalformedResponse(f"{what}: not a list")
    return tuple(read_object(f"{what}[{index}]", item, reader) for index, item in enumerate(raw))


def _each(raw: object, reader: Callable[[object], V]) -> tuple[V, ...]:
    if not isinstance(raw, list):
        raise ValueError("not a list")  # noqa: TRY004 - as for every value
    return tuple(_placed(str(index), item, reader) for index, item in enumerate(raw))


def _placed(place: str, value: object, reader: Callable[[object], V]) -> V:
    """What `reader` makes of `value`; what it raises says where it was."""
    try:
        return reader(value)
    except _MisplacedError as error:
        raise _MisplacedError(f"{place}.{error.place}", error.words) from None
    except (ValueError, ArithmeticError) as error:
        words = "missing" if value is None else str(error)
        raise _MisplacedError(place, words) from None
