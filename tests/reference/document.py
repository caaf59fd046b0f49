"""Reads `schemas.md`: every table becomes a type; the few prose shapes come from `prose`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from tests.reference import notes, prose
from tests.reference.kinds import (
    SCALARS,
    Adjacent,
    Choice,
    Field,
    Internal,
    ListOf,
    MapOf,
    Pattern,
    Record,
    Ref,
    Scalar,
    Sibling,
    Type,
    references,
)
from tests.reference.location import read
from tests.reference.markdown import Section, sections, ticked

_FIELDS = ("Field", "Type", "P", "Note")
_TAGS = ("Tag value", "Shape")
_NAMES = ("Name", "Values / format")
_HEADING = re.compile(r"^(\w+)( †)?$")
_INTERNAL = re.compile(r"Union, internal tag `(\w+)`")
_ADJACENT = re.compile(r"Union, adjacent tag `(\w+)` / content \**`(\w+)`")
_SIBLING = re.compile(r"Selected by the payment's `(\w+)`")


class DocumentError(Exception):
    """The reference is not written the way this reader expects."""


@dataclass(frozen=True, slots=True)
class Document:
    """Every named shape of the reference."""

    shapes: dict[str, Type]

    def type_of(self, expression: str) -> Type:
        """The type a Type cell names: a shape, a scalar, `[T]`, `map<string>` or `enum(...)`."""
        kind = type_expression(expression)
        if isinstance(kind, Ref) and kind.name not in self.shapes:
            raise KeyError(kind.name)
        return kind

    def resolve(self, kind: Type) -> Type:
        """The type itself, with a leading name looked up."""
        while isinstance(kind, Ref):
            kind = self.shapes[kind.name]
        return kind

    def dangling(self) -> set[str]:
        """Names used as a type that no shape has."""
        used = {name for kind in self.shapes.values() for name in references(kind)}
        return used - self.shapes.keys()


@cache
def load() -> Document:
    """The reference on this machine, read once. Raises OSError or DocumentError."""
    return parse(read("schemas.md"))


def parse(text: str) -> Document:
    """Read the text of a `schemas.md`. Raises DocumentError."""
    shapes: dict[str, Type] = {}
    texts: dict[str, str] = {}
    for section in sections(text):
        if (rows := section.table(*_NAMES)) is not None:
            for name_cell, values in rows:
                shapes.update(_named(name_cell, values))
        heading = _HEADING.match(section.title)
        if section.level == 3 and heading is not None:
            shapes[heading[1]] = _shape(heading[1], section)
            texts[heading[1]] = section.text
    prose.derive(shapes, texts)
    return Document(shapes)


def type_expression(text: str) -> Type:
    """Read a Type cell. Raises DocumentError."""
    text = text.strip("` ")
    if text in SCALARS:
        return SCALARS[text]
    if text == "map<string>":
        return MapOf(Scalar("string"), Scalar("string"))
    if text.startswith("[") and text.endswith("]"):
        return ListOf(type_expression(text[1:-1]))
    if text.startswith("enum(") and text.endswith(")"):
        return Choice(tuple(value.strip() for value in text[5:-1].split(",")))
    if re.fullmatch(r"[A-Z]\w*", text):
        return Ref(text)
    raise DocumentError(f"not a type: {text!r}")


def _shape(name: str, section: Section) -> Type:
    """The type of one `###` section."""
    if (told := prose.shape(name, section.text)) is not None:
        return told
    if (rows := section.table(*_TAGS)) is not None:
        return _union(name, section.text, rows)
    if (rows := section.table(*_FIELDS)) is not None:
        return Record(name, tuple(_field(name, row) for row in rows))
    raise DocumentError(f"{name}: neither a table nor a known sentence")


def _union(name: str, text: str, rows: list[tuple[str, ...]]) -> Type:
    variants = tuple((ticked(tag)[0], type_expression(shape)) for tag, shape in rows)
    if found := _INTERNAL.search(text):
        return Internal(found[1], variants)
    if found := _ADJACENT.search(text):
        return Adjacent(found[1], found[2], variants)
    if found := _SIBLING.search(text):
        return Sibling(found[1], variants)
    raise DocumentError(f"{name}: a table of tags without its kind of union")


def _field(shape: str, row: tuple[str, ...]) -> Field:
    name, type_cell, presence, note = row
    if presence not in {"R", "R?", "O", "O?"}:
        raise DocumentError(f"{shape}.{name}: presence {presence!r}")
    kind = prose.field_type(shape, name, note) or notes.map_type(note) or type_expression(type_cell)
    return Field(
        name=name,
        type=kind,
        required=presence.startswith("R"),
        nullable=presence.endswith("?"),
        limits=notes.limits(kind, note),
        in_responses="always sent in responses" in note,
        aliases=notes.aliases(note),
    )


def _named(name_cell: str, values: str) -> dict[str, Type]:
    """One row of section 1; a row may name two shapes."""
    names = re.findall(r"[A-Z]\w+", re.sub(r"\(.*\)", "", name_cell))
    if not names:
        raise DocumentError(f"no name in {name_cell!r}")
    return {name: _format(name, values) for name in names}


def _format(name: str, values: str) -> Type:
    told = prose.scalar(name, values) or notes.pattern(name, values)
    if told is not None:
        return replace(told, name=name) if isinstance(told, Pattern) else told
    listed = ticked(re.sub(r"\([^()]*\)", "", values))
    if not listed:
        raise DocumentError(f"{name}: no values in {values!r}")
    return Choice(listed)
