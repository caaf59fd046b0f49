"""Wallets and lines of credit on the wire (schemas, sections 3 and 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import signed_json
from voltage_tui.simulator.moments import stamp, stamp_or_none
from voltage_tui.simulator.state.ids import derived_uuid
from voltage_tui.simulator.state.kinds import NETWORK

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject, JsonValue
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet


def wallet_json(state: State, wallet: Wallet) -> JsonObject:
    """A Wallet; `balances` is empty until money has moved."""
    currency = wallet.line.currency
    holds: list[JsonValue] = [
        {
            "id": hold_id,
            "amount": signed_json(currency, hold.amount),
            "effective_time": stamp(hold.at),
        }
        for hold_id, hold in wallet.holds.items()
    ]
    return {
        "id": wallet.id,
        "active": wallet.active,
        "created_at": stamp(wallet.created),
        "updated_at": stamp(max(wallet.updated, wallet.moved_at or 0)),
        "deleted_at": stamp_or_none(wallet.deleted_at),
        "deletion_failed_at": stamp_or_none(wallet.deletion_failed_at),
        "name": wallet.name,
        "organization_id": state.identity.organization_id,
        "environment_id": state.identity.environment_id,
        "limit": wallet.limit,
        "line_of_credit_id": wallet.line.id,
        "network": NETWORK,
        "metadata": wallet.metadata,
        "balances": _balances(state, wallet),
        "holds": holds,
        "pending_settlements": wallet.pending_settlements,
        "error": wallet.error,
    }


def _balances(state: State, wallet: Wallet) -> list[JsonValue]:
    moved_at = wallet.moved_at
    if moved_at is None:
        return []
    currency = wallet.line.currency
    return [
        {
            "id": derived_uuid(state.seed, "balance", wallet.id),
            "wallet_id": wallet.id,
            "effective_time": stamp(moved_at),
            "available": signed_json(currency, wallet.available),
            "total": signed_json(currency, wallet.total),
            "network": NETWORK,
            "currency": currency.value,
        }
    ]


def line_json(state: State, line: Line) -> JsonObject:
    """A SummaryLineOfCredit; the lines here are credit-backed, so `infrastructure` is null."""
    return {
        "id": line.id,
        "organization_id": state.identity.organization_id,
        "network": NETWORK,
        "environment_id": state.identity.environment_id,
        "limit": line.limit,
        "allocated_limit": state.allocated(line),
        "currency": line.currency.value,
        "status": line.status,
        "disabled_at": stamp_or_none(line.disabled_at),
        "infrastructure": None,
    }
