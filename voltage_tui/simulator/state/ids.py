"""Identifiers and secrets that follow from the seed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_VERSION = 0x4 << 76
_VARIANT = 0x2 << 62
_CLEAR = ~(0xF << 76 | 0x3 << 62)


def uuid_of(number: int) -> str:
    """The UUIDv4 whose 122 free bits are those of a 128-bit number."""
    text = f"{(number & _CLEAR) | _VERSION | _VARIANT:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def new_uuid(rng: random.Random) -> str:
    """The next UUIDv4 of a seeded generator."""
    return uuid_of(rng.getrandbits(128))


def secret_of(seed: int, purpose: str, name: str) -> bytes:
    """32 bytes that belong to one thing for one purpose, such as a preimage."""
    return hashlib.sha256(f"{seed}/{purpose}/{name}".encode()).digest()


def derived_uuid(seed: int, purpose: str, name: str) -> str:
    """A UUIDv4 that belongs to one thing, without keeping it anywhere."""
    return uuid_of(int.from_bytes(secret_of(seed, purpose, name)[:16], "big"))
