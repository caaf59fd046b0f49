"""The curve secp256k1 in plain integers: what a BOLT #11 invoice is signed and checked with.

It verifies what a person pastes and signs the simulator's make-believe invoices. It takes no
care to run in constant time, so no key that guards money may ever be given to it.

A point is an affine pair `(x, y)`, or while being worked on a Jacobian triple `(X, Y, Z)` with
x = X/Z^2 and y = Y/Z^3, where Z = 0 means the point at infinity.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_P = 2**256 - 2**32 - 977
_N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
_WINDOW = 4
_WINDOWS = 256 // _WINDOW

Affine: TypeAlias = tuple[int, int]
Jacobian: TypeAlias = tuple[int, int, int]

_INFINITY: Jacobian = (1, 1, 0)


class CurveError(ValueError):
    """A key, a signature or a recovery id that is no value of this curve."""


def public_key(secret: int) -> bytes:
    """The compressed public key (33 bytes) of `secret`.

    Raises `CurveError` unless 0 < secret < the group's order.
    """
    if not 0 < secret < _N:
        raise CurveError("secret key out of range")
    return _compress(_to_affine(_add_multiple_of_g(_INFINITY, secret)))


def sign_recoverable(digest: bytes, secret: int) -> tuple[bytes, int]:
    """Sign a 32-byte digest: the compact low-S signature (64 bytes, r then s), and its recovery id.

    The nonce is RFC 6979's with HMAC-SHA256, so the same input always gives the same signature.
    Raises `CurveError` for a bad secret or a digest that is not 32 bytes.
    """
    z = _digest_number(digest)
    if not 0 < secret < _N:
        raise CurveError("secret key out of range")
    for nonce in _nonces(digest, secret):
        x, y = _to_affine(_add_multiple_of_g(_INFINITY, nonce))
        r = x % _N
        s = pow(nonce, -1, _N) * (z + r * secret) % _N
        if r == 0 or s == 0:
            continue
        recovery_id = (y & 1) | (2 if x >= _N else 0)
        if s > _N // 2:
            s, recovery_id = _N - s, recovery_id ^ 1
        return r.to_bytes(32, "big") + s.to_bytes(32, "big"), recovery_id
    raise AssertionError("RFC 6979 offers nonces without end")


def recover(digest: bytes, signature: bytes, recovery_id: int) -> bytes:
    """The compressed public key (33 bytes) that made `signature` over a 32-byte digest.

    High and low S are both accepted, as BOLT #11 asks. Raises `CurveError` when there is no such
    key: r or s out of range, r not on the curve, or a recovery id outside 0 to 3.
    """
    z = _digest_number(digest)
    r, s = _signature_numbers(signature)
    if not 0 <= recovery_id <= 3:
        raise CurveError("recovery id out of range")
    nonce_point = _lift(r + _N if recovery_id & 2 else r, odd=bool(recovery_id & 1))
    inverse = pow(r, -1, _N)
    found = _add_multiple_of_g(_multiply(nonce_point, s * inverse % _N), -z * inverse % _N)
    return _compress(_to_affine(found))


def verify(digest: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the compact signature over a 32-byte digest was made by the compressed public key.

    Only low S counts as valid (as in BOLT #11 for a named payee). Malformed input is False.
    """
    try:
        z = _digest_number(digest)
        r, s = _signature_numbers(signature)
        key_point = parse_public_key(public_key)
    except CurveError:
        return False
    if s > _N // 2:
        return False
    inverse = pow(s, -1, _N)
    found = _add_multiple_of_g(_multiply(key_point, r * inverse % _N), z * inverse % _N)
    return found[2] != 0 and _to_affine(found)[0] % _N == r


def parse_public_key(data: bytes) -> Affine:
    """The point of a compressed public key; `CurveError` if it is none."""
    if len(data) != 33 or data[0] not in {2, 3}:
        raise CurveError("not a compressed public key")
    return _lift(int.from_bytes(data[1:], "big"), odd=data[0] == 3)


def _digest_number(digest: bytes) -> int:
    if len(digest) != 32:
        raise CurveError("a digest is 32 bytes")
    return int.from_bytes(digest, "big")


def _signature_numbers(signature: bytes) -> tuple[int, int]:
    if len(signature) != 64:
        raise CurveError("a compact signature is 64 bytes")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < _N and 0 < s < _N):
        raise CurveError("signature out of range")
    return r, s


def _nonces(digest: bytes, secret: int) -> Iterator[int]:
    """RFC 6979 section 3.2, steps b to h."""
    seed = secret.to_bytes(32, "big") + (int.from_bytes(digest, "big") % _N).to_bytes(32, "big")
    value, key = b"\x01" * 32, b"\x00" * 32
    for mark in (b"\x00", b"\x01"):
        key = _hmac(key, value + mark + seed)
        value = _hmac(key, value)
    while True:
        value = _hmac(key, value)
        nonce = int.from_bytes(value, "big")
        if 0 < nonce < _N:
            yield nonce
        key = _hmac(key, value + b"\x00")
        value = _hmac(key, value)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


def _lift(x: int, *, odd: bool) -> Affine:
    """The point with this x and the wanted parity of y."""
    if x >= _P:
        raise CurveError("x out of range")
    square = (x * x * x + 7) % _P
    y = pow(square, (_P + 1) // 4, _P)
    if y * y % _P != square:
        raise CurveError("no point has this x")
    return x, y if y & 1 == odd else _P - y


def _compress(point: Affine) -> bytes:
    return bytes([2 + (point[1] & 1)]) + point[0].to_bytes(32, "big")


def _double(point: Jacobian) -> Jacobian:
    x, y, z = point
    yy = y * y % _P
    s = 4 * x * yy % _P
    m = 3 * x * x % _P
    x3 = (m * m - 2 * s) % _P
    return x3, (m * (s - x3) - 8 * yy * yy) % _P, 2 * y * z % _P


def _add(point: Jacobian, other: Affine) -> Jacobian:
    x1, y1, z1 = point
    if z1 == 0:
        return other[0], other[1], 1
    zz = z1 * z1 % _P
    h = (other[0] * zz - x1) % _P
    r = (other[1] * zz * z1 - y1) % _P
    if h == 0:
        return _double(point) if r == 0 else _INFINITY
    hh = h * h % _P
    hhh = h * hh % _P
    v = x1 * hh % _P
    x3 = (r * r - hhh - 2 * v) % _P
    return x3, (r * (v - x3) - y1 * hhh) % _P, z1 * h % _P


def _to_affine(point: Jacobian) -> Affine:
    if point[2] == 0:
        raise CurveError("the point at infinity is no key")
    return _all_to_affine([point])[0]


def _all_to_affine(points: Sequence[Jacobian]) -> list[Affine]:
    """Normalise many points, none at infinity, for the price of one inversion."""
    products = [1]
    for _, _, z in points:
        products.append(products[-1] * z % _P)
    inverse = pow(products.pop(), -1, _P)
    affine: list[Affine] = []
    for (x, y, z), before in zip(reversed(points), reversed(products), strict=True):
        own = inverse * before % _P
        inverse = inverse * z % _P
        own_squared = own * own % _P
        affine.append((x * own_squared % _P, y * own_squared * own % _P))
    affine.reverse()
    return affine


def _multiples(point: Affine) -> list[Jacobian]:
    """1 to 15 times the point, in order."""
    found: list[Jacobian] = []
    running = _INFINITY
    for _ in range(2**_WINDOW - 1):
        running = _add(running, point)
        found.append(running)
    return found


def _multiply(point: Affine, scalar: int) -> Jacobian:
    """`scalar` times any point, four bits at a time."""
    table = _all_to_affine(_multiples(point))
    result = _INFINITY
    for shift in range(256 - _WINDOW, -1, -_WINDOW):
        if result[2]:
            for _ in range(_WINDOW):
                result = _double(result)
        digit = scalar >> shift & 15
        if digit:
            result = _add(result, table[digit - 1])
    return result


@cache
def _g_table() -> list[Affine]:
    """16^i * d * G at index 15 * i + d - 1, made on first use (a few milliseconds)."""
    bases: list[Jacobian] = [(*_G, 1)]
    for _ in range(_WINDOWS - 1):
        base = bases[-1]
        for _ in range(_WINDOW):
            base = _double(base)
        bases.append(base)
    return _all_to_affine([m for base in _all_to_affine(bases) for m in _multiples(base)])


def _add_multiple_of_g(start: Jacobian, scalar: int) -> Jacobian:
    """`start + scalar * G`: at most one addition for every four bits."""
    table = _g_table()
    row = -1
    while scalar:
        digit = scalar & 15
        if digit:
            start = _add(start, table[row + digit])
        scalar >>= _WINDOW
        row += 15
    return start
