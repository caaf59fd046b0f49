"""Invoices made by hand, so that a test can put anything in them and still sign it rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.destinations.bolt11_vectors import HASH, PAYMENT_SECRET, SECRET_KEY
from voltage_tui.destinations import bech32, secp256k1
from voltage_tui.destinations.bolt11_encode import signing_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

Field = tuple[str, "Sequence[int]"]

P: Field = ("p", bech32.to_words(HASH))
S: Field = ("s", bech32.to_words(PAYMENT_SECRET))
D: Field = ("d", bech32.to_words(b"tea"))


def tagged(*fields: Field) -> list[int]:
    """Fields as words, each with its letter and length."""
    words: list[int] = []
    for tag, content in fields:
        words += [bech32.CHARSET.index(tag), len(content) >> 5, len(content) & 31, *content]
    return words


def invoice(
    *fields: Field, hrp: str = "lnbc1u", timestamp: int = 1_700_000_000, high_s: bool = False
) -> str:
    """An invoice of these fields, signed by the specification's example key."""
    return signed(
        hrp, [timestamp >> 5 * i & 31 for i in range(6, -1, -1)] + tagged(*fields), high_s
    )


def signed(hrp: str, words: list[int], high_s: bool = False) -> str:
    """Any words with a signature and a checksum that are right."""
    signature, recovery_id = secp256k1.sign_recoverable(signing_digest(hrp, words), SECRET_KEY)
    if high_s:
        s = ORDER - int.from_bytes(signature[32:], "big")
        signature, recovery_id = signature[:32] + s.to_bytes(32, "big"), recovery_id ^ 1
    words = words + bech32.to_words(signature + bytes([recovery_id]))
    return bech32.encode(hrp, words, bech32.Encoding.BECH32)


ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
