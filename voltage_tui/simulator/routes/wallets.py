"""Wallets: list, create, read, rename, delete (API reference, section 4.2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator.context import accepted, reply
from voltage_tui.simulator.errors import access_rights, bad_request, not_found
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.kinds import NETWORK, SUPPORTED_NETWORKS
from voltage_tui.simulator.state.wallet import Wallet
from voltage_tui.simulator.wire.wallets import wallet_json

if TYPE_CHECKING:
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.state import State

_NAME_SHORTEST = 3
_NAME_LONGEST = 256


def list_wallets(context: Context) -> Response:
    """`get_all_organizations_wallets_as_user`: a bare array."""
    state, query = context.state, context.query
    environment = query.uuid("environment_id")
    inactive = query.flag("inactive") or False
    if environment not in (None, state.identity.environment_id):
        return reply(200, [])
    shown = [
        wallet_json(state, wallet)
        for wallet in state.wallets.values()
        if wallet.visible_at <= state.now and (wallet.active or inactive)
    ]
    return reply(200, shown)


def get_wallet(context: Context) -> Response:
    """`get_wallet`."""
    return reply(200, wallet_json(context.state, known_wallet(context)))


def known_wallet(context: Context) -> Wallet:
    """The wallet in the path; a 404 when there is none yet."""
    wallet = context.state.wallet(context.ids["wallet"])
    if wallet is None:
        raise not_found("instance_not_found", "wallet_id", context.ids["wallet"])
    return wallet


def create_wallet(context: Context) -> Response:
    """`create_wallet`: 202, readable a moment later."""
    state, body = context.state, context.body
    wallet_id, environment = body.uuid("id"), body.uuid("environment_id")
    line_id, network = body.uuid("line_of_credit_id"), body.choice("network", SUPPORTED_NETWORKS)
    name = body.text("name", shortest=_NAME_SHORTEST, longest=_NAME_LONGEST)
    limit, metadata = body.u64("limit"), body.metadata()
    if environment != state.identity.environment_id:
        raise access_rights()
    if wallet_id in state.wallets:
        if state.wallet(wallet_id) is None:
            return accepted()  # a quick duplicate is taken, and nothing comes of it (section 1)
        raise bad_request("invalid_request", "That id is already in use.", fields=["id"])
    line = _usable_line(state, line_id, network)
    if limit > line.limit - state.allocated(line):
        raise bad_request(
            "line_of_credit_cannot_allocate_wallet_limit",
            "The line of credit has not that much left to hand out.",
        )
    state.wallets[wallet_id] = Wallet(
        id=wallet_id,
        name=name,
        line=line,
        limit=limit,
        created=state.now,
        updated=state.now,
        visible_at=state.visible_at(),
        metadata=metadata,
    )
    return accepted()


def _usable_line(state: State, line_id: str, network: str) -> Line:
    line = state.lines.get(line_id)
    if line is None:
        raise bad_request("line_of_credit_not_found", "There is no such line of credit.")
    if line.disabled_at is not None:
        raise bad_request(
            "line_of_credit_disabled",
            "The line of credit is disabled.",
            line_of_credit_id=line.id,
        )
    if network != NETWORK:
        raise bad_request(
            "line_of_credit_network_mismatch", "The line of credit is on another network."
        )
    return line


def update_wallet(context: Context) -> Response:
    """`update_wallet`: only the name, a moment later."""
    state, wallet = context.state, known_wallet(context)
    name = context.body.text("name", shortest=_NAME_SHORTEST, longest=_NAME_LONGEST)
    state.soon(50, 500, partial(_rename, state, wallet, name))
    return accepted()


def _rename(state: State, wallet: Wallet, name: str) -> None:
    wallet.name = name
    wallet.updated = state.now


def delete_wallet(context: Context) -> Response:
    """`delete_wallet`: refused at once when not empty, else done a moment later."""
    state, wallet = context.state, known_wallet(context)
    if not wallet.is_empty:
        raise bad_request("wallet_not_empty", "The wallet is not empty.", wallet_id=wallet.id)
    state.soon(50, 500, partial(_delete, state, wallet))
    return accepted()


def _delete(state: State, wallet: Wallet) -> None:
    if not wallet.active:
        return
    wallet.updated = state.now
    if not wallet.is_empty:  # money came in between
        wallet.deletion_failed_at = state.now
        wallet.error = {"type": "InsufficientBalanceWithdrawal", "detail": "not empty"}
        return
    wallet.active = False
    wallet.deleted_at = state.now


_ALL = "/organizations/{org}/wallets"
_ONE = "/organizations/{org}/wallets/{wallet}"
ROUTES = (
    Route("GET", _ALL, list_wallets, (Permission.READ,)),
    Route("POST", _ALL, create_wallet, (Permission.WRITE,)),
    Route("GET", _ONE, get_wallet, (Permission.READ,)),
    Route("PATCH", _ONE, update_wallet, (Permission.WRITE,)),
    Route("DELETE", _ONE, delete_wallet, (Permission.WRITE,)),
)
