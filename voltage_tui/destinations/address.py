"""On-chain addresses: what kind, for which network, and whether they are written right (S-31)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from voltage_tui.destinations import base58, bech32
from voltage_tui.destinations.errors import REASON_OF_FAULT, InvalidDestination, Reason
from voltage_tui.destinations.networks import SEGWIT_PREFIXES, Network


class AddressKind(Enum):
    """What is paid to; the value is its usual name."""

    P2PKH = "P2PKH"
    P2SH = "P2SH"
    P2WPKH = "P2WPKH"
    P2WSH = "P2WSH"
    P2TR = "P2TR"
    UNKNOWN_WITNESS = "unknown witness program"
    """Well formed (BIP350), but no rules exist yet for spending it: worth a warning."""


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address."""

    text: str
    """As it is shown and sent: segwit in lower case, base58 as it came."""
    network: Network
    kind: AddressKind
    program: bytes
    """The hash or witness program, 2 to 40 bytes."""


_BASE58_VERSIONS: Final[dict[int, tuple[Network, AddressKind]]] = {
    0x00: (Network.MAINNET, AddressKind.P2PKH),
    0x05: (Network.MAINNET, AddressKind.P2SH),
    0x6F: (Network.ANY_TEST, AddressKind.P2PKH),
    0xC4: (Network.ANY_TEST, AddressKind.P2SH),
}
_WITNESS_KINDS: Final[dict[tuple[int, int], AddressKind]] = {
    (0, 20): AddressKind.P2WPKH,
    (0, 32): AddressKind.P2WSH,
    (1, 32): AddressKind.P2TR,
}
_HASH_BYTES: Final = 20


def decode(text: str) -> Address:
    """Check an address; `InvalidDestination` unless it is one, of a network known here.

    Expects no surrounding white space.
    """
    if not text:
        raise InvalidDestination(Reason.EMPTY)
    if is_segwit_like(text):
        return _decode_segwit(text)
    return _decode_base58(text)


def is_segwit_like(text: str) -> bool:
    """Whether a text begins as segwit addresses of known networks do, in any case."""
    return text[:5].lower().startswith(tuple(f"{prefix}1" for prefix in SEGWIT_PREFIXES))


def encode_base58(network: Network, kind: AddressKind, program: bytes) -> str:
    """The base58 address of a 20-byte hash; `ValueError` for a network or kind without one."""
    for version, meaning in _BASE58_VERSIONS.items():
        if meaning == (network, kind) and len(program) == _HASH_BYTES:
            return base58.encode(bytes([version]) + program)
    raise ValueError("no base58 address for this")


def _decode_segwit(text: str) -> Address:
    try:
        hrp, version, program = bech32.decode_segwit_address(text)
    except bech32.Bech32Error as error:
        raise InvalidDestination(REASON_OF_FAULT[error.fault]) from None
    network = SEGWIT_PREFIXES.get(hrp)
    if network is None:
        raise InvalidDestination(Reason.UNKNOWN_NETWORK)
    kind = _WITNESS_KINDS.get((version, len(program)), AddressKind.UNKNOWN_WITNESS)
    return Address(text.lower(), network, kind, program)


def _decode_base58(text: str) -> Address:
    try:
        payload = base58.decode(text)
    except base58.Base58Error as error:
        reason = Reason.CHECKSUM if error.checksum_only else Reason.MALFORMED
        raise InvalidDestination(reason) from None
    if len(payload) != 1 + _HASH_BYTES:
        raise InvalidDestination(Reason.MALFORMED)
    meaning = _BASE58_VERSIONS.get(payload[0])
    if meaning is None:
        raise InvalidDestination(Reason.UNKNOWN_NETWORK)
    return Address(text, *meaning, payload[1:])
