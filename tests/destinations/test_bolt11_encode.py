from __future__ import annotations

import hashlib
from typing import TypedDict, Unpack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.destinations.bolt11_vectors import HASH, PAYMENT_SECRET, SECRET_KEY
from tests.destinations.crafting import ORDER
from voltage_tui import text
from voltage_tui.destinations import bolt11, secp256k1
from voltage_tui.destinations.bolt11_encode import amount_text, encode, signing_digest


class Parts(TypedDict, total=False):
    """What `encode` takes, each as it says."""

    prefix: str
    amount_msat: int | None
    timestamp: int
    payment_hash: bytes
    payment_secret: bytes
    description: str
    expiry_s: int
    min_final_cltv: int
    secret: int


def invoice(**changed: Unpack[Parts]) -> str:
    parts: Parts = {
        "prefix": "lntbs",
        "amount_msat": 12_345_678,
        "timestamp": 1_700_000_000,
        "payment_hash": HASH,
        "payment_secret": PAYMENT_SECRET,
        "description": "Order 8841",
        "expiry_s": 1800,
        "min_final_cltv": 80,
        "secret": SECRET_KEY,
    }
    parts.update(changed)
    return encode(**parts)


@given(
    prefix=st.sampled_from(["lnbc", "lntb", "lntbs", "lnbcrt"]),
    amount_msat=st.none() | st.integers(1, bolt11.MAX_MSAT),
    timestamp=st.integers(0, 2**35 - 1),
    payment_hash=st.binary(min_size=32, max_size=32),
    payment_secret=st.binary(min_size=32, max_size=32),
    description=st.text(max_size=150),
    expiry_s=st.integers(0, 10**9),
    min_final_cltv=st.integers(0, 10**4),
    secret=st.integers(1, ORDER - 1),
)
@settings(max_examples=80, deadline=None)
def test_what_was_encoded_decodes(**parts: Unpack[Parts]) -> None:
    found = bolt11.decode(encode(**parts))
    assert found.prefix == parts["prefix"]
    assert found.amount_msat == parts["amount_msat"]
    assert found.timestamp == parts["timestamp"]
    assert found.payment_hash == parts["payment_hash"]
    assert found.payment_secret == parts["payment_secret"]
    assert found.description == text.clean(parts["description"])
    assert found.expiry_s == parts["expiry_s"]
    assert found.min_final_cltv == parts["min_final_cltv"]
    assert found.payee == secp256k1.public_key(parts["secret"])


@pytest.mark.parametrize(
    ("amount_msat", "expected"),
    [
        (None, ""),
        (1, "10p"),
        (99, "990p"),
        (100, "1n"),
        (1_000, "10n"),
        (100_000, "1u"),
        (2_500_000_00, "2500u"),
        (2_000_000_000, "20m"),
        (100_000_000_000, "1"),
        (967_878_534, "9678785340p"),
    ],
)
def test_an_amount_is_written_as_short_as_can_be(amount_msat: int | None, expected: str) -> None:
    assert amount_text(amount_msat) == expected


def test_what_is_signed_is_padded_to_bytes_and_no_further() -> None:
    whole, part = [0b10101] * 8, [0b10101] * 7
    assert signing_digest("lnbc", whole) == hashlib.sha256(b"lnbc\xad\x6b\x5a\xd6\xb5").digest()
    assert signing_digest("lnbc", part) == hashlib.sha256(b"lnbc\xad\x6b\x5a\xd6\xa0").digest()


def test_the_same_parts_give_the_same_invoice() -> None:
    assert invoice() == invoice()
    assert invoice() != invoice(timestamp=1_700_000_001)


def test_a_payer_is_told_of_the_secret_and_of_parts() -> None:
    assert bolt11.decode(invoice()).features == {8, 14, 17}


def test_the_longest_description_fits_and_a_longer_one_does_not() -> None:
    assert bolt11.decode(invoice(description="é" * 319)).description == "é" * 319
    with pytest.raises(ValueError, match="too long"):
        invoice(description="é" * 320)


@pytest.mark.parametrize(
    "changed",
    [
        Parts(amount_msat=0),
        Parts(amount_msat=-1),
        Parts(payment_hash=bytes(31)),
        Parts(payment_secret=bytes(33)),
        Parts(timestamp=2**35),
        Parts(timestamp=-1),
        Parts(expiry_s=-1),
        Parts(secret=0),
        Parts(description="\ud800"),
    ],
)
def test_what_the_format_cannot_carry_is_a_value_error(changed: Parts) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says its own
        invoice(**changed)
