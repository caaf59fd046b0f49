"""Creating payments, checking them, and treasury movements (sections 4.4, 6 and 14)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator.context import accepted
from voltage_tui.simulator.errors import bad_request, conflict, not_found
from voltage_tui.simulator.flows import receive, send
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.routes.receive_request import read_receive
from voltage_tui.simulator.routes.send_request import canonical, read_send
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.kinds import Category, SendStatus
from voltage_tui.simulator.state.payment import Send

if TYPE_CHECKING:
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.state.payment import Payment


def create_payment(context: Context) -> Response:
    """`create_payment`: a send or a receive; an approved check of the same body is promoted."""
    return _create(context, Category.STANDARD)


def create_treasury_movement(context: Context) -> Response:
    """`create_treasury_movement`: the owner's own money; never promotes a check."""
    return _create(context, Category.TREASURY)


def check_payment(context: Context) -> Response:
    """`check_payment`: would the policies let this send pass?"""
    body = context.body
    existing = context.state.payments.get(body.uuid("id"))
    if existing is not None:
        return _again(context, existing)
    wallet = context.state.wallet(body.uuid("wallet_id"))
    checked = read_send(context.state, body, wallet, Category.STANDARD)
    checked.check_only = True
    send.accept(context.state, checked)
    return accepted()


def _create(context: Context, category: Category) -> Response:
    state, body = context.state, context.body
    is_send, is_receive = body.has("type"), body.has("payment_kind")
    if is_send is is_receive:
        raise body.misfit("type", "either type or payment_kind is expected")
    if is_send:
        context.need(Permission.WRITE)
    existing = state.payments.get(body.uuid("id"))
    if existing is None and state.bulk is not None:
        existing = state.bulk.payment(body.uuid("id"))
    if existing is not None:
        if category is Category.STANDARD and _is_check_of(existing, canonical(body)):
            return _promote(context, existing)
        return _again(context, existing)
    wallet_id = body.uuid("wallet_id")
    wallet = state.wallet(wallet_id)
    if wallet is None and category is Category.TREASURY:
        raise not_found("wallet_not_found", "wallet_id", wallet_id)
    if is_send:
        send.accept(state, read_send(state, body, wallet, category))
    else:
        receive.accept(state, read_receive(state, body, wallet, category))
    return accepted()


def _again(context: Context, existing: Payment) -> Response:
    """A known id: 409, or nothing at all while it cannot be seen yet (section 1)."""
    if existing.visible_at > context.state.now:
        return accepted()
    raise conflict("payment_exists", "payment_id", existing.id)


def _is_check_of(existing: Payment, body: str) -> bool:
    return isinstance(existing, Send) and existing.check_only is True and existing.body == body


def _promote(context: Context, existing: Payment) -> Response:
    if not isinstance(existing, Send) or existing.status is not SendStatus.APPROVED:
        raise bad_request(
            "payment_not_approved", "The check was not approved.", payment_id=existing.id
        )
    context.state.soon(50, 500, partial(send.promote, context.state, existing))
    return accepted()


_ENV = "/organizations/{org}/environments/{env}"
ROUTES = (
    Route("POST", _ENV + "/payments", create_payment, (Permission.RECEIVE, Permission.WRITE)),
    Route("POST", _ENV + "/payments/check", check_payment, (Permission.WRITE,)),
    Route("POST", _ENV + "/treasury_movements", create_treasury_movement, (Permission.WRITE,)),
)
