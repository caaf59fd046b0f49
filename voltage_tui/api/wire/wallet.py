"""Wallets on the wire (API schemas section 3)."""

from __future__ import annotations

from voltage_tui.api.wire.base import (
    Amount,
    Count,
    CurrencyCode,
    Flag,
    Id,
    Text,
    TextTable,
    Timestamp,
    Wire,
)
from voltage_tui.model.ids import (
    BillId,
    EnvironmentId,
    HoldId,
    LineId,
    OrganizationId,
    WalletId,
)
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.wallet import (
    Balance,
    Hold,
    PendingSettlement,
    SettlementType,
    Wallet,
    WalletError,
    WalletErrorType,
)


class BalanceWire(Wire):
    """Balance."""

    available: Amount
    total: Amount
    currency: CurrencyCode
    effective_time: Timestamp


class HoldWire(Wire):
    """Hold."""

    id: Id
    amount: Amount
    effective_time: Timestamp


class PendingSettlementWire(Wire):
    """PendingSettlement."""

    id: Id
    bill_id: Id | None = None
    amount: Amount
    settlement_type: Text
    effective_time: Timestamp


class WalletErrorWire(Wire):
    """WalletEventError; its context repeats the detail in other words and is left out."""

    type: Text
    detail: Text | None = None


class WalletWire(Wire):
    """Wallet."""

    id: Id
    active: Flag
    created_at: Timestamp
    updated_at: Timestamp
    deleted_at: Timestamp | None = None
    deletion_failed_at: Timestamp | None = None
    name: Text
    organization_id: Id
    environment_id: Id
    limit: Count | None = None
    line_of_credit_id: Id | None = None
    network: Text
    metadata: TextTable | None = None
    balances: list[BalanceWire]
    holds: list[HoldWire]
    pending_settlements: list[PendingSettlementWire] | None = None
    error: WalletErrorWire | None = None


def to_wallet(wire: WalletWire) -> Wallet:
    """A wallet of the model."""
    return Wallet(
        id=WalletId(wire.id),
        name=wire.name,
        organization_id=OrganizationId(wire.organization_id),
        environment_id=EnvironmentId(wire.environment_id),
        line_of_credit_id=LineId(wire.line_of_credit_id) if wire.line_of_credit_id else None,
        network=recognise(Network, wire.network),
        active=wire.active,
        limit=wire.limit,
        balances=tuple(_balance(balance) for balance in wire.balances),
        holds=tuple(Hold(HoldId(hold.id), hold.amount, hold.effective_time) for hold in wire.holds),
        pending_settlements=tuple(_pending(item) for item in wire.pending_settlements or ()),
        error=_error(wire.error) if wire.error else None,
        metadata=wire.metadata or {},
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        deleted_at=wire.deleted_at,
        deletion_failed_at=wire.deletion_failed_at,
    )


def _balance(wire: BalanceWire) -> Balance:
    if not wire.available.currency == wire.total.currency == wire.currency:
        raise ValueError("a balance in two currencies")
    return Balance(wire.available, wire.total, wire.effective_time)


def _pending(wire: PendingSettlementWire) -> PendingSettlement:
    return PendingSettlement(
        id=wire.id,
        bill_id=BillId(wire.bill_id) if wire.bill_id else None,
        amount=wire.amount,
        settlement_type=recognise(SettlementType, wire.settlement_type),
        effective_time=wire.effective_time,
    )


def _error(wire: WalletErrorWire) -> WalletError:
    return WalletError(recognise(WalletErrorType, wire.type), wire.detail)
