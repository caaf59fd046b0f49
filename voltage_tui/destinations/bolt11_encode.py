"""Write a BOLT #11 invoice, really signed: how the simulator asks to be paid."""

from __future__ import annotations

import hashlib
from typing import Final

from voltage_tui.destinations import bech32, secp256k1

_MSATS_PER_UNIT: Final = (
    ("", 100_000_000_000),
    ("m", 100_000_000),
    ("u", 100_000),
    ("n", 100),
)
_FEATURES: Final = 1 << 14 | 1 << 8 | 1 << 17
"""Payment secret and TLV onion required, basic multi-part offered, as common nodes write."""
_FIELD_WORDS_MAX: Final = 1023


def encode(  # noqa: PLR0913 - an invoice has nine parts, each by name
    *,
    prefix: str,
    amount_msat: int | None,
    timestamp: int,
    payment_hash: bytes,
    payment_secret: bytes,
    description: str,
    expiry_s: int,
    min_final_cltv: int,
    secret: int,
) -> str:
    """The lower-case invoice, signed by the node key `secret`.

    `prefix` is `ln` and the network (`lnbc`, `lntb`, `lntbs`, `lnbcrt`); the amount is in
    millisatoshis or None for any amount; `timestamp` is unix seconds; hash and secret are 32
    bytes. Raises `ValueError` for what the format cannot carry, such as a description over 639
    bytes of UTF-8.
    """
    if len(payment_hash) != 32 or len(payment_secret) != 32:
        raise ValueError("payment hash and payment secret are 32 bytes")
    if not 0 <= timestamp < 1 << 35:
        raise ValueError("the timestamp does not fit in 35 bits")
    hrp = prefix + amount_text(amount_msat)
    words = [
        *_number_words(timestamp, 7),
        *_field("p", bech32.to_words(payment_hash)),
        *_field("s", bech32.to_words(payment_secret)),
        *_field("d", bech32.to_words(description.encode("utf-8"))),
        *_field("x", _number_words(expiry_s)),
        *_field("c", _number_words(min_final_cltv)),
        *_field("9", _number_words(_FEATURES)),
    ]
    signature, recovery_id = secp256k1.sign_recoverable(signing_digest(hrp, words), secret)
    words += bech32.to_words(signature + bytes([recovery_id]))
    return bech32.encode(hrp, words, bech32.Encoding.BECH32)


def signing_digest(hrp: str, words: list[int]) -> bytes:
    """What is signed: SHA-256 of the prefix and the data words, padded with zero bits to bytes."""
    bits = len(words) * 5
    padding = -bits % 8
    data = (bech32.to_number(words) << padding).to_bytes((bits + padding) // 8, "big")
    return hashlib.sha256(hrp.encode("ascii") + data).digest()


def amount_text(amount_msat: int | None) -> str:
    """An amount in its shortest form, e.g. `2500u`; empty for None."""
    if amount_msat is None:
        return ""
    if amount_msat <= 0:
        raise ValueError("an invoice's amount is above 0")
    for letter, msats in _MSATS_PER_UNIT:
        if amount_msat % msats == 0:
            return f"{amount_msat // msats}{letter}"
    return f"{amount_msat * 10}p"


def _field(tag: str, words: list[int]) -> list[int]:
    if len(words) > _FIELD_WORDS_MAX:
        raise ValueError(f"the field '{tag}' is too long")
    return [bech32.CHARSET.index(tag), len(words) >> 5, len(words) & 31, *words]


def _number_words(number: int, count: int | None = None) -> list[int]:
    """A number as big-endian words, as few as will do unless a count is given."""
    if number < 0:
        raise ValueError("the number is below 0")
    needed = count if count is not None else max(1, (number.bit_length() + 4) // 5)
    return [number >> 5 * i & 31 for i in range(needed - 1, -1, -1)]
