from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.destinations.bolt11_vectors import PAYEE, SECRET_KEY
from tests.destinations.crafting import ORDER
from voltage_tui.destinations import secp256k1

secrets = st.integers(1, ORDER - 1)
digests = st.binary(min_size=32, max_size=32)


def test_the_example_key_of_bolt_11_has_its_node_id() -> None:
    assert secp256k1.public_key(SECRET_KEY) == PAYEE


@pytest.mark.parametrize("secret", [1, 2, 3, 15, 16, 17, ORDER - 1, ORDER - 2])
def test_small_and_large_keys_sign_and_recover(secret: int) -> None:
    digest = bytes(range(32))
    signature, recovery_id = secp256k1.sign_recoverable(digest, secret)
    assert secp256k1.recover(digest, signature, recovery_id) == secp256k1.public_key(secret)
    assert secp256k1.verify(digest, signature, secp256k1.public_key(secret))


def test_one_and_minus_one_share_x_and_differ_in_sign() -> None:
    one, minus_one = secp256k1.public_key(1), secp256k1.public_key(ORDER - 1)
    assert one[1:] == minus_one[1:]
    assert (one[0], minus_one[0]) == (2, 3)


@given(secrets, digests)
@settings(max_examples=40, deadline=None)
def test_a_signature_is_low_s_recovers_its_key_and_verifies(secret: int, digest: bytes) -> None:
    signature, recovery_id = secp256k1.sign_recoverable(digest, secret)
    key = secp256k1.public_key(secret)
    assert int.from_bytes(signature[32:], "big") <= ORDER // 2
    assert secp256k1.recover(digest, signature, recovery_id) == key
    assert secp256k1.verify(digest, signature, key)


@given(secrets, digests, st.integers(0, 511), st.integers(0, 255))
@settings(max_examples=40, deadline=None)
def test_a_changed_signature_or_digest_is_not_valid(
    secret: int, digest: bytes, signature_bit: int, digest_bit: int
) -> None:
    signature, _ = secp256k1.sign_recoverable(digest, secret)
    key = secp256k1.public_key(secret)
    changed = (int.from_bytes(signature, "big") ^ 1 << signature_bit).to_bytes(64, "big")
    assert not secp256k1.verify(digest, changed, key)
    other = (int.from_bytes(digest, "big") ^ 1 << digest_bit).to_bytes(32, "big")
    assert not secp256k1.verify(other, signature, key)


def test_high_s_is_recovered_but_not_verified() -> None:
    digest = b"\x07" * 32
    signature, recovery_id = secp256k1.sign_recoverable(digest, SECRET_KEY)
    high = (ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    assert secp256k1.recover(digest, signature[:32] + high, recovery_id ^ 1) == PAYEE
    assert not secp256k1.verify(digest, signature[:32] + high, PAYEE)


@given(secrets, digests)
@settings(max_examples=60, deadline=None)
def test_it_agrees_with_libsecp256k1(secret: int, digest: bytes) -> None:
    coincurve = pytest.importorskip("coincurve")
    theirs = coincurve.PrivateKey(secret.to_bytes(32, "big"))
    signature, recovery_id = secp256k1.sign_recoverable(digest, secret)
    assert secp256k1.public_key(secret) == theirs.public_key.format()
    assert theirs.sign_recoverable(digest, hasher=None) == signature + bytes([recovery_id])


@given(digests, st.binary(min_size=64, max_size=64), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_recovery_from_noise_agrees_with_libsecp256k1(
    digest: bytes, signature: bytes, recovery_id: int
) -> None:
    coincurve = pytest.importorskip("coincurve")
    try:
        ours = secp256k1.recover(digest, signature, recovery_id)
    except secp256k1.CurveError:
        ours = None
    try:
        key = coincurve.PublicKey.from_signature_and_message(
            signature + bytes([recovery_id]), digest, hasher=None
        )
        theirs = key.format()
    except Exception:  # noqa: BLE001 - it raises bare Exception
        theirs = None
    assert ours == theirs


@pytest.mark.parametrize("secret", [0, -1, ORDER, ORDER + 1])
def test_a_secret_out_of_range_is_refused(secret: int) -> None:
    with pytest.raises(secp256k1.CurveError):
        secp256k1.public_key(secret)
    with pytest.raises(secp256k1.CurveError):
        secp256k1.sign_recoverable(b"\x00" * 32, secret)


@pytest.mark.parametrize(
    ("digest", "signature", "recovery_id"),
    [
        (b"\x01" * 31, b"\x01" * 64, 0),
        (b"\x01" * 32, b"\x01" * 63, 0),
        (b"\x01" * 32, b"\x01" * 64, 4),
        (b"\x01" * 32, b"\x01" * 64, -1),
        (b"\x01" * 32, b"\x00" * 32 + b"\x01" * 32, 0),
        (b"\x01" * 32, b"\x01" * 32 + b"\x00" * 32, 0),
        (b"\x01" * 32, b"\xff" * 64, 0),
        (b"\x01" * 32, b"\x01" * 64, 2),  # r plus the order is no x of the field
    ],
)
def test_what_cannot_be_recovered_is_a_curve_error(
    digest: bytes, signature: bytes, recovery_id: int
) -> None:
    with pytest.raises(secp256k1.CurveError):
        secp256k1.recover(digest, signature, recovery_id)


def test_a_signature_that_recovers_to_infinity_is_refused() -> None:
    # R = G and s = z make the key r^-1 (zG - zG).
    r = int.from_bytes(secp256k1.public_key(1)[1:], "big")
    digest = b"\x05" * 32
    with pytest.raises(secp256k1.CurveError):
        secp256k1.recover(digest, r.to_bytes(32, "big") + digest, 0)


def test_a_signature_that_checks_to_infinity_is_not_valid() -> None:
    # With z = -r d the point is s^-1 (zG + r dG).
    r = 3
    digest = (-r * SECRET_KEY % ORDER).to_bytes(32, "big")
    signature = r.to_bytes(32, "big") + (5).to_bytes(32, "big")
    assert not secp256k1.verify(digest, signature, PAYEE)


@pytest.mark.parametrize("key", [b"", PAYEE[:-1], b"\x04" + PAYEE[1:], b"\x02" + b"\xff" * 32])
def test_nothing_is_signed_by_a_malformed_key(key: bytes) -> None:
    digest = b"\x07" * 32
    assert not secp256k1.verify(digest, secp256k1.sign_recoverable(digest, SECRET_KEY)[0], key)


def test_importing_builds_no_table() -> None:
    code = (
        "from voltage_tui.destinations import secp256k1 as s;"
        "assert s._g_table.cache_info().currsize == 0;"
        "s.public_key(1); assert s._g_table.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
