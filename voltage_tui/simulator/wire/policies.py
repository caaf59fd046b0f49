"""Wallet policies on the wire (schemas, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.moments import stamp

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject, JsonValue
    from voltage_tui.simulator.state.policies import Limit, Policies, Reflex
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet


def policies_json(state: State, wallet: Wallet, policies: Policies) -> JsonObject:
    """A WalletPolicies; `error` is left out unless the last update was rejected."""
    wire: JsonObject = {
        "id": wallet.id,
        "organization_id": state.identity.organization_id,
        "policies": _list(policies),
    }
    if policies.error is not None:
        wire["error"] = policies.error
    wire["updated_at"] = stamp(policies.updated)
    return wire


def _list(policies: Policies) -> list[JsonValue]:
    wire: list[JsonValue] = []
    if policies.max_payment_size is not None:
        wire.append(_limit("max_payment_size", "max_size_sats", policies.max_payment_size))
    if policies.velocity is not None:
        wire.append(_limit("transaction_velocity", "transactions_per_minute", policies.velocity))
    if policies.send_volume is not None:
        wire.append(_limit("send_volume_limit", "limit_sats", policies.send_volume))
    if policies.reflex is not None:
        wire.append(_reflex(policies.reflex))
    if policies.screening is not None:
        screening = policies.screening
        data: JsonObject = {"id": screening.id, "created_at": stamp(screening.created)}
        wire.append({"type": "ofac_compliant", "data": data})
    if policies.fees is not None:
        fees = policies.fees
        wire.append(
            {
                "type": "processing_fee",
                "data": {
                    "id": fees.id,
                    "rates": {
                        "send_basis_points": fees.send_basis_points,
                        "receive_basis_points": fees.receive_basis_points,
                    },
                    "created_at": stamp(fees.created),
                    "updated_at": stamp(fees.updated),
                },
            }
        )
    return wire


def _limit(kind: str, name: str, limit: Limit) -> JsonObject:
    return {
        "type": kind,
        "data": {
            "id": limit.id,
            name: limit.value,
            "created_at": stamp(limit.created),
            "updated_at": stamp(limit.updated),
        },
    }


def _reflex(reflex: Reflex) -> JsonObject:
    data: JsonObject = {"id": reflex.id, "template_id": reflex.template_id}
    if reflex.threshold is not None:
        data["threshold"] = reflex.threshold
    data["created_at"] = stamp(reflex.created)
    data["updated_at"] = stamp(reflex.updated)
    return {"type": "reflex_approval", "data": data}
