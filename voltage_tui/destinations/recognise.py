"""Tell what a person pasted: something that can be paid, or by name something that cannot (S-35).

Nothing is guessed: white space around the text and a `lightning:` before it are all that is
taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from voltage_tui.destinations import address, base58, bip21, bolt11
from voltage_tui.destinations.errors import InvalidDestination, Reason

if TYPE_CHECKING:
    from voltage_tui.destinations.networks import Network


@dataclass(frozen=True, slots=True)
class Bolt11Destination:
    """A Lightning invoice."""

    invoice: bolt11.Invoice

    @property
    def text(self) -> str:
        """What is shown and sent."""
        return self.invoice.text

    @property
    def network(self) -> Network:
        """The network it is for."""
        return self.invoice.network

    @property
    def amount_msat(self) -> int | None:
        """The fixed amount in millisatoshis, or None when the payer chooses."""
        return self.invoice.amount_msat


@dataclass(frozen=True, slots=True)
class AddressDestination:
    """An on-chain address."""

    address: address.Address

    @property
    def text(self) -> str:
        """What is shown and sent."""
        return self.address.text

    @property
    def network(self) -> Network:
        """The network it is for."""
        return self.address.network

    @property
    def amount_msat(self) -> None:
        """Always None: an address leaves the amount to the payer."""
        return None


@dataclass(frozen=True, slots=True)
class Bip21Destination:
    """A payment link."""

    uri: bip21.PaymentUri

    @property
    def text(self) -> str:
        """What is shown and sent."""
        return self.uri.text

    @property
    def network(self) -> Network:
        """The network it is for."""
        return self.uri.network

    @property
    def amount_msat(self) -> int | None:
        """The fixed amount in millisatoshis, or None when the payer chooses."""
        return self.uri.fixed_amount_msat


Destination: TypeAlias = Bolt11Destination | AddressDestination | Bip21Destination
"""Something that can be paid; each has `text`, `network` and `amount_msat`."""


class UnsupportedKind(Enum):
    """What a text is that cannot be paid; the value is words for the person."""

    LNURL = "This is an LNURL. Ask the payee for a Lightning invoice instead."
    LIGHTNING_ADDRESS = (
        "This looks like a Lightning or e-mail address. Ask the payee for a Lightning invoice."
    )
    BOLT12 = "This is a BOLT12 offer. Ask the payee for a BOLT11 invoice instead."
    URL = "This is a web address. Open it and copy the invoice or the address from there."
    LINK = "This is a link for another app. Paste an invoice, an address or a bitcoin: link."
    NODE_ID = "This is a Lightning node's id. Ask its owner for an invoice."
    SILENT_PAYMENT = "This is a silent payment address. Ask the payee for an ordinary address."
    TAPROOT_ASSET = "This is a Taproot Asset address. Only bitcoin can be sent from here."
    EXTENDED_KEY = "This is an extended key of a whole wallet, not an address."
    PRIVATE_KEY = (
        "This is a private key. Whoever sees it can take its money: clear it, and tell no one."
    )
    UNKNOWN = "This is not an invoice, an address or a payment link."


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A text that is not paid from here, by name."""

    kind: UnsupportedKind

    @property
    def words(self) -> str:
        """A sentence or two for the person; never quotes what was pasted."""
        return self.kind.value


_INVOICE: Final = re.compile(
    r"ln(?:bc|tb)|ln[a-z]{2,10}(?:[0-9]+[a-z]?)?1[ac-hj-np-z02-9]{100}", re.IGNORECASE
)
_BASE58_ADDRESS: Final = re.compile(r"[123mn][0-9A-Za-z]{24,34}")
_PRIVATE_KEY: Final = re.compile(r"[5KL9c][0-9A-Za-z]{50,51}")
_PRIVATE_KEY_VERSIONS: Final = frozenset({0x80, 0xEF})
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEME_KINDS: Final = {
    "http": UnsupportedKind.URL,
    "https": UnsupportedKind.URL,
    "lnurl": UnsupportedKind.LNURL,
    "lnurlp": UnsupportedKind.LNURL,
    "lnurlw": UnsupportedKind.LNURL,
    "lnurlc": UnsupportedKind.LNURL,
    "keyauth": UnsupportedKind.LNURL,
}
_KINDS: Final = (
    (re.compile(r"0[23][0-9a-f]{64}(?:@\S*)?"), UnsupportedKind.NODE_ID),
    (re.compile(r"₿?[^@\s/]+@[^@\s/]+"), UnsupportedKind.LIGHTNING_ADDRESS),
    (re.compile(r"lnurl1\w*"), UnsupportedKind.LNURL),
    (re.compile(r"ln[ori]1\w*"), UnsupportedKind.BOLT12),
    (re.compile(r"www\.\S*|[^\s@/]+\.[a-z]{2,}(?:/\S*)?"), UnsupportedKind.URL),
    (re.compile(r"t?sp1[ac-hj-np-z02-9]{20,}"), UnsupportedKind.SILENT_PAYMENT),
    (re.compile(r"tap(?:bc|tb|bcrt|rt|sb)1\w*"), UnsupportedKind.TAPROOT_ASSET),
    (re.compile(r"[xyztuv]p(?:ub|rv)[0-9a-z]{70,}"), UnsupportedKind.EXTENDED_KEY),
)


def recognise(text: str) -> Destination | Unsupported:
    """What `text` is.

    Raises `InvalidDestination` for an empty text and for something that is clearly meant as an
    invoice, an address or a payment link but is not right; no other text raises.
    """
    text = text.strip()
    if not text:
        raise InvalidDestination(Reason.EMPTY)
    if len(text) > bip21.MAX_LENGTH:
        raise InvalidDestination(Reason.TOO_LONG)
    scheme = _SCHEME.match(text)
    if scheme is None:
        return _bare(text)
    name = scheme.group(1).lower()
    if name == "bitcoin":
        return Bip21Destination(bip21.parse(text))
    if name == "lightning":
        return _lightning(text[scheme.end() :]) or _unsupported(text[scheme.end() :])
    return Unsupported(_SCHEME_KINDS.get(name, UnsupportedKind.LINK))


def _lightning(text: str) -> Bolt11Destination | None:
    """An invoice, or None for what does not begin like one."""
    if "@" in text or not _INVOICE.match(text):
        return None
    return Bolt11Destination(bolt11.decode(text))


def _bare(text: str) -> Destination | Unsupported:
    invoice = _lightning(text)
    if invoice is not None:
        return invoice
    if address.is_segwit_like(text) or _BASE58_ADDRESS.fullmatch(text):
        return AddressDestination(address.decode(text))
    return _unsupported(text)


def _unsupported(text: str) -> Unsupported:
    if _is_private_key(text):
        return Unsupported(UnsupportedKind.PRIVATE_KEY)
    lower = text.lower()
    for pattern, kind in _KINDS:
        if pattern.fullmatch(lower):
            return Unsupported(kind)
    return Unsupported(UnsupportedKind.UNKNOWN)


def _is_private_key(text: str) -> bool:
    if not _PRIVATE_KEY.fullmatch(text):
        return False
    try:
        payload = base58.decode(text)
    except base58.Base58Error:
        return False
    return payload[0] in _PRIVATE_KEY_VERSIONS
