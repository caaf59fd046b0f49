"""Our own JSON: fields left out when there is nothing in them, and read back with their types."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.money import Currency, Money, Rate
from voltage_tui.store.mirror.moments import micros_of, moment_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from enum import Enum

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
Object: TypeAlias = "dict[str, Json]"
E = TypeVar("E", bound="Enum")
T = TypeVar("T")


def without_empty(fields: Object) -> Object:
    """The fields that say something: not None, not false, no empty list or table.

    A text that is empty stays: it is not the same as none.
    """
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not False and value not in ([], {})
    }


def money_json(money: Money | None) -> Json:
    """`[currency, base units]`."""
    return None if money is None else [money.currency, money.units]


def moment_json(moment: datetime | None) -> Json:
    """Microseconds since 1970."""
    return None if moment is None else micros_of(moment)


def rate_json(rate: Rate) -> Json:
    """`[coefficient, scale, currency]`."""
    return [rate.coefficient, rate.scale, rate.currency]


def word_json(word: Enum | Unrecognised | None) -> Json:
    """The API's own word, known to us or not."""
    return None if word is None else str(word.value)


def known(kind: type[E], word: str) -> E | Unrecognised:
    """The member with this word; the word itself is ours already, so it is not cleaned again."""
    try:
        return kind(word)
    except ValueError:
        return Unrecognised(word)


class Fields:
    """The fields of one object; `ValueError` when one is not what it must be."""

    def __init__(self, raw: object) -> None:
        if not isinstance(raw, dict):
            raise ValueError("not an object")  # noqa: TRY004 - one error for all
        self._raw: dict[str, object] = raw

    def has(self, name: str) -> bool:
        """Whether there is something in the field."""
        return self._raw.get(name) is not None

    def text(self, name: str) -> str:
        """A text."""
        value = self.text_or_none(name)
        if value is None:
            raise ValueError(name)
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text, or None."""
        value = self._raw.get(name)
        if value is not None and not isinstance(value, str):
            raise ValueError(name)
        return value

    def flag(self, name: str) -> bool:
        """True or false; a field left out is false."""
        return self._raw.get(name) is True

    def integer(self, name: str) -> int:
        """A whole number."""
        return _integer(self._raw.get(name), name)

    def integer_or_none(self, name: str) -> int | None:
        """A whole number, or None."""
        return self.integer(name) if self.has(name) else None

    def moment(self, name: str) -> datetime:
        """A moment, in UTC."""
        return moment_at(self.integer(name))

    def moment_or_none(self, name: str) -> datetime | None:
        """A moment, or None."""
        return self.moment(name) if self.has(name) else None

    def money(self, name: str) -> Money:
        """An amount."""
        match self._raw.get(name):
            case [str(currency), int(units)]:
                return Money(Currency(currency), units)
            case _:
                raise ValueError(name)

    def money_or_none(self, name: str) -> Money | None:
        """An amount, or None."""
        return self.money(name) if self.has(name) else None

    def rate(self, name: str) -> Rate:
        """A rate."""
        match self._raw.get(name):
            case [int(coefficient), int(scale), str(currency)]:
                return Rate(coefficient, scale, Currency(currency))
            case _:
                raise ValueError(name)

    def word(self, name: str, kind: type[E]) -> E | Unrecognised:
        """A word of an open enum."""
        return known(kind, self.text(name))

    def word_or_none(self, name: str, kind: type[E]) -> E | Unrecognised | None:
        """A word of an open enum, or None."""
        return self.word(name, kind) if self.has(name) else None

    def part(self, name: str) -> Fields:
        """An object within."""
        return Fields(self._raw.get(name))

    def part_or_none(self, name: str, reader: Callable[[Fields], T]) -> T | None:
        """What `reader` makes of an object within, or None."""
        return reader(self.part(name)) if self.has(name) else None

    def parts(self, name: str, reader: Callable[[Fields], T]) -> tuple[T, ...]:
        """What `reader` makes of each object in a list; a field left out is an empty one."""
        return tuple(reader(Fields(item)) for item in self._items(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self._items(name)
        return tuple(item for item in items if isinstance(item, str))

    def integers(self, name: str) -> list[int]:
        """A list of whole numbers."""
        return [_integer(item, name) for item in self._items(name)]

    def integers_or_none(self, name: str) -> list[int] | None:
        """A list of whole numbers, or None."""
        return self.integers(name) if self.has(name) else None

    def table(self, name: str) -> Mapping[str, str]:
        """Texts by name, read-only."""
        raw = self._raw.get(name, {})
        if not isinstance(raw, dict):
            raise ValueError(name)  # noqa: TRY004 - one error for all
        return MappingProxyType({str(key): str(value) for key, value in raw.items()})

    def _items(self, name: str) -> list[object]:
        raw = self._raw.get(name, [])
        if not isinstance(raw, list):
            raise ValueError(name)  # noqa: TRY004 - one error for all
        return raw


def _integer(value: object, name: str) -> int:
    if not isinstance(value, int):
        raise ValueError(name)  # noqa: TRY004 - one error for all
    return value
