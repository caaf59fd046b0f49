"""A receive from acceptance to its end (API reference, section 6)."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator import codec
from voltage_tui.simulator.amounts import Currency, amount_json
from voltage_tui.simulator.flows import payer
from voltage_tui.simulator.flows.fees import basis_points, fee_terms
from voltage_tui.simulator.flows.notes import error_json, fail, note
from voltage_tui.simulator.moments import SECOND
from voltage_tui.simulator.options import Payer
from voltage_tui.simulator.state.kinds import Category, Direction, Kind, ReceiveStatus
from voltage_tui.simulator.state.payment import InvoiceTerms

if TYPE_CHECKING:
    from voltage_tui.simulator.state.payment import Receive
    from voltage_tui.simulator.state.state import State

DEFAULT_EXPIRY_S: Final = 3_600
MAX_EXPIRY_S: Final = 86_400
_COMPLIANCE: Final = re.compile(r"VOLTAGE_COMPLIANCE_[0-9a-fA-F-]{36}")


def accept(state: State, receive: Receive) -> None:
    """Take a valid request in; the rest happens later."""
    state.add_payment(receive)
    note(state, receive, "ReceiveRequested")
    state.soon(150, 700, partial(generate, state, receive))


def generate(state: State, receive: Receive) -> None:
    """`generating` to `receiving`, or to `failed` when there can be no invoice."""
    if receive.quote is not None and not receive.quote.usable(state.now):
        error = error_json("receive_failed", "The quote cannot be used.", code="quote_failed")
        fail(state, receive, error)
        return
    if receive.description is not None and _COMPLIANCE.fullmatch(receive.description):
        fail(state, receive, error_json("receive_failed", "Not approved.", code="rejected"))
        return
    if receive.any_amount and _costs(receive):
        fail(
            state,
            receive,
            error_json(
                "receive_failed",
                "A fee applies, so the amount must be fixed.",
                code="invalid_payment_amount",
                context={"amount": amount_json(Currency.BTC, 0)},
            ),
        )
        return
    price(receive)
    open_request(state, receive)
    note(state, receive, "RequestGenerated")
    state.tell(receive, "generated")
    if receive.expires_at is not None:
        state.later(receive.expires_at, partial(expire, state, receive))
    if state.options.payer is Payer.AUTO:
        payer.plan(state, receive)


def _costs(receive: Receive) -> bool:
    rate = basis_points(receive.wallet, Direction.RECEIVE)
    return rate > 0 and receive.category is Category.STANDARD


def price(receive: Receive) -> None:
    """Fix what is asked for on the rail, and freeze the fee."""
    if receive.quote is not None:
        receive.principal_msats = receive.quote.msats(receive.principal)
    if not receive.any_amount:
        receive.fee = fee_terms(receive, Direction.RECEIVE)


def open_request(state: State, receive: Receive) -> None:
    """Make the invoice and the address; from here on it can be paid."""
    seconds = receive.expiration if receive.expiration is not None else DEFAULT_EXPIRY_S
    if receive.quote is not None and receive.quote.expires_at is not None:
        left = max(1, (receive.quote.expires_at - state.now) // SECOND)
        if receive.expiration is not None:
            receive.expiration = min(seconds, left)
        seconds = min(seconds, left)
    receive.status = ReceiveStatus.RECEIVING
    receive.ready_at = state.now
    receive.expires_at = state.now + seconds * SECOND
    if receive.kind is not Kind.ONCHAIN:
        msats = None if receive.any_amount else receive.payer_msats
        note_text = receive.description or ""
        receive.invoice = InvoiceTerms(msats, note_text, state.now, seconds, codec.OUR_NODE)
    if receive.kind is not Kind.BOLT11:
        receive.address = ""


def expire(state: State, receive: Receive) -> None:
    """Time ran out before the whole amount came."""
    if receive.status is not ReceiveStatus.RECEIVING:
        return
    receive.status = ReceiveStatus.EXPIRED
    receive.error = {"type": "expired"}
    note(state, receive, "ReceiveExpired")
    state.tell(receive, "expired")
