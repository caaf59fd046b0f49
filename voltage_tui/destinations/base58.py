"""Base58check: the older addresses, with the first 4 bytes of a double SHA-256 as checksum."""

from __future__ import annotations

import hashlib
from typing import Final

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE_OF: Final = {character: value for value, character in enumerate(_ALPHABET)}
_CHECKSUM_BYTES: Final = 4
MAX_LENGTH: Final = 120
"""Characters: an extended key has 111, an address at most 35; more is not worth the work."""


class Base58Error(ValueError):
    """Not base58check; `checksum_only` says that all but the checksum is in order."""

    def __init__(self, *, checksum_only: bool = False) -> None:
        super().__init__("wrong checksum" if checksum_only else "not base58check")
        self.checksum_only = checksum_only


def encode(payload: bytes) -> str:
    """The text of a payload (version byte and hash), with its checksum."""
    data = payload + _checksum(payload)
    number = int.from_bytes(data, "big")
    digits: list[str] = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    zeros = len(data) - len(data.lstrip(b"\x00"))
    return "1" * zeros + "".join(reversed(digits))


def decode(text: str) -> bytes:
    """The payload of a text (1 byte at least), its checksum checked and taken off.

    Raises `Base58Error` for anything else.
    """
    if not text or len(text) > MAX_LENGTH:
        raise Base58Error
    number = 0
    for character in text:
        value = _VALUE_OF.get(character)
        if value is None:
            raise Base58Error
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    data = b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(data) <= _CHECKSUM_BYTES:
        raise Base58Error
    payload, checksum = data[:-_CHECKSUM_BYTES], data[-_CHECKSUM_BYTES:]
    if _checksum(payload) != checksum:
        raise Base58Error(checksum_only=True)
    return payload


def _checksum(payload: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:_CHECKSUM_BYTES]
