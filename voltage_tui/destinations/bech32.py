"""Bech32 (BIP173) and bech32m (BIP350): checksummed base 32, and segwit addresses in it.

A "word" here is a 5-bit number, 0 to 31. Errors are `Bech32Error`; the modules that speak to a
person turn it into words.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CHARSET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
MAX_LENGTH: Final = 90
"""Characters of a bech32 string (BIP173); BOLT #11 lifts this for invoices."""

_WORD_OF: Final = {character: word for word, character in enumerate(CHARSET)}
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_WORDS: Final = 6


def _step(top: int) -> int:
    mixed = 0
    for bit, generator in enumerate(_GENERATOR):
        if top >> bit & 1:
            mixed ^= generator
    return mixed


_STEPS: Final = tuple(_step(top) for top in range(32))


class Encoding(Enum):
    """Which of the two checksums a string carries; the value is the constant mixed into it."""

    BECH32 = 1
    BECH32M = 0x2BC830A3


class Bech32Fault(Enum):
    """What is wrong with a string that is not bech32."""

    FORM = "form"
    """Characters, length or separator are wrong."""
    MIXED_CASE = "mixed case"
    CHECKSUM = "checksum"
    PADDING = "padding"
    PROGRAM = "program"
    """The witness version or program has no such form (BIP141, BIP350)."""


class Bech32Error(ValueError):
    """Not a valid string of this kind, for the reason in `fault`."""

    def __init__(self, fault: Bech32Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Decoded(NamedTuple):
    """A string with a right checksum: lower-case prefix, words without the checksum."""

    hrp: str
    words: list[int]
    encoding: Encoding


class SegwitAddress(NamedTuple):
    """A segwit address: its prefix (`bc`, `tb`, `bcrt`), witness version 0 to 16 and program."""

    hrp: str
    version: int
    program: bytes


def encode(hrp: str, words: Sequence[int], encoding: Encoding) -> str:
    """The lower-case string of a lower-case prefix and 5-bit words, of any length."""
    check = _polymod(_expand(hrp), words)
    check = _polymod((), (0,) * _CHECKSUM_WORDS, start=check) ^ encoding.value
    tail = [check >> 5 * (_CHECKSUM_WORDS - 1 - i) & 31 for i in range(_CHECKSUM_WORDS)]
    return hrp + "1" + "".join([CHARSET[word] for word in (*words, *tail)])


def decode(text: str, *, max_length: int = MAX_LENGTH) -> Decoded:
    """Split a string into prefix and words; `Bech32Error` unless form and checksum are right."""
    if len(text) > max_length or not all(33 <= ord(character) <= 126 for character in text):
        raise Bech32Error(Bech32Fault.FORM)
    lower = text.lower()
    if text not in (lower, text.upper()):
        raise Bech32Error(Bech32Fault.MIXED_CASE)
    hrp, separator, data = lower.rpartition("1")
    if not separator or not 1 <= len(hrp) <= 83 or len(data) < _CHECKSUM_WORDS:
        raise Bech32Error(Bech32Fault.FORM)
    try:
        words = [_WORD_OF[character] for character in data]
    except KeyError:
        raise Bech32Error(Bech32Fault.FORM) from None
    try:
        encoding = Encoding(_polymod(_expand(hrp), words))
    except ValueError:
        raise Bech32Error(Bech32Fault.CHECKSUM) from None
    return Decoded(hrp, words[:-_CHECKSUM_WORDS], encoding)


def encode_segwit_address(hrp: str, version: int, program: bytes) -> str:
    """The address of a witness program: bech32 for version 0, bech32m for 1 to 16 (BIP350)."""
    _check_program(version, program)
    return encode(hrp, [version, *to_words(program)], _encoding_of(version))


def decode_segwit_address(text: str) -> SegwitAddress:
    """Take a segwit address apart, whatever its prefix; `Bech32Error` if it is none."""
    hrp, words, encoding = decode(text)
    if not words:
        raise Bech32Error(Bech32Fault.PROGRAM)
    version = words[0]
    program = to_bytes(words[1:])
    _check_program(version, program)
    if encoding is not _encoding_of(version):
        raise Bech32Error(Bech32Fault.CHECKSUM)
    return SegwitAddress(hrp, version, program)


def to_words(data: bytes) -> list[int]:
    """Bytes as 5-bit words, most significant bit first, padded with zero bits."""
    count = (len(data) * 8 + 4) // 5
    number = int.from_bytes(data, "big") << (count * 5 - len(data) * 8)
    return [number >> 5 * i & 31 for i in range(count - 1, -1, -1)]


def to_bytes(words: Sequence[int]) -> bytes:
    """5-bit words as bytes; `Bech32Error` unless the padding is under 5 bits and all zero."""
    spare = len(words) * 5 % 8
    number = to_number(words)
    if spare > 4 or number & ((1 << spare) - 1):
        raise Bech32Error(Bech32Fault.PADDING)
    return (number >> spare).to_bytes(len(words) * 5 // 8, "big")


def to_number(words: Iterable[int]) -> int:
    """5-bit words read as one big-endian number."""
    number = 0
    for word in words:
        number = number << 5 | word
    return number


def _check_program(version: int, program: bytes) -> None:
    right_length = len(program) in {20, 32} if version == 0 else 2 <= len(program) <= 40
    if not 0 <= version <= 16 or not right_length:
        raise Bech32Error(Bech32Fault.PROGRAM)


def _encoding_of(version: int) -> Encoding:
    return Encoding.BECH32 if version == 0 else Encoding.BECH32M


def _expand(hrp: str) -> list[int]:
    codes = hrp.encode("ascii")
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(head: Sequence[int], words: Sequence[int], *, start: int = 1) -> int:
    check = start
    for part in (head, words):
        for word in part:
            check = (check & 0x1FFFFFF) << 5 ^ word ^ _STEPS[check >> 25]
    return check
