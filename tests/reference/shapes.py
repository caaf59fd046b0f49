"""Judges a JSON value by a shape of the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from tests.reference.document import Document, load
from tests.reference.kinds import (
    Adjacent,
    Choice,
    External,
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
    Untagged,
    tag_matches,
)
from tests.reference.scalars import limit_problem, scalar_problem


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is not as the reference says."""

    path: str
    """Where, as `$.data.receipts[0].type`; `$` is the whole value."""
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


def validate(
    shape: str | Type, value: object, *, response: bool = False, strict_keys: bool = True
) -> list[Violation]:
    """Everything in a decoded JSON value that breaks a shape; empty when it fits.

    `shape` is a name (`Payment`), a type as the tables write it (`[Wallet]`, `map<string>`), or a
    type already read. With `response`, what only responses promise is demanded as well: money
    carries its unit and is a magnitude, fractions of a second are trimmed, and `EventTypes` may
    take its list form. Without `strict_keys` a key the reference does not name is no violation.
    Raises KeyError for an unknown shape.
    """
    document = load()
    kind = document.type_of(shape) if isinstance(shape, str) else shape
    judge = _Judge(document, response=response, strict_keys=strict_keys)
    return list(judge.check(kind, value, "$", {}))


class _Judge:
    """One judgement; the options and the document it goes by."""

    def __init__(self, document: Document, *, response: bool, strict_keys: bool) -> None:
        self._document = document
        self._response = response
        self._strict_keys = strict_keys

    def check(
        self, kind: Type, value: object, path: str, holder: Mapping[str, object]
    ) -> Iterator[Violation]:
        """The violations of a value; `holder` is the object it sits in."""
        match kind:
            case Ref(name):
                yield from self.check(self._document.shapes[name], value, path, holder)
            case Scalar() | Choice() | Pattern():
                yield from self._plain(kind, value, path)
            case Untagged(variants):
                yield from self._closest(variants, value, path, holder)
            case Sibling(tag, tagged):
                yield from self._tagged(tag, tagged, holder, value, path)
            case ListOf():
                yield from self._list(kind, value, path)
            case MapOf() | Record() | Internal() | Adjacent() | External():
                yield from self._object(kind, value, path)
            case _:
                assert_never(kind)

    def _plain(
        self, kind: Scalar | Choice | Pattern, value: object, path: str
    ) -> Iterator[Violation]:
        match kind:
            case Scalar(scalar):
                problem = scalar_problem(scalar, value, response=self._response)
            case Choice(values):
                problem = None if value in values else f"is none of {', '.join(values)}"
            case Pattern(name, regex):
                fits = isinstance(value, str) and re.fullmatch(regex, value, re.ASCII)
                problem = None if fits else f"is not a {name}"
            case _:
                assert_never(kind)
        yield from _found(path, value, problem)

    def _list(self, kind: ListOf, value: object, path: str) -> Iterator[Violation]:
        if not isinstance(value, list):
            yield from _found(path, value, "is not an array")
            return
        for index, item in enumerate(value):
            yield from self.check(kind.item, item, f"{path}[{index}]", {})

    def _object(
        self, kind: MapOf | Record | Internal | Adjacent | External, value: object, path: str
    ) -> Iterator[Violation]:
        if not isinstance(value, dict):
            yield from _found(path, value, "is not an object")
            return
        match kind:
            case MapOf(key_kind, item_kind):
                for key, item in value.items():
                    yield from self.check(key_kind, key, f"{path} key {key!r}", {})
                    yield from self.check(item_kind, item, f"{path}.{key}", {})
            case Record():
                yield from self._record(kind, value, path)
            case Internal(tag, variants):
                yield from self._tagged(tag, variants, value, value, path)
            case Adjacent():
                yield from self._adjacent(kind, value, path)
            case External():
                yield from self._external(kind, value, path)
            case _:
                assert_never(kind)

    def _record(self, kind: Record, value: dict[str, object], path: str) -> Iterator[Violation]:
        known = {name for field in kind.fields for name in (field.name, *field.aliases)}
        if self._strict_keys:
            for key in value.keys() - known:
                yield Violation(f"{path}.{key}", f"is not a key of {kind.name}")
        for field in kind.fields:
            yield from self._field(kind.name, field, value, path)

    def _field(
        self, shape: str, field: Field, holder: dict[str, object], path: str
    ) -> Iterator[Violation]:
        where = f"{path}.{field.name}"
        older = [alias for alias in field.aliases if alias in holder]
        for alias in older:
            yield from self.check(Scalar("i64"), holder[alias], f"{path}.{alias}", {})
        if field.name not in holder:
            if (field.required or (field.in_responses and self._response)) and not older:
                yield Violation(where, f"is missing, and {shape} must carry it")
            return
        value = holder[field.name]
        if value is None:
            if not field.nullable and field.type != Scalar("any"):
                yield Violation(where, "is null, and may not be")
            return
        problems = list(self.check(field.type, value, where, holder))
        yield from problems or _found(where, value, limit_problem(field.limits, value))
        if self._response and shape.startswith("Amount") and field.name == "amount":
            yield from _magnitude(value, where)

    def _tagged(
        self,
        tag: str,
        variants: tuple[tuple[str, Type], ...],
        tags: Mapping[str, object],
        value: object,
        path: str,
    ) -> Iterator[Violation]:
        for name, variant in variants:
            if tag_matches(name, tags.get(tag)):
                yield from self.check(variant, value, path, {})
                return
        allowed = ", ".join(name for name, _ in variants)
        yield Violation(path, f"tag {tag!r} is {_shown(tags.get(tag))}, none of {allowed}")

    def _adjacent(self, kind: Adjacent, value: dict[str, object], path: str) -> Iterator[Violation]:
        if self._strict_keys:
            for key in value.keys() - {kind.tag, kind.content}:
                yield Violation(f"{path}.{key}", "is beside an adjacent tag and its content")
        for name, variant in kind.variants:
            if not tag_matches(name, value.get(kind.tag)):
                continue
            where = f"{path}.{kind.content}"
            if variant is None:
                if kind.content in value:
                    yield Violation(where, f"is present, and {name} has no content")
            elif kind.content not in value:
                yield Violation(where, f"is missing, and {name} must carry it")
            else:
                yield from self.check(variant, value[kind.content], where, {})
            return
        allowed = ", ".join(name for name, _ in kind.variants)
        yield Violation(
            path, f"tag {kind.tag!r} is {_shown(value.get(kind.tag))}, none of {allowed}"
        )

    def _external(self, kind: External, value: dict[str, object], path: str) -> Iterator[Violation]:
        variants = dict(kind.variants)
        if len(value) != 1 or not value.keys() <= variants.keys():
            yield Violation(path, f"is not an object with one key of {', '.join(variants)}")
            return
        ((key, item),) = value.items()
        variant = variants[key]
        if kind.lists_in_responses and self._response and isinstance(item, list):
            variant = ListOf(variant)
        yield from self.check(variant, item, f"{path}.{key}", {})

    def _closest(
        self,
        variants: tuple[Type, ...],
        value: object,
        path: str,
        holder: Mapping[str, object],
    ) -> Iterator[Violation]:
        """Nothing when one variant fits; else what is wrong by the one that comes closest."""
        tried = [list(self.check(variant, value, path, holder)) for variant in variants]
        best = min(
            tried, key=lambda found: (len(found), -max((len(v.path) for v in found), default=0))
        )
        yield from best


def _magnitude(value: object, path: str) -> Iterator[Violation]:
    """Section 2 of schemas.md: the sign is in `negative`, the amount stays a magnitude."""
    if isinstance(value, int) and value < 0:
        yield from _found(path, value, "is below zero; the sign belongs in `negative`")


def _found(path: str, value: object, problem: str | None) -> Iterator[Violation]:
    if problem is not None:
        yield Violation(path, f"{_shown(value)} {problem}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
