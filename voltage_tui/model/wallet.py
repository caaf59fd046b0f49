"""Wallets and their balances (API reference sections 2 and 10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.model.ids import (
        BillId,
        EnvironmentId,
        HoldId,
        LineId,
        OrganizationId,
        WalletId,
    )
    from voltage_tui.model.network import AnyNetwork
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.money import Currency, Money


class SettlementType(Enum):
    """Which way a bill's settlement moves money."""

    COLLECTION = "Collection"
    PAYOUT = "Payout"


class WalletErrorType(Enum):
    """The kind of a wallet's last asynchronous failure."""

    INSUFFICIENT_FUNDS = "InsufficientFunds"
    INSUFFICIENT_BALANCE_WITHDRAWAL = "InsufficientBalanceWithdrawal"
    HOLD_NOT_FOUND = "HoldNotFound"
    INSUFFICIENT_LIMIT = "InsufficientLimit"
    INCORRECT_CURRENCY = "IncorrectCurrency"
    INVALID_PAYMENT_BREAKDOWN = "InvalidPaymentBreakdown"
    PENDING_SETTLEMENT_NOT_FOUND = "PendingSettlementNotFound"


@dataclass(frozen=True, slots=True)
class Balance:
    """One currency's balance; `available` is `total` less the open holds, both may be negative."""

    available: Money
    total: Money
    effective_time: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """An open reservation for a send."""

    id: HoldId
    amount: Money
    effective_time: datetime


@dataclass(frozen=True, slots=True)
class PendingSettlement:
    """A bill's settlement under way; `amount` is signed."""

    id: str
    bill_id: BillId | None
    amount: Money
    settlement_type: SettlementType | Unrecognised
    effective_time: datetime


@dataclass(frozen=True, slots=True)
class WalletError:
    """The last asynchronous failure of a wallet; `detail` is cleaned text for people."""

    type: WalletErrorType | Unrecognised
    detail: str | None


@dataclass(frozen=True, slots=True)
class Wallet:
    """A wallet as last read. Its currency is its line's, not a field of its own.

    `limit` is the slice of credit in base units of the line's currency; None when the wallet has
    none. `balances` is empty until money has moved. All text is cleaned.
    """

    id: WalletId
    name: str
    organization_id: OrganizationId
    environment_id: EnvironmentId
    line_of_credit_id: LineId | None
    network: AnyNetwork
    active: bool
    limit: int | None
    balances: tuple[Balance, ...]
    holds: tuple[Hold, ...]
    pending_settlements: tuple[PendingSettlement, ...]
    error: WalletError | None
    metadata: Mapping[str, str]
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    deletion_failed_at: datetime | None

    def balance(self, currency: Currency) -> Balance | None:
        """The balance in `currency`, or None when no money of it has moved yet."""
        return next((b for b in self.balances if b.total.currency == currency), None)
