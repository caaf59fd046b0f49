"""Wallet policies: read and change (API reference, sections 4.3 and 15)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.simulator.context import accepted, reply
from voltage_tui.simulator.errors import bad_request, invalid_data, not_found
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.policies import FeeRates, Limit, Policies, Reflex, Screening
from voltage_tui.simulator.wire.policies import policies_json

if TYPE_CHECKING:
    from voltage_tui.simulator.body import Fields
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet

_LIMITS: Final = ("max_payment_size_sats", "transactions_per_minute", "send_volume_limit_sats")
_KEYS: Final = frozenset({*_LIMITS, "template_id", "ofac_compliant", "processing_fee"})
_MOST_BASIS_POINTS: Final = 10_000
_U16: Final = (1 << 16) - 1


class Rates(NamedTuple):
    """Processing fees as asked for, in basis points; above 10,000 they are refused later."""

    send: int
    receive: int


class Update(NamedTuple):
    """What is to change; None leaves a policy as it is."""

    size: int | None
    velocity: int | None
    volume: int | None
    template_id: str | None
    screening: bool | None
    rates: Rates | None
    inherit_fees: bool


def get_policies(context: Context) -> Response:
    """`get_wallet_policies`: 404 for an unknown wallet and for one without policies."""
    wallet = _known_wallet(context)
    if wallet.policies is None:
        raise not_found("wallet_policies_not_found", "wallet_id", wallet.id)
    return reply(200, policies_json(context.state, wallet, wallet.policies))


def _known_wallet(context: Context) -> Wallet:
    wallet = context.state.wallet(context.ids["wallet"])
    if wallet is None:
        raise not_found("wallet_policies_not_found", "wallet_id", context.ids["wallet"])
    return wallet


def update_policies(context: Context) -> Response:
    """`update_wallet_policies`: done a moment later, or rejected in `error`."""
    state, body, wallet = context.state, context.body, _known_wallet(context)
    unknown = body.names() - _KEYS
    if unknown:
        raise invalid_data(min(unknown), "the field is not known")
    update = _read(body)
    if not body.names() or (update == _NOTHING and not body.mentions("processing_fee")):
        raise bad_request("no_updates_provided", "Nothing to change.", wallet_id=wallet.id)
    state.soon(50, 500, partial(_apply, state, wallet, update))
    return accepted()


_NOTHING: Final = Update(None, None, None, None, None, None, inherit_fees=False)


def _read(body: Fields) -> Update:
    size, velocity, volume = (body.u64(name, low=1) if body.has(name) else None for name in _LIMITS)
    fees = body.child("processing_fee") if body.has("processing_fee") else None
    return Update(
        size=size,
        velocity=velocity,
        volume=volume,
        template_id=body.optional_uuid("template_id"),
        screening=body.flag("ofac_compliant") if body.has("ofac_compliant") else None,
        rates=None if fees is None else _rates(fees),
        inherit_fees=fees is None and body.mentions("processing_fee"),
    )


def _rates(fees: Fields) -> Rates:
    return Rates(
        fees.integer("send_basis_points", low=0, high=_U16),
        fees.integer("receive_basis_points", low=0, high=_U16),
    )


def _apply(state: State, wallet: Wallet, update: Update) -> None:
    policies = wallet.policies
    if policies is None:
        policies = wallet.policies = Policies(updated=state.now)
    policies.updated = state.now
    policies.error = _problem(update.rates)
    if policies.error is not None:
        return
    policies.max_payment_size = _limit(state, policies.max_payment_size, update.size)
    policies.velocity = _limit(state, policies.velocity, update.velocity)
    policies.send_volume = _limit(state, policies.send_volume, update.volume)
    if update.template_id is not None:
        old = policies.reflex
        new_id, born = (state.new_id(), state.now) if old is None else (old.id, old.created)
        policies.reflex = Reflex(new_id, update.template_id, None, born, state.now)
    if update.screening is not None:
        on = policies.screening or Screening(state.new_id(), state.now)
        policies.screening = on if update.screening else None
    if update.rates is not None:
        fees = policies.fees
        new_id, born = (state.new_id(), state.now) if fees is None else (fees.id, fees.created)
        policies.fees = FeeRates(new_id, *update.rates, born, state.now)
    elif update.inherit_fees:
        policies.fees = None


def _limit(state: State, old: Limit | None, value: int | None) -> Limit | None:
    if value is None:
        return old
    if old is None:
        return Limit(state.new_id(), value, state.now, state.now)
    return old._replace(value=value, updated=state.now)


def _problem(rates: Rates | None) -> JsonObject | None:
    """Why rates are rejected after they were accepted: more than the whole amount."""
    for direction, rate in zip(("send", "receive"), rates or (), strict=False):
        if rate > _MOST_BASIS_POINTS:
            return {
                "type": "invalid_processing_fee_rates",
                "detail": "A rate is above the whole amount.",
                "context": {
                    "direction": direction,
                    "basis_points": rate,
                    "max_basis_points": _MOST_BASIS_POINTS,
                },
            }
    return None


_POLICIES = "/organizations/{org}/wallets/{wallet}/policies"
ROUTES = (
    Route("GET", _POLICIES, get_policies, (Permission.READ,)),
    Route("PATCH", _POLICIES, update_policies, (Permission.WRITE,)),
)
