"""What a caller asks for, checked when it is made (API reference section 5).

Each is frozen and carries the identifier the caller chose, so that a journal line can be written
before anything is sent (S-1). What could only be refused by the server is left to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.checks import (
    MAX_EXPIRATION_S,
    InvalidRequestError,
    check_bitcoin,
    check_description,
    check_fee,
    check_metadata,
    check_payable,
    check_positive,
    check_wallet_name,
    check_whole_sats,
)
from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import BTC, INT64_MAX, USD, Currency, Money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voltage_tui.model.ids import LineId, PaymentId, QuoteId, WalletId
    from voltage_tui.model.network import CreationNetwork, Network
    from voltage_tui.model.settlement import SwapRail


@dataclass(frozen=True, slots=True)
class NewWallet:
    """A wallet to be made; `limit` is its slice of the line's credit, base units, 0 for none.

    Raises `InvalidRequestError`.
    """

    id: WalletId
    line_of_credit_id: LineId
    name: str
    network: CreationNetwork
    limit: int
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_wallet_name(self.name)
        if not 0 <= self.limit <= INT64_MAX:
            raise InvalidRequestError("limit", "a limit is 0 or more")
        check_metadata(self.metadata)


@dataclass(frozen=True, slots=True)
class NewReceive:
    """A payment to be received; `amount` is the principal, None asks for any amount.

    A fee the payer bears comes on top and is never added here. Any amount is for Lightning and
    BIP21 on a bitcoin wallet, without a quote. `expiration_s` None leaves the default, an hour;
    at most a day. Dollars need a quote. Raises `InvalidRequestError`.
    """

    id: PaymentId
    wallet_id: WalletId
    kind: PaymentKind
    amount: Money | None
    description: str | None = None
    expiration_s: int | None = None
    quote_id: QuoteId | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind is PaymentKind.USDBATCH:
            raise InvalidRequestError("kind", "a bank batch cannot be asked for")
        if self.amount is None:
            self._check_any_amount()
        else:
            self._check_amount(self.amount)
        if self.expiration_s is not None and not 1 <= self.expiration_s <= MAX_EXPIRATION_S:
            raise InvalidRequestError("expiration_s", "it can live from a second to a day")
        check_description(self.description)
        check_metadata(self.metadata)

    def _check_amount(self, amount: Money) -> None:
        check_positive("amount", amount)
        if self.kind is PaymentKind.ONCHAIN:
            check_whole_sats("amount", amount)
        is_asset = amount.currency not in (BTC, USD)
        if is_asset != (self.kind is PaymentKind.TAPROOTASSET):
            raise InvalidRequestError("kind", "an asset is received as an asset, nothing else is")
        if amount.currency == USD and self.quote_id is None:
            raise InvalidRequestError("quote_id", "dollars are received with a quote")

    def _check_any_amount(self) -> None:
        if self.kind not in (PaymentKind.BOLT11, PaymentKind.BIP21):
            raise InvalidRequestError("amount", "only Lightning and BIP21 can take any amount")
        if self.quote_id is not None:
            raise InvalidRequestError("amount", "a quote is for one amount")


@dataclass(frozen=True, slots=True)
class ToInvoice:
    """Pay a BOLT11 invoice; `amount` only for one that has none, or the very same."""

    payment_request: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class ToAddress:
    """Pay an on-chain address `amount`, whole sats of bitcoin (given in msats)."""

    address: str
    amount: Money
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ToUri:
    """Pay a BIP21 URI or address; what the URI says of amount and label beats what is given."""

    uri: str
    amount: Money | None = None
    payment_request: str | None = None
    description: str | None = None


SendTarget = ToInvoice | ToAddress | ToUri
"""Where a send can go.

Taproot Assets are received but never sent here: the schema and the processor of the API disagree
about how such a send states its amount, and its own guide calls the shape unsettled (API
reference sections 5 and 20), so that what is asked for might not be what is paid.
"""


class Flow(Enum):
    """How a node-backed wallet should fund a send; credit-backed wallets leave it out."""

    DIRECT = "direct"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class NewSend:
    """A payment to be sent.

    `currency` is that of the wallet's line, whatever the target's. `max_fee` is the ceiling of
    network fees in bitcoin, never left to the API's default (S-26); 0 allows free Lightning
    routes only. A swap may name the `swap_rail` it is funded on. Raises `InvalidRequestError`.
    """

    id: PaymentId
    wallet_id: WalletId
    currency: Currency
    target: SendTarget
    max_fee: Money
    quote_id: QuoteId | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    flow: Flow | None = None
    swap_rail: SwapRail | None = None

    def __post_init__(self) -> None:
        check_fee(self.max_fee)
        check_metadata(self.metadata)
        if self.swap_rail is not None and self.flow is not Flow.SWAP:
            raise InvalidRequestError("swap_rail", "only a swap has a funding rail")
        match self.target:
            case ToInvoice():
                check_payable("payment_request", self.target.payment_request)
                if self.target.amount is not None:
                    check_bitcoin("amount", self.target.amount)
            case ToAddress():
                check_payable("address", self.target.address)
                check_bitcoin("amount", self.target.amount)
                check_whole_sats("amount", self.target.amount)
                check_whole_sats("max_fee", self.max_fee)
                check_description(self.target.description)
            case ToUri():
                self._check_uri(self.target)

    def _check_uri(self, target: ToUri) -> None:
        check_payable("uri", target.uri)
        if target.amount is not None:
            check_bitcoin("amount", target.amount)
        if target.payment_request is not None:
            check_payable("payment_request", target.payment_request)
        check_description(target.description)
        if self.flow is Flow.SWAP:
            raise InvalidRequestError("flow", "a BIP21 send cannot be a swap")


@dataclass(frozen=True, slots=True)
class NewQuote:
    """A rate to be locked on a USD line; `amount` is the side that is known exactly.

    Paying a bitcoin amount: that amount, to dollars; receiving dollars: those, to bitcoin.
    """

    id: QuoteId
    line_of_credit_id: LineId
    network: Network
    amount: Money
    to: Currency

    def __post_init__(self) -> None:
        check_positive("amount", self.amount)
        if self.amount.currency == self.to:
            raise InvalidRequestError("to", "a quote is between two currencies")
