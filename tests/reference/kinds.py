"""What a type in the reference can be, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

ScalarKind = Literal[
    "uuid", "datetime", "string", "bool", "number", "u8", "u16", "u32", "u64", "i64",
    "object", "any",
]  # fmt: skip
INTEGERS: dict[str, tuple[int, int]] = {
    "u8": (0, 2**8 - 1),
    "u16": (0, 2**16 - 1),
    "u32": (0, 2**32 - 1),
    "u64": (0, 2**64 - 1),
    "i64": (-(2**63), 2**63 - 1),
}
"""The lowest and highest value of each integer type."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One of the basic types of the reference's "How to read the tables"."""

    kind: ScalarKind


SCALARS: dict[str, Scalar] = {kind: Scalar(kind) for kind in get_args(ScalarKind)}
"""Every basic type by its name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the listed strings."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A string of one format; `regex` must match the whole of it."""

    name: str
    regex: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A named shape, looked up when needed."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """A JSON array."""

    item: Type


@dataclass(frozen=True, slots=True)
class MapOf:
    """A JSON object used as a map."""

    key: Type
    value: Type


@dataclass(frozen=True, slots=True)
class Limits:
    """What a field's note adds to its type; None and False mean no limit."""

    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_entries: int | None = None
    hex_digits: int | None = None
    """A string of hex digits: this many, or any even number when 0."""
    prefix: str = ""
    only_true: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a shape's table."""

    name: str
    type: Type
    required: bool
    nullable: bool
    limits: Limits = Limits()
    in_responses: bool = False
    """Optional in requests, but responses always carry it."""
    aliases: tuple[str, ...] = ()
    """Older keys that may stand in its place, holding a bare integer."""


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object with known keys."""

    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Internal:
    """A union whose tag sits beside the other fields; a tag ending in `…` is a prefix."""

    tag: str
    variants: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class Adjacent:
    """A union with a tag and one content key; a variant of None has no content."""

    tag: str
    content: str
    variants: tuple[tuple[str, Type | None], ...]


@dataclass(frozen=True, slots=True)
class External:
    """A single-key object; the key is the tag."""

    variants: tuple[tuple[str, Type], ...]
    lists_in_responses: bool = False
    """Responses may also hold a list of the variant's values."""


@dataclass(frozen=True, slots=True)
class Untagged:
    """A union told apart by shape alone."""

    variants: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Sibling:
    """A value whose shape is selected by a key of the object that holds it."""

    tag: str
    variants: tuple[tuple[str, Type], ...]


Type = (
    Scalar | Choice | Pattern | Ref | ListOf | MapOf
    | Record | Internal | Adjacent | External | Untagged | Sibling
)  # fmt: skip


def tag_matches(tag: str, value: object) -> bool:
    """Whether a tag of the reference covers a value; `asset:…` covers what begins with `asset:`."""
    if not isinstance(value, str):
        return False
    return value.startswith(tag[:-1]) if tag.endswith("…") else value == tag


def parts(kind: Type) -> Iterator[Type]:
    """The types directly inside a type."""
    match kind:
        case ListOf(item):
            yield item
        case MapOf(key, value):
            yield from (key, value)
        case Record(_, fields):
            yield from (field.type for field in fields)
        case Untagged(plain):
            yield from plain
        case Adjacent(_, _, contents):
            yield from (content for _, content in contents if content is not None)
        case Internal() | External() | Sibling():
            yield from (variant for _, variant in kind.variants)
        case Scalar() | Choice() | Pattern() | Ref():
            return


def references(kind: Type) -> Iterator[str]:
    """Every shape name used anywhere inside a type."""
    if isinstance(kind, Ref):
        yield kind.name
    for part in parts(kind):
        yield from references(part)
