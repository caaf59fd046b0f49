"""JSON is read so that nothing in it can hurt (S-20, S-65)."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.api.json_body import UnreadableJsonError, canonical_json, parse_json

HURTFUL = {
    "not UTF-8": b'"\xff"',
    "not JSON": b"<html>",
    "empty": b"",
    "two values": b"{} {}",
    "the same key twice": b'{"amount":1,"amount":2}',
    "the same key twice, deeper": b'[{"a":{"amount":1,"amount":1}}]',
    "NaN": b'{"a":NaN}',
    "Infinity": b"[-Infinity]",
    "an endless integer": b"[" + b"9" * 100_000 + b"]",
    "an endless fraction": b"[0." + b"1" * 1_000 + b"]",
    "an endless exponent": b"[1e" + b"9" * 30 + b"]",
    "lists without end": b"[" * 200_000,
    "objects without end": b'{"a":' * 200_000,
}


@pytest.mark.safety("S-65", "nesting, numbers and texts without end are refused")
@pytest.mark.parametrize("body", HURTFUL.values(), ids=HURTFUL)
def test_what_could_hurt_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableJsonError):
        parse_json(body)


def test_a_fraction_is_exact_and_never_a_float() -> None:
    assert parse_json(b"[0.1, 1e2, 1.0]") == [Decimal("0.1"), Decimal("1e2"), Decimal("1.0")]
    values = parse_json(b"[0.1, 1e2, 1.0, 3]")
    assert isinstance(values, list)
    assert [type(value) for value in values] == [Decimal, Decimal, Decimal, int]


def test_large_integers_are_lossless() -> None:
    assert parse_json(str(2**64 - 1).encode()) == 2**64 - 1


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@given(_PLAIN)
def test_what_the_api_may_send_is_read_as_it_is(value: object) -> None:
    assert parse_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        parse_json(body)
    except UnreadableJsonError:
        return


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), _PLAIN, max_size=5))
def test_the_same_request_is_the_same_bytes(value: dict[str, object]) -> None:
    sent = canonical_json(value)
    assert sent == canonical_json(dict(reversed(value.items())))
    assert json.loads(sent) == value
