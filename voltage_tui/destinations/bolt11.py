"""Read a BOLT #11 invoice: everything it says, and proof that its payee signed it (S-30)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from voltage_tui.destinations import bech32, secp256k1
from voltage_tui.destinations.bolt11_encode import signing_digest
from voltage_tui.destinations.bolt11_fields import Fields, RouteHop, read_fields
from voltage_tui.destinations.errors import REASON_OF_FAULT, InvalidDestination, Reason
from voltage_tui.destinations.networks import INVOICE_PREFIXES, Network

MAX_LENGTH: Final = 7089
"""Characters: the most that fits a QR code, far above any invoice in use."""
MAX_MSAT: Final = 21_000_000 * 100_000_000_000
"""All the bitcoin there will be, in millisatoshis."""

_SIGNATURE_WORDS: Final = 104
_TIMESTAMP_WORDS: Final = 7
_DEFAULT_EXPIRY_S: Final = 3600
_DEFAULT_MIN_FINAL_CLTV: Final = 18
_LAST_S: Final = 253_402_300_799
_KNOWN_FEATURES: Final = frozenset({8, 14, 16, 24, 36, 48})
"""Even bits of BOLT #9 that may stand in an invoice: variable onion, payment secret, multi-part,
route blinding, attribution data, payment metadata."""

_HRP: Final = re.compile(r"ln([a-z]+)(?:([0-9]+)([a-z]?))?")
_PICO_PER_UNIT: Final = {
    "": 1_000_000_000_000,
    "m": 1_000_000_000,
    "u": 1_000_000,
    "n": 1_000,
    "p": 1,
}
_PICO_PER_MSAT: Final = 10


@dataclass(frozen=True, slots=True)
class Invoice:
    """A checked invoice. The payee wrote all of it, and may have written anything it liked."""

    text: str
    """The whole invoice in lower case, without any scheme: what is shown and sent."""
    prefix: str
    """`lnbc`, `lntb`, `lntbs` or `lnbcrt`."""
    network: Network
    amount_msat: int | None
    """1 to 2.1e18, or None when the payer chooses (S-36)."""
    timestamp: int
    """Unix seconds, when it was made."""
    payment_hash: bytes
    """32 bytes; the preimage that proves the payment hashes to it."""
    payment_secret: bytes
    """32 bytes."""
    description: str | None
    """Cleaned (`text.clean`), may be empty; None when only its hash is given."""
    description_hash: bytes | None
    """SHA-256 (32 bytes) of a description given elsewhere."""
    expiry_s: int
    """Seconds from `timestamp`; 3600 when the invoice does not say."""
    min_final_cltv: int
    """Blocks; 18 when the invoice does not say."""
    payee: bytes
    """Compressed public key (33 bytes) of the node that signed."""
    features: frozenset[int]
    """Feature bits set (BOLT #9), even ones required."""
    route_hints: tuple[tuple[RouteHop, ...], ...]
    fallback_addresses: tuple[str, ...]
    """On-chain addresses the payee would accept instead, in its order of preference."""
    metadata: bytes | None

    @property
    def made_at(self) -> datetime:
        """When it was made, by its own words, UTC."""
        return datetime.fromtimestamp(self.timestamp, UTC)

    @property
    def expires_at(self) -> datetime:
        """After this it should not be paid, by its own words, UTC; at most the end of 9999."""
        return datetime.fromtimestamp(min(self.timestamp + self.expiry_s, _LAST_S), UTC)


def decode(text: str) -> Invoice:
    """Read an invoice in lower or upper case, without scheme or surrounding white space.

    Raises `InvalidDestination`, and nothing else, for whatever is not a whole, rightly signed
    invoice of a known network that a payer knowing BOLT #9 as of today may pay.
    """
    hrp, words = _read_bech32(text)
    prefix, network, amount_msat = _read_hrp(hrp)
    if len(words) < _TIMESTAMP_WORDS + _SIGNATURE_WORDS:
        raise InvalidDestination(Reason.MALFORMED)
    signed, signature = words[:-_SIGNATURE_WORDS], words[-_SIGNATURE_WORDS:]
    fields = read_fields(signed[_TIMESTAMP_WORDS:], network)
    payment_hash, payment_secret = _required(fields)
    _check_features(fields.features)
    return Invoice(
        text=text.lower(),
        prefix=prefix,
        network=network,
        amount_msat=amount_msat,
        timestamp=bech32.to_number(signed[:_TIMESTAMP_WORDS]),
        payment_hash=payment_hash,
        payment_secret=payment_secret,
        description=fields.description,
        description_hash=fields.description_hash,
        expiry_s=_DEFAULT_EXPIRY_S if fields.expiry_s is None else fields.expiry_s,
        min_final_cltv=(
            _DEFAULT_MIN_FINAL_CLTV if fields.min_final_cltv is None else fields.min_final_cltv
        ),
        payee=_payee(signing_digest(hrp, signed), bech32.to_bytes(signature), fields.payee),
        features=fields.features,
        route_hints=tuple(fields.route_hints),
        fallback_addresses=tuple(fields.fallback_addresses),
        metadata=fields.metadata,
    )


def _read_bech32(text: str) -> tuple[str, list[int]]:
    if not text:
        raise InvalidDestination(Reason.EMPTY)
    if len(text) > MAX_LENGTH:
        raise InvalidDestination(Reason.TOO_LONG)
    try:
        hrp, words, encoding = bech32.decode(text, max_length=MAX_LENGTH)
    except bech32.Bech32Error as error:
        raise InvalidDestination(REASON_OF_FAULT[error.fault]) from None
    if encoding is not bech32.Encoding.BECH32:
        raise InvalidDestination(Reason.CHECKSUM)
    return hrp, words


def _read_hrp(hrp: str) -> tuple[str, Network, int | None]:
    found = _HRP.fullmatch(hrp)
    if found is None:
        raise InvalidDestination(Reason.MALFORMED)
    currency, digits, multiplier = found.groups()
    network = INVOICE_PREFIXES.get(currency)
    if network is None:
        raise InvalidDestination(Reason.UNKNOWN_NETWORK)
    amount = None if digits is None else _amount_msat(digits, multiplier)
    return "ln" + currency, network, amount


def _amount_msat(digits: str, multiplier: str) -> int:
    unit = _PICO_PER_UNIT.get(multiplier)
    if unit is None or digits.startswith("0"):
        raise InvalidDestination(Reason.AMOUNT)
    msat, rest = divmod(int(digits) * unit, _PICO_PER_MSAT)
    if rest or msat > MAX_MSAT:
        raise InvalidDestination(Reason.AMOUNT)
    return msat


def _required(fields: Fields) -> tuple[bytes, bytes]:
    """The payment hash and secret; refuse when they or a description are not there."""
    described = (fields.description is None) != (fields.description_hash is None)
    if fields.payment_hash is None or fields.payment_secret is None or not described:
        raise InvalidDestination(Reason.MISSING_FIELD)
    return fields.payment_hash, fields.payment_secret


def _check_features(features: frozenset[int]) -> None:
    unknown = sorted(bit for bit in features if bit % 2 == 0 and bit not in _KNOWN_FEATURES)
    if unknown:
        words = f"The payee demands feature {unknown[0]}, which is not known here."
        raise InvalidDestination(Reason.FEATURE, words)


def _payee(digest: bytes, signature: bytes, given: bytes | None) -> bytes:
    """Who signed: the key that was given, if it did, or else the one the signature yields."""
    compact, recovery_id = signature[:64], signature[64]
    if given is not None:
        if not secp256k1.verify(digest, compact, given):
            raise InvalidDestination(Reason.SIGNATURE)
        return given
    try:
        return secp256k1.recover(digest, compact, recovery_id)
    except secp256k1.CurveError:
        raise InvalidDestination(Reason.SIGNATURE) from None
