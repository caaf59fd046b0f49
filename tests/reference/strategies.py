"""A hypothesis strategy for every shape: all the values the reference lets the API send."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from functools import cache
from typing import assert_never

from hypothesis import strategies as st

from tests.reference.document import load
from tests.reference.kinds import (
    INTEGERS,
    Adjacent,
    Choice,
    External,
    Field,
    Internal,
    Limits,
    ListOf,
    MapOf,
    Pattern,
    Record,
    Ref,
    Scalar,
    ScalarKind,
    Sibling,
    Type,
    Untagged,
)

Values = st.SearchStrategy[object]

_LONGEST_LIST = 3
_HEX = string.hexdigits[:16]
_JSON: Values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def strategy_for(shape: str | Type, *, response: bool = True) -> Values:
    """Values of a shape: a name, a type as the tables write it, or a type already read.

    With `response` they are what the API may send (units present, amounts not below zero,
    `EventTypes` in both forms), otherwise what a request may hold. Optional keys come and go,
    nullable ones are null at times, numbers reach the ends of their types. What `validate` says
    of each, with the same `response`, is nothing. Raises KeyError for an unknown shape.
    """
    kind = load().type_of(shape) if isinstance(shape, str) else shape
    return _strategy(kind, response)


@cache
def _strategy(kind: Type, response: bool) -> Values:
    values: Values
    match kind:
        case Ref(name):
            values = st.deferred(lambda: _strategy(load().shapes[name], response))
        case Scalar(scalar):
            values = _scalar(scalar, Limits())
        case Choice(listed):
            values = st.sampled_from(listed)
        case Pattern():
            values = _pattern(kind)
        case ListOf(item):
            values = st.lists(_strategy(item, response), max_size=_LONGEST_LIST)
        case MapOf(key, item):
            keys = _strategy(key, response).map(str)
            values = st.dictionaries(keys, _strategy(item, response), max_size=3)
        case Record():
            values = _record(kind, response)
        case Internal() | Sibling() | Adjacent() | External() | Untagged():
            values = _union(kind, response)
        case _:
            assert_never(kind)
    return values


def _union(kind: Internal | Sibling | Adjacent | External | Untagged, response: bool) -> Values:
    match kind:
        case Internal() | Sibling():
            return st.one_of(*(_strategy(variant, response) for _, variant in kind.variants))
        case Untagged(variants):
            return st.one_of(*(_strategy(variant, response) for variant in variants))
        case Adjacent(tag, content, variants):
            return st.one_of(
                *(
                    st.fixed_dictionaries(
                        {tag: st.just(name)}
                        | ({} if variant is None else {content: _strategy(variant, response)})
                    )
                    for name, variant in variants
                )
            )
        case External(variants, lists):
            singles = [
                st.fixed_dictionaries({name: _strategy(variant, response)})
                for name, variant in variants
            ]
            several = [
                st.fixed_dictionaries(
                    {name: st.lists(_strategy(variant, response), max_size=_LONGEST_LIST)}
                )
                for name, variant in variants
                if lists and response
            ]
            return st.one_of(*singles, *several)
        case _:
            assert_never(kind)


def _record(record: Record, response: bool) -> Values:
    """A record; where a key selects the shape of another, one alternative for each of its tags."""
    chosen = [
        (field, kind)
        for field in record.fields
        if isinstance(kind := load().resolve(field.type), Sibling)
    ]
    if not chosen:
        return _object(record, {}, response)
    field, union = chosen[0]
    return st.one_of(
        *(
            _object(
                record,
                {union.tag: st.just(tag), field.name: _strategy(variant, response)},
                response,
            )
            for tag, variant in union.variants
        )
    )


def _object(record: Record, fixed: dict[str, Values], response: bool) -> Values:
    required: dict[str, Values] = {}
    optional: dict[str, Values] = {}
    for field in record.fields:
        given = field.name in fixed
        values = fixed[field.name] if given else _field(record.name, field, response)
        must = field.required or (field.in_responses and response)
        (required if must else optional)[field.name] = values
    return st.fixed_dictionaries(required, optional=optional)


def _field(shape: str, field: Field, response: bool) -> Values:
    limits = field.limits
    kind = load().resolve(field.type)
    match kind:
        case Scalar("i64") if response and shape.startswith("Amount"):
            values = _scalar("i64", Limits(minimum=0))
        case Scalar(scalar):
            values = _scalar(scalar, limits)
        case Pattern() if limits.prefix:
            values = _pattern(kind, limits.prefix)
        case _:
            values = _strategy(field.type, response)
    return st.none() | values if field.nullable else values


def _scalar(kind: ScalarKind, limits: Limits) -> Values:
    values: Values
    match kind:
        case "any":
            values = _JSON
        case "object":
            values = st.dictionaries(st.text(max_size=8), _JSON, max_size=3)
        case "bool":
            values = st.just(value=True) if limits.only_true else st.booleans()
        case "string":
            values = _text(limits)
        case "uuid":
            values = st.uuids().map(str)
        case "datetime":
            values = datetimes()
        case "number":
            low, high = limits.minimum or 0, limits.maximum or 100
            values = st.integers(low, high) | st.floats(low, high, allow_nan=False)
        case "u8" | "u16" | "u32" | "u64" | "i64":
            least, most = INTEGERS[kind]
            low = least if limits.minimum is None else limits.minimum
            high = most if limits.maximum is None else limits.maximum
            values = st.integers(low, high) | st.sampled_from((low, high))
        case _:
            assert_never(kind)
    return values


@cache
def datetimes() -> st.SearchStrategy[str]:
    """RFC 3339 times as the API writes them: UTC, 0 to 9 fractional digits, none a trailing 0."""
    moments = st.datetimes(
        min_value=datetime(1970, 1, 1),  # noqa: DTZ001  # the zone is given below
        max_value=datetime(2999, 12, 31),  # noqa: DTZ001
        timezones=st.just(UTC),
    )
    fractions = st.integers(0, 10**9 - 1).map(lambda n: f".{n:09}".rstrip("0").rstrip("."))
    return st.builds(lambda at, part: f"{at:%Y-%m-%dT%H:%M:%S}{part}Z", moments, fractions)


def _text(limits: Limits) -> Values:
    if limits.hex_digits is not None:
        low, high = (limits.hex_digits // 2,) * 2 if limits.hex_digits else (1, 40)
        return st.binary(min_size=low, max_size=high).map(bytes.hex)
    longest = 40 if limits.max_length is None else min(limits.max_length, 40)
    return st.text(min_size=limits.min_length or 0, max_size=longest)


def _pattern(kind: Pattern, prefix: str = "") -> Values:
    assets = st.text(_HEX + _HEX.upper(), min_size=66, max_size=66)
    match kind.name:
        case "Currency":
            named = assets.map(lambda key: f"asset:{key}")
            return named if prefix else named | st.sampled_from(("btc", "usd"))
        case "Asset":
            return assets
        case "RateString":
            return st.builds(
                lambda coefficient, scale: f"{coefficient}e{scale}",
                st.integers(1, 2**63 - 1),
                st.integers(0, 18),
            )
        case _:
            return st.from_regex(kind.regex, fullmatch=True)
