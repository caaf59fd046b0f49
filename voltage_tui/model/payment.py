"""Payments, sent and received (API reference sections 6 to 9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.payment_words import (
    AnyStatus,
    Direction,
    PaymentCategory,
    PaymentKind,
    PaymentStatus,
    is_terminal,
)
from voltage_tui.money import BTC, Money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.model.quote import MarketQuote
    from voltage_tui.model.settlement import Exchange, Frozen, Settlement
    from voltage_tui.money import Currency


__all__ = [
    "AnyStatus",
    "Direction",
    "HistoryEvent",
    "Payment",
    "PaymentBreakdown",
    "PaymentCategory",
    "PaymentError",
    "PaymentErrorCode",
    "PaymentErrorType",
    "PaymentKind",
    "PaymentPage",
    "PaymentStatus",
    "ProcessingFee",
    "Route",
    "is_terminal",
]


class Route(Enum):
    """How a send reached its payee."""

    DIRECT = "direct"
    SWAP = "swap"


class PaymentErrorType(Enum):
    """The coarse reason of a failed payment."""

    REJECTED = "rejected"
    HOLD_FAILED = "hold_failed"
    SEND_FAILED = "send_failed"
    QUOTE_FAILED = "quote_failed"
    RECEIVE_FAILED = "receive_failed"
    EXPIRED = "expired"


class PaymentErrorCode(Enum):
    """The finer reason of a failed payment."""

    REJECTED = "rejected"
    HOLD_FAILED = "hold_failed"
    SEND_FAILED = "send_failed"
    QUOTE_FAILED = "quote_failed"
    RECEIVE_FAILED = "receive_failed"
    EXPIRED = "expired"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    HOLD_NOT_FOUND = "hold_not_found"
    INVALID_BOLT11_INVOICE = "invalid_bolt11_invoice"
    INVALID_PAYMENT_AMOUNT = "invalid_payment_amount"
    INVALID_ADDRESS = "invalid_address"
    MISSING_ADDRESS = "missing_address"
    MISSING_PAYMENT_REQUEST = "missing_payment_request"
    INCORRECT_CURRENCY = "incorrect_currency"
    EXCHANGE_TRANSFER_FAILED = "exchange_transfer_failed"
    UPSTREAM_FAILURE = "upstream_failure"
    NO_ROUTE = "no_route"
    TRANSACTION_BUILD_FAILED = "transaction_build_failed"
    NODE_PERMISSION_DENIED = "node_permission_denied"
    BROADCAST_FAILED = "broadcast_failed"
    BROADCAST_FEE_ABOVE_MAX = "broadcast_fee_above_max"


@dataclass(frozen=True, slots=True)
class PaymentError:
    """Why a payment ended badly; branch on `type`, then `code`, never on `detail` (S-16).

    `context` holds the error's own figures by name, as text (`estimated_fee_sats`, `address`).
    """

    type: PaymentErrorType | Unrecognised
    code: PaymentErrorCode | Unrecognised | None
    detail: str | None
    context: Mapping[str, str]

    @property
    def reason(self) -> str:
        """The finest reason given, in the API's own word."""
        return (self.code or self.type).value


@dataclass(frozen=True, slots=True)
class ProcessingFee:
    """Voltage's fee as frozen when the payment was approved or generated."""

    basis_points: int
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentBreakdown:
    """What the payment really cost, authoritative once settled."""

    principal: Money
    network_fee: Money
    processing_fee: Money


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as last read.

    `amount`, `max_fee` and `fees` are in the display currency (USD cents on a USD wallet);
    `rail_units` is the Bitcoin amount in msats, whatever the wallet's currency. `requested` is
    the principal asked for by a receive (BTC even on a quoted one). `settlements` are the
    receipts of a receive or the outflows of a send. All text is cleaned. `disputed` is never read:
    it is set on a completed payment of which the API later said that it came to nothing.
    """

    id: PaymentId
    wallet_id: WalletId
    organization_id: OrganizationId
    environment_id: EnvironmentId
    direction: Direction
    kind: PaymentKind | Unrecognised
    category: PaymentCategory | Unrecognised | None
    status: AnyStatus
    currency: Currency
    amount: Money | None
    rail_units: int | None
    requested: Money | None
    max_fee: Money | None
    fees: Money | None
    memo: str | None
    payment_request: str | None
    address: str | None
    bip21_uri: str | None
    expiration_s: int | None
    market_quote: MarketQuote | None
    settlements: tuple[Settlement, ...]
    exchanges: tuple[Exchange, ...]
    frozen: tuple[Frozen, ...]
    processing_fee: ProcessingFee | None
    breakdown: PaymentBreakdown | None
    error: PaymentError | None
    route: Route | Unrecognised | None
    check_only: bool
    metadata: Mapping[str, str]
    created_at: datetime
    updated_at: datetime
    disputed: bool = False

    @property
    def is_terminal(self) -> bool:
        """Whether the API says that nothing more will happen."""
        return is_terminal(self.status, check_only=self.check_only)

    @property
    def bitcoin(self) -> Money | None:
        """What moves on the rail, whatever the wallet's currency; None where it is not known."""
        return None if self.rail_units is None else Money(BTC, self.rail_units)

    @property
    def payable(self) -> str | None:
        """What a payer needs (invoice, address or URI), or None while there is nothing to show.

        A Lightning request is its invoice; any other is its URI, which carries the amount and,
        for BIP21, the invoice beside the address (API reference section 8).
        """
        if self.kind is PaymentKind.BOLT11:
            return self.payment_request or self.bip21_uri
        return self.bip21_uri or self.address or self.payment_request


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """One page of payments; `next_cursor` is None on the last."""

    payments: tuple[Payment, ...]
    next_cursor: str | None
    has_more: bool
    total: int | None


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One step of a payment as the API recorded it; `event_type` is free text, shown as it is."""

    event_type: str
    error: str | None
    time: datetime
    position: int
