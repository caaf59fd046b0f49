"""A new payee whose ends are those of a known one is flagged (S-40)."""

from __future__ import annotations

import pytest

from tests.destinations.bolt11_vectors import SECRET_KEY
from tests.treasury.paying.orders import (
    ADDRESS,
    INVOICE,
    MAIN_ADDRESS,
    destination,
    link,
)
from voltage_tui.destinations import secp256k1
from voltage_tui.money import sats
from voltage_tui.treasury.paying.lookalike import (
    KnownPayee,
    asked_key,
    look_alike,
    payee_keys,
    payee_of,
)

NODE = secp256k1.public_key(SECRET_KEY).hex()
BOTH = link(f"?lightning={INVOICE}")


def known(key: str, count: int = 1) -> KnownPayee:
    return KnownPayee(key, "Anna", count, sats(10))


def altered(key: str, start: int = 6, stop: int = -6) -> str:
    """The same ends with something else between them."""
    return key[:start] + "x" * len(key[start:stop]) + key[stop:]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (INVOICE, (NODE,)),
        (ADDRESS.upper(), (ADDRESS,)),
        (link(), (ADDRESS,)),
        (BOTH, (NODE, ADDRESS)),
    ],
)
def test_a_payee_is_known_by_node_and_address(text: str, keys: tuple[str, ...]) -> None:
    assert payee_keys(destination(text)) == keys


@pytest.mark.safety("S-40", "a new payee with a known one's first and last four is flagged")
@pytest.mark.parametrize("text", [INVOICE, ADDRESS, MAIN_ADDRESS, BOTH])
def test_ends_that_are_the_same_are_flagged(text: str) -> None:
    asked = destination(text)
    for key in payee_keys(asked):
        for kept in (4, 6):
            resembled = known(altered(key, kept, -kept))
            found = look_alike(asked, [known("else"), resembled])
            assert found is not None
            assert (found.key, found.known) == (key, resembled)
        assert look_alike(asked, [known(altered(key).upper())]) is not None


@pytest.mark.parametrize("text", [INVOICE, ADDRESS, MAIN_ADDRESS])
def test_a_known_payee_and_a_different_one_are_not(text: str) -> None:
    asked = destination(text)
    (key,) = payee_keys(asked)
    same_and_like = [known(key), known(altered(key))]
    assert look_alike(asked, same_and_like) is None
    assert look_alike(asked, []) is None
    assert look_alike(asked, [known(altered(key, 3, -6)), known(altered(key, 6, -3))]) is None


def test_a_link_is_known_when_both_its_keys_are() -> None:
    asked = destination(BOTH)
    assert payee_of(asked, [known(NODE)]) is None
    assert payee_of(asked, [known(NODE), known(ADDRESS, 0)]) is None
    assert payee_of(asked, [known(NODE, 3), known(ADDRESS, 5)]) == known(ADDRESS, 5)
    assert payee_of(destination(INVOICE), [known(ADDRESS), known(NODE)]) == known(NODE)


@pytest.mark.safety("S-40", "of a link the half that is new is the one to be compared")
def test_what_is_compared_is_what_is_new() -> None:
    asked = destination(BOTH)
    assert asked_key(asked, []) == NODE
    assert asked_key(asked, [known(NODE)]) == ADDRESS
    assert asked_key(asked, [known(NODE), known(ADDRESS, 0)]) == ADDRESS
    assert asked_key(asked, [known(NODE), known(ADDRESS)]) == NODE


def test_a_new_key_of_a_link_is_compared_although_the_other_is_known() -> None:
    found = look_alike(destination(BOTH), [known(NODE), known(altered(ADDRESS))])
    assert found is not None
    assert found.key == ADDRESS
