"""Wallet policies on the wire (API schemas section 4)."""

from __future__ import annotations

from voltage_tui.api.wire.base import Amount, Count, Id, Tagged, Text, Timestamp, Wire
from voltage_tui.model.ids import OrganizationId
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.policy import (
    FeeRates,
    MaxPaymentSize,
    OfacCompliant,
    Policy,
    PolicyError,
    PolicyErrorType,
    ProcessingFeeOverride,
    ReflexApproval,
    Rule,
    SendVolumeLimit,
    TransactionVelocity,
    UnrecognisedPolicy,
    WalletPolicies,
)
from voltage_tui.money import sats


class StampWire(Wire):
    """What nearly every policy has."""

    id: Id | None = None
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None


class MaxPaymentSizeWire(Wire):
    """MaxPaymentSize."""

    max_size_sats: Count


class VelocityWire(Wire):
    """TransactionVelocity."""

    transactions_per_minute: Count


class VolumeWire(Wire):
    """SendVolumeLimit."""

    limit_sats: Count


class ReflexWire(Wire):
    """ReflexApproval."""

    template_id: Id
    threshold: Amount | None = None


class RatesWire(Wire):
    """ProcessingFeeRates."""

    send_basis_points: Count
    receive_basis_points: Count


class FeeOverrideWire(Wire):
    """ProcessingFeePolicy."""

    rates: RatesWire


class PolicyErrorWire(Wire):
    """WalletPolicyValidationError."""

    type: Text
    detail: Text


class PoliciesWire(Wire):
    """WalletPolicies."""

    id: Id
    organization_id: Id | None = None
    policies: list[Tagged]
    error: PolicyErrorWire | None = None
    updated_at: Timestamp


def to_policies(wire: PoliciesWire) -> WalletPolicies:
    """The policies of the model."""
    error = wire.error
    return WalletPolicies(
        id=wire.id,
        organization_id=OrganizationId(wire.organization_id) if wire.organization_id else None,
        policies=tuple(_policy(policy) for policy in wire.policies),
        error=PolicyError(recognise(PolicyErrorType, error.type), error.detail) if error else None,
        updated_at=wire.updated_at,
    )


def _policy(wire: Tagged) -> Policy:
    rule = _rule(wire)
    if isinstance(rule, UnrecognisedPolicy):
        return Policy(None, rule, None, None)
    stamp = StampWire.model_validate(wire.data)
    return Policy(stamp.id, rule, stamp.created_at, stamp.updated_at)


def _rule(wire: Tagged) -> Rule:
    rule: Rule
    match wire.type:
        case "max_payment_size":
            rule = MaxPaymentSize(sats(MaxPaymentSizeWire.model_validate(wire.data).max_size_sats))
        case "transaction_velocity":
            velocity = VelocityWire.model_validate(wire.data)
            rule = TransactionVelocity(velocity.transactions_per_minute)
        case "send_volume_limit":
            rule = SendVolumeLimit(sats(VolumeWire.model_validate(wire.data).limit_sats))
        case "reflex_approval":
            reflex = ReflexWire.model_validate(wire.data)
            rule = ReflexApproval(reflex.template_id, reflex.threshold)
        case "ofac_compliant":
            rule = OfacCompliant()
        case "processing_fee":
            rates = FeeOverrideWire.model_validate(wire.data).rates
            rule = ProcessingFeeOverride(
                FeeRates(rates.send_basis_points, rates.receive_basis_points)
            )
        case _:
            rule = UnrecognisedPolicy(wire.type)
    return rule
