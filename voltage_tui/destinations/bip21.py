"""Payment links (BIP21): `bitcoin:` and an address, perhaps an amount, a label, an invoice.

The API lets what a link says override the fields sent beside it, so a link is only accepted when
it can be read in one way (S-34). Keys count in any case, since links in QR codes are often all
capitals (BIP321), and percent-encoded keys count as what they decode to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote_to_bytes

from voltage_tui import text as untrusted
from voltage_tui.destinations import address, bolt11
from voltage_tui.destinations.errors import InvalidDestination, Reason
from voltage_tui.destinations.networks import overlap

if TYPE_CHECKING:
    from voltage_tui.destinations.networks import Network

MAX_LENGTH: Final = 10_000
"""Characters: the longest invoice, and room for an address and a message."""

_SCHEME: Final = "bitcoin:"
_MSAT_DIGITS: Final = 11
_MSATS_PER_SAT: Final = 1_000
_PRINTABLE: Final = re.compile(r"[!-~]*")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AMOUNT: Final = re.compile(r"([0-9]{0,20})(?:\.([0-9]{0,40}))?")


@dataclass(frozen=True, slots=True)
class PaymentUri:
    """A checked payment link. Label, message and other parameters are cleaned, never trusted."""

    text: str
    """The whole link as it came: what is shown and sent."""
    address: address.Address
    amount_msat: int | None
    """What the link itself asks for, in millisatoshis."""
    label: str | None
    message: str | None
    lightning: bolt11.Invoice | None
    """The invoice in it, for the same network and, where both say one, the same amount."""
    other: tuple[tuple[str, str], ...]
    """Parameters not known here, which may be ignored, as key and value in their order."""

    @property
    def fixed_amount_msat(self) -> int | None:
        """The amount of the link or else of its invoice; None when the payer chooses."""
        if self.amount_msat is not None or self.lightning is None:
            return self.amount_msat
        return self.lightning.amount_msat

    @property
    def network(self) -> Network:
        """The invoice's network, which says more, or the address's."""
        return self.address.network if self.lightning is None else self.lightning.network


def parse(uri: str) -> PaymentUri:
    """Read a payment link, without surrounding white space.

    Raises `InvalidDestination`, and nothing else, for a bad address, amount or invoice, a
    parameter that is given twice, an unknown `req-` parameter, or parts that contradict each
    other.
    """
    if len(uri) > MAX_LENGTH:
        raise InvalidDestination(Reason.TOO_LONG)
    if not uri[: len(_SCHEME)].lower() == _SCHEME or "#" in uri or not _PRINTABLE.fullmatch(uri):
        raise InvalidDestination(Reason.MALFORMED)
    path, _, query = uri[len(_SCHEME) :].partition("?")
    if not path:
        words = "This payment link has no address. Paste the invoice in it by itself."
        raise InvalidDestination(Reason.MISSING_FIELD, words)
    parameters = _parameters(query)
    amount = parameters.pop("amount", None)
    label = parameters.pop("label", None)
    message = parameters.pop("message", None)
    lightning = parameters.pop("lightning", None)
    _check_rest(parameters)
    found = PaymentUri(
        text=uri,
        address=address.decode(path),
        amount_msat=None if amount is None else _amount_msat(amount),
        label=None if label is None else untrusted.clean(label),
        message=None if message is None else untrusted.clean(message),
        lightning=None if lightning is None else bolt11.decode(lightning),
        other=tuple((untrusted.clean(k), untrusted.clean(v)) for k, v in parameters.items()),
    )
    _check_agreement(found)
    return found


def build(address: str, amount_msat: int | None, label: str | None, lightning: str | None) -> str:
    """The payment link of an address, with what else is given, in the BIP's own order.

    The amount is in millisatoshis, above 0, else `ValueError`; it is written in bitcoin, exactly.
    """
    parameters: list[str] = []
    if amount_msat is not None:
        parameters.append("amount=" + _amount_text(amount_msat))
    if label is not None:
        parameters.append("label=" + quote(label, safe=""))
    if lightning is not None:
        parameters.append("lightning=" + lightning)
    return _SCHEME + address + ("?" + "&".join(parameters) if parameters else "")


def _parameters(query: str) -> dict[str, str]:
    """Key to value, decoded; known and `req-` keys in lower case."""
    found: dict[str, str] = {}
    for part in query.split("&"):
        if not part:
            continue
        key, _, value = part.partition("=")
        key = _decoded(key).lower()
        if not key:
            raise InvalidDestination(Reason.MALFORMED)
        if key in found:
            raise InvalidDestination(Reason.DUPLICATE_PARAMETER)
        found[key] = _decoded(value)
    return found


def _decoded(text: str) -> str:
    if _BAD_ESCAPE.search(text):
        raise InvalidDestination(Reason.MALFORMED)
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidDestination(Reason.MALFORMED) from None


def _check_rest(parameters: dict[str, str]) -> None:
    if any(key.startswith("req-") for key in parameters):
        raise InvalidDestination(Reason.REQUIRED_PARAMETER)
    if "address" in parameters:
        words = "This payment link names an address twice."
        raise InvalidDestination(Reason.CONFLICT, words)


def _check_agreement(uri: PaymentUri) -> None:
    """Refuse a link whose invoice is for other money, and a sum that no address can be paid."""
    if uri.lightning is None:
        if uri.amount_msat is not None and uri.amount_msat % _MSATS_PER_SAT:
            raise InvalidDestination(Reason.AMOUNT)
        return
    if not overlap(uri.address.network, uri.lightning.network):
        words = "The address and the invoice in this payment link are for different networks."
        raise InvalidDestination(Reason.CONFLICT, words)
    if None not in (uri.amount_msat, uri.lightning.amount_msat) and (
        uri.amount_msat != uri.lightning.amount_msat
    ):
        words = "This payment link and the invoice in it ask for different amounts."
        raise InvalidDestination(Reason.CONFLICT, words)


def _amount_msat(text: str) -> int:
    """A decimal number of bitcoin, in exact millisatoshis."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise InvalidDestination(Reason.AMOUNT)
    whole, fraction = found.group(1), (found.group(2) or "").rstrip("0")
    if not (whole or found.group(2)) or len(fraction) > _MSAT_DIGITS:
        raise InvalidDestination(Reason.AMOUNT)
    msat = int(whole + fraction.ljust(_MSAT_DIGITS, "0"))
    if not 0 < msat <= bolt11.MAX_MSAT:
        raise InvalidDestination(Reason.AMOUNT)
    return msat


def _amount_text(amount_msat: int) -> str:
    if amount_msat <= 0:
        raise ValueError("an amount is above 0")
    digits = str(amount_msat).rjust(_MSAT_DIGITS + 1, "0")
    return f"{digits[:-_MSAT_DIGITS]}.{digits[-_MSAT_DIGITS:]}".rstrip("0").rstrip(".")
