"""Receipts, outflows and frozen funds on the wire (schemas, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from voltage_tui.simulator import codec
from voltage_tui.simulator.moments import SECOND
from voltage_tui.simulator.state.payment import OnChain, Send, Settled, ShortCircuit

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.payment import Frozen, Payment, Receipt
    from voltage_tui.simulator.state.state import State


def receipt_json(state: State, payment: Payment, receipt: Receipt) -> JsonObject:
    """One receipt or outflow, by how it was settled."""
    match receipt:
        case Settled(ledger_id):
            return {"type": "lightning", "data": _lightning(state, payment, ledger_id)}
        case ShortCircuit(ledger_id, msats, offset_payment_id):
            data: JsonObject = {
                "amount_msats": msats,
                "offset_payment_id": offset_payment_id,
                "ledger_id": ledger_id,
            }
            return {"type": "shortcircuit", "data": data}
        case OnChain():
            return {"type": "onchain", "data": _on_chain(receipt)}
        case _ as never:
            assert_never(never)


def _lightning(state: State, payment: Payment, ledger_id: str) -> JsonObject:
    known = payment.payment_hash if isinstance(payment, Send) else None
    return {
        "preimage": codec.preimage(state, payment).hex(),
        "payment_hash": known or codec.payment_hash(state, payment).hex(),
        "ledger_id": ledger_id,
    }


def _on_chain(receipt: OnChain) -> JsonObject:
    return {
        "required_confirmations_num": 1,
        "tx_id": receipt.tx_id,
        "ledger_id": receipt.ledger_id,
        "height_mined_at": receipt.height,
        "amount_sats": receipt.sats,
        "sanctioned_info": None,
        "mined_at": None if receipt.mined_at is None else receipt.mined_at // SECOND,
        "is_pending": receipt.height is None,
    }


def frozen_json(frozen: Frozen) -> JsonObject:
    """A PaymentFrozenDetails of type `onchain`."""
    return {
        "type": "onchain",
        "data": {
            "tx_id": frozen.tx_id,
            "address": frozen.address,
            "amount_sats": frozen.sats,
            "reason": frozen.reason,
        },
    }
