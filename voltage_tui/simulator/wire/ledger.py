"""Ledger rows on the wire (schemas, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from voltage_tui.simulator.amounts import amount_json
from voltage_tui.simulator.moments import stamp
from voltage_tui.simulator.state.kinds import RowKind

if TYPE_CHECKING:
    from voltage_tui.simulator.amounts import Currency
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.ledger import Breakdown, Row


def row_json(currency: Currency, row: Row) -> JsonObject:
    """A LedgerEvent; each kind names its own identifier and has its own fields."""
    event: JsonObject = {"type": row.kind.value, _id_name(row.kind): row.id}
    if row.payment_id is not None:
        event["payment_id"] = row.payment_id
    if row.kind is RowKind.RELEASED:
        event["currency"] = currency.value
    else:
        event["amount"] = amount_json(currency, row.amount)
    if row.breakdown is not None:
        event["payment_breakdown"] = _breakdown_json(currency, row.breakdown)
    event["effective_time"] = stamp(row.at)
    return event


def _id_name(kind: RowKind) -> str:
    match kind:
        case RowKind.CREDITED:
            return "credit_id"
        case RowKind.HELD | RowKind.CAPTURED | RowKind.RELEASED:
            return "hold_id"
        case RowKind.DEPOSITED:
            return "deposit_id"
        case RowKind.WITHDRAWN:
            return "withdraw_id"
        case _ as never:
            assert_never(never)


def _breakdown_json(currency: Currency, breakdown: Breakdown) -> JsonObject:
    """A WalletPaymentBreakdown: the processing fee here is an object with its rate."""
    return {
        "principal": amount_json(currency, breakdown.principal),
        "network_fee": amount_json(currency, breakdown.network_fee),
        "processing_fee": {
            "amount": amount_json(currency, breakdown.processing_fee),
            "basis_points": breakdown.basis_points,
            "payment_classification": {
                "kind": breakdown.kind.value,
                "route": breakdown.route.value,
            },
        },
    }
