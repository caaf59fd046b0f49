"""An order to pay: everything a treasurer confirms, and nothing else is ever sent (S-38)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
    Destination,
)
from voltage_tui.model.checks import (
    InvalidRequestError,
    check_bitcoin,
    check_description,
    check_fee,
    check_whole_sats,
)
from voltage_tui.model.payment import PaymentKind
from voltage_tui.model.requests import NewSend, SendTarget, ToAddress, ToInvoice, ToUri
from voltage_tui.money import BTC, USD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.destinations.bolt11 import Invoice
    from voltage_tui.model.ids import PaymentId, QuoteId, WalletId
    from voltage_tui.model.quote import Quote
    from voltage_tui.money import Currency, Money, Rate

REFERENCE_KEY: Final = "reference"
"""The metadata entry that carries the reference, so that it is found by any program."""
RETRY_KEY: Final = "retry_of"
"""The metadata entry that carries the identifier of the failed attempt before this one."""


@dataclass(frozen=True, slots=True)
class PayOrder:
    """What is to be paid. An order that exists could be sent, but for a quote it may still lack.

    `amount` is the principal in msats, exactly that of a destination that fixes one (S-36), and
    `max_fee` the ceiling of network fees in msats (S-26). `currency` is that of the wallet's
    line: `btc`, or `usd`, which needs `quote_id` before it is sent (S-41), and `rate` is what that
    quote was shown with. `reference` is the
    treasurer's own text and `retry_of` the failed attempt this one follows; both travel in the
    metadata. Raises `InvalidRequestError`.
    """

    payment_id: PaymentId
    wallet_id: WalletId
    destination: Destination
    amount: Money
    max_fee: Money
    currency: Currency
    quote_id: QuoteId | None = None
    reference: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    retry_of: PaymentId | None = None
    rate: Rate | None = None

    def __post_init__(self) -> None:
        check_bitcoin("amount", self.amount)
        check_fee(self.max_fee)
        fixed = self.destination.amount_msat
        if fixed is not None and fixed != self.amount.units:
            raise InvalidRequestError("amount", "the payee has fixed another amount")
        if self.invoice is None:
            check_whole_sats("amount", self.amount)
            check_whole_sats("max_fee", self.max_fee)
        if self.currency not in (BTC, USD):
            raise InvalidRequestError("currency", "only bitcoin and dollar wallets pay from here")
        if self.currency == BTC and self.quote_id is not None:
            raise InvalidRequestError("quote_id", "a bitcoin wallet pays without a quote")
        check_description(self.reference)
        if {REFERENCE_KEY, RETRY_KEY} & set(self.metadata):
            words = f"{REFERENCE_KEY} and {RETRY_KEY} are not entries to be typed"
            raise InvalidRequestError("metadata", words)
        self._send()

    def at(self, quote: Quote) -> PayOrder:
        """The order bound to a quote and to the rate it is shown with (S-41)."""
        rate = None if quote.quote is None else quote.quote.rate
        return replace(self, quote_id=quote.id, rate=rate)

    @property
    def kind(self) -> PaymentKind:
        """How it is paid: an invoice, an address, or a link that may be paid in either way."""
        match self.destination:
            case Bolt11Destination():
                return PaymentKind.BOLT11
            case AddressDestination():
                return PaymentKind.ONCHAIN
            case Bip21Destination():
                return PaymentKind.BIP21

    @property
    def invoice(self) -> Invoice | None:
        """The invoice that is paid or stands in the link."""
        return invoice_in(self.destination)

    @property
    def address(self) -> str | None:
        """The on-chain address that is paid or stands in the link."""
        return address_in(self.destination)

    @property
    def payable_until(self) -> datetime | None:
        """When its invoice expires, by its own words; None for an address, which never does."""
        return None if self.invoice is None else self.invoice.expires_at

    @property
    def target(self) -> SendTarget:
        """The destination as it is sent, always with its amount.

        The API refuses an amount that is not the invoice's own: what is shown is what is paid,
        or nothing is.
        """
        match self.destination:
            case Bolt11Destination():
                return ToInvoice(self.destination.text, self.amount)
            case AddressDestination():
                return ToAddress(self.destination.text, self.amount)
            case Bip21Destination():
                return ToUri(self.destination.text, self.amount)

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of everything a confirm card shows of the order (S-38).

        Taken when the card is drawn and compared when it is sent.
        """
        shown = {
            "payment_id": self.payment_id,
            "wallet_id": self.wallet_id,
            "kind": self.kind.value,
            "destination": self.destination.text,
            "amount_msat": self.amount.units,
            "max_fee_msat": self.max_fee.units,
            "currency": self.currency,
            "quote_id": self.quote_id,
            "rate": None if self.rate is None else str(self.rate),
            "reference": self.reference,
            "metadata": dict(self.metadata),
            "retry_of": self.retry_of,
        }
        text = json.dumps(shown, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode("ascii")).hexdigest()

    def request(self) -> NewSend:
        """What is sent; `InvalidRequestError` for a dollar wallet without its quote (S-41)."""
        if self.currency != BTC and self.quote_id is None:
            raise InvalidRequestError("quote_id", "a dollar wallet pays with a quote")
        return self._send()

    def check(self, check_id: PaymentId) -> NewSend:
        """The same as a question to the policies: under an identifier of its own, and without a
        rate, which a check would use up."""
        return replace(self._send(), id=check_id, quote_id=None, metadata={})

    def _send(self) -> NewSend:
        given = dict(self.metadata)
        if self.reference is not None:
            given[REFERENCE_KEY] = self.reference
        if self.retry_of is not None:
            given[RETRY_KEY] = self.retry_of
        return NewSend(
            id=self.payment_id,
            wallet_id=self.wallet_id,
            currency=self.currency,
            target=self.target,
            max_fee=self.max_fee,
            quote_id=self.quote_id,
            metadata=given,
        )


def invoice_in(destination: Destination) -> Invoice | None:
    """The invoice a destination is, or has in it."""
    match destination:
        case Bolt11Destination():
            return destination.invoice
        case AddressDestination():
            return None
        case Bip21Destination():
            return destination.uri.lightning


def address_in(destination: Destination) -> str | None:
    """The on-chain address a destination is, or has in it; segwit in lower case."""
    match destination:
        case Bolt11Destination():
            return None
        case AddressDestination():
            return destination.address.text
        case Bip21Destination():
            return destination.uri.address.text
