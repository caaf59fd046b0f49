"""The tagged fields of a BOLT #11 invoice, each read by its letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from voltage_tui import text as untrusted
from voltage_tui.destinations import address, bech32
from voltage_tui.destinations.errors import InvalidDestination, Reason
from voltage_tui.destinations.networks import SEGWIT_PREFIXES, Network

if TYPE_CHECKING:
    from collections.abc import Callable

_HASH_WORDS: Final = 52
_KEY_WORDS: Final = 53
_HOP_BYTES: Final = 51
_NUMBER_MAX: Final = (1 << 64) - 1
_F_P2PKH: Final = 17
_F_P2SH: Final = 18
_WITNESS_VERSION_MAX: Final = 16


@dataclass(frozen=True, slots=True)
class RouteHop:
    """One channel of a private way to the payee."""

    node_id: bytes
    """Compressed public key (33 bytes) of the node at the start of the channel."""
    short_channel_id: int
    """64 bits: block, transaction and output packed in 24, 24 and 16."""
    fee_base_msat: int
    fee_proportional_millionths: int
    cltv_expiry_delta: int


@dataclass(slots=True)
class Fields:
    """What the tagged fields said; the first usable one of each kind counts."""

    payment_hash: bytes | None = None
    payment_secret: bytes | None = None
    description: str | None = None
    description_hash: bytes | None = None
    expiry_s: int | None = None
    min_final_cltv: int | None = None
    payee: bytes | None = None
    metadata: bytes | None = None
    features: frozenset[int] = frozenset()
    route_hints: list[tuple[RouteHop, ...]] = field(default_factory=list)
    fallback_addresses: list[str] = field(default_factory=list)


def read_fields(words: list[int], network: Network) -> Fields:
    """Read all tagged fields of an invoice for a network.

    Unknown fields are skipped, and so are hashes and keys of an unexpected length and fallback
    addresses of an unexpected version (BOLT #11). Raises `InvalidDestination` for a field that
    is cut off or does not hold what its letter says.
    """
    fields = Fields()
    at = 0
    while at < len(words):
        header = words[at : at + 3]
        if len(header) < 3:
            raise InvalidDestination(Reason.MALFORMED)
        start = at + 3
        at = start + (header[1] << 5 | header[2])
        if at > len(words):
            raise InvalidDestination(Reason.MALFORMED)
        reader = _READERS.get(bech32.CHARSET[header[0]])
        if reader is not None:
            try:
                reader(fields, words[start:at], network)
            except (bech32.Bech32Error, UnicodeDecodeError):
                raise InvalidDestination(Reason.MALFORMED) from None
    return fields


def _read_payment_hash(fields: Fields, words: list[int], _: Network) -> None:
    if len(words) == _HASH_WORDS and fields.payment_hash is None:
        fields.payment_hash = bech32.to_bytes(words)


def _read_payment_secret(fields: Fields, words: list[int], _: Network) -> None:
    if len(words) == _HASH_WORDS and fields.payment_secret is None:
        fields.payment_secret = bech32.to_bytes(words)


def _read_description_hash(fields: Fields, words: list[int], _: Network) -> None:
    if len(words) == _HASH_WORDS and fields.description_hash is None:
        fields.description_hash = bech32.to_bytes(words)


def _read_payee(fields: Fields, words: list[int], _: Network) -> None:
    if len(words) == _KEY_WORDS and fields.payee is None:
        fields.payee = bech32.to_bytes(words)


def _read_description(fields: Fields, words: list[int], _: Network) -> None:
    if fields.description is None:
        fields.description = untrusted.clean(bech32.to_bytes(words).decode("utf-8"))


def _read_metadata(fields: Fields, words: list[int], _: Network) -> None:
    if fields.metadata is None:
        fields.metadata = bech32.to_bytes(words)


def _read_expiry(fields: Fields, words: list[int], _: Network) -> None:
    if fields.expiry_s is None:
        fields.expiry_s = _number(words)


def _read_min_final_cltv(fields: Fields, words: list[int], _: Network) -> None:
    if fields.min_final_cltv is None:
        fields.min_final_cltv = _number(words)


def _read_features(fields: Fields, words: list[int], _: Network) -> None:
    bits = bech32.to_number(words)
    found = frozenset(bit for bit in range(bits.bit_length()) if bits >> bit & 1)
    fields.features |= found


def _read_route(fields: Fields, words: list[int], _: Network) -> None:
    data = bech32.to_bytes(words)
    if not data or len(data) % _HOP_BYTES:
        raise InvalidDestination(Reason.MALFORMED)
    hops = (data[at : at + _HOP_BYTES] for at in range(0, len(data), _HOP_BYTES))
    fields.route_hints.append(tuple(_hop(hop) for hop in hops))


def _hop(data: bytes) -> RouteHop:
    return RouteHop(
        node_id=data[:33],
        short_channel_id=int.from_bytes(data[33:41], "big"),
        fee_base_msat=int.from_bytes(data[41:45], "big"),
        fee_proportional_millionths=int.from_bytes(data[45:49], "big"),
        cltv_expiry_delta=int.from_bytes(data[49:51], "big"),
    )


def _read_fallback(fields: Fields, words: list[int], network: Network) -> None:
    if not words or words[0] > _F_P2SH:
        return
    version, program = words[0], bech32.to_bytes(words[1:])
    if version <= _WITNESS_VERSION_MAX:
        found = bech32.encode_segwit_address(_segwit_prefix(network), version, program)
    else:
        kind = address.AddressKind.P2PKH if version == _F_P2PKH else address.AddressKind.P2SH
        base = Network.MAINNET if network is Network.MAINNET else Network.ANY_TEST
        try:
            found = address.encode_base58(base, kind, program)
        except ValueError:
            raise InvalidDestination(Reason.MALFORMED) from None
    fields.fallback_addresses.append(found)


def _segwit_prefix(network: Network) -> str:
    family = network if network in SEGWIT_PREFIXES.values() else Network.ANY_TEST
    return next(prefix for prefix, of in SEGWIT_PREFIXES.items() if of is family)


def _number(words: list[int]) -> int:
    number = bech32.to_number(words)
    if number > _NUMBER_MAX:
        raise InvalidDestination(Reason.MALFORMED)
    return number


_READERS: Final[dict[str, Callable[[Fields, list[int], Network], None]]] = {
    "p": _read_payment_hash,
    "s": _read_payment_secret,
    "d": _read_description,
    "h": _read_description_hash,
    "n": _read_payee,
    "x": _read_expiry,
    "c": _read_min_final_cltv,
    "f": _read_fallback,
    "r": _read_route,
    "9": _read_features,
    "m": _read_metadata,
}
