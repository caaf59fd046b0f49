"""Wallets on the wire (API schemas section 3)."""

from __future__ import annotations

from voltage_tui.api.wire.fields import Fields
from voltage_tui.api.wire.values import (
    read_amount,
    read_count,
    read_currency,
    read_flag,
    read_id,
    read_table,
    read_text,
    read_timestamp,
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


def read_wallet(raw: object) -> Wallet:
    """A Wallet."""
    fields = Fields(raw)
    line_id = fields.read_optional("line_of_credit_id", read_id)
    return Wallet(
        id=WalletId(fields.read("id", read_id)),
        name=fields.read("name", read_text),
        organization_id=OrganizationId(fields.read("organization_id", read_id)),
        environment_id=EnvironmentId(fields.read("environment_id", read_id)),
        line_of_credit_id=LineId(line_id) if line_id else None,
        network=recognise(Network, fields.read("network", read_text)),
        active=fields.read("active", read_flag),
        limit=fields.read_optional("limit", read_count),
        balances=fields.read_each("balances", _read_balance),
        holds=fields.read_each("holds", _read_hold),
        pending_settlements=fields.read_each_optional("pending_settlements", _read_pending),
        error=fields.read_optional("error", _read_error),
        metadata=fields.read_optional("metadata", read_table) or {},
        created_at=fields.read("created_at", read_timestamp),
        updated_at=fields.read("updated_at", read_timestamp),
        deleted_at=fields.read_optional("deleted_at", read_timestamp),
        deletion_failed_at=fields.read_optional("deletion_failed_at", read_timestamp),
    )


def _read_balance(raw: object) -> Balance:
    fields = Fields(raw)
    available, total = fields.read("available", read_amount), fields.read("total", read_amount)
    if not available.currency == total.currency == fields.read("currency", read_currency):
        raise ValueError("a balance in two currencies")
    return Balance(available, total, fields.read("effective_time", read_timestamp))


def _read_hold(raw: object) -> Hold:
    fields = Fields(raw)
    return Hold(
        HoldId(fields.read("id", read_id)),
        fields.read("amount", read_amount),
        fields.read("effective_time", read_timestamp),
    )


def _read_pending(raw: object) -> PendingSettlement:
    fields = Fields(raw)
    bill_id = fields.read_optional("bill_id", read_id)
    return PendingSettlement(
        id=fields.read("id", read_id),
        bill_id=BillId(bill_id) if bill_id else None,
        amount=fields.read("amount", read_amount),
        settlement_type=recognise(SettlementType, fields.read("settlement_type", read_text)),
        effective_time=fields.read("effective_time", read_timestamp),
    )


def _read_error(raw: object) -> WalletError:
    """A WalletEventError; its context repeats the detail in other words and is left out."""
    fields = Fields(raw)
    kind = recognise(WalletErrorType, fields.read("type", read_text))
    return WalletError(kind, fields.read_optional("detail", read_text))
