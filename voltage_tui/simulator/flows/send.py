"""A send from acceptance to its end (API reference, section 6)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator import codec
from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency
from voltage_tui.simulator.flows import payer
from voltage_tui.simulator.flows.fees import fee_terms, lightning_fee, onchain_fee_sats
from voltage_tui.simulator.flows.notes import error_json, fail, note
from voltage_tui.simulator.flows.policy import refusal
from voltage_tui.simulator.state.kinds import (
    Direction,
    FeeRoute,
    ReceiveStatus,
    SendStatus,
)
from voltage_tui.simulator.state.ledger import Breakdown
from voltage_tui.simulator.state.payment import OnChain, Settled, ShortCircuit

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.payment import Receive, Send
    from voltage_tui.simulator.state.state import State

_TARGET_BLOCKS = 6


def accept(state: State, send: Send) -> None:
    """Take a valid request in; the rest happens later."""
    state.add_payment(send)
    note(state, send, "SendRequested")
    state.soon(150, 500, partial(approve, state, send))


def promote(state: State, send: Send) -> None:
    """An approved check becomes a payment, a moment after it was asked for."""
    if send.check_only is not True:
        return
    send.check_only = False
    note(state, send, "Promoted")
    state.soon(10, 60, partial(hold, state, send))


def approve(state: State, send: Send) -> None:
    """`sending` to `approved`, or to `failed` by quote or policy."""
    if send.quote is not None and not send.quote.usable(state.now):
        fail(state, send, error_json("quote_failed", "The quote cannot be used."))
        return
    reason = refusal(state, send)
    if reason is not None:
        fail(state, send, error_json("rejected", reason))
        return
    price(send)
    send.status = SendStatus.APPROVED
    note(state, send, "Approved")
    if send.check_only is not True:
        state.soon(10, 60, partial(hold, state, send))


def price(send: Send) -> None:
    """Fix what the wallet pays for the principal, and freeze the fee."""
    send.principal = in_wallet_currency(send, send.principal_msats)
    send.fee = fee_terms(send, Direction.SEND)


def in_wallet_currency(send: Send, msats: int) -> int:
    """A rail value in the wallet's currency, at the quote's rate."""
    if send.currency is Currency.BTC or send.quote is None:
        return msats
    return send.quote.cents(msats)


def hold(state: State, send: Send) -> None:
    """Reserve principal, fee ceiling and processing fee (section 20), or fail."""
    fee = send.fee.amount if send.fee is not None else 0
    amount = send.principal + in_wallet_currency(send, send.max_fee_msats) + fee
    if amount > send.wallet.spending_power or not send.wallet.active:
        detail = "Wallet cannot cover the payment."
        fail(state, send, error_json("hold_failed", detail, code="insufficient_funds"))
        return
    send.hold_id = state.new_id()
    send.wallet.hold(send.hold_id, send.id, amount, state.now)
    note(state, send, "Held")
    state.soon(400, 2_500, partial(execute, state, send))


def execute(state: State, send: Send) -> None:
    """Pay: inside when the payee is one of ours, else over Lightning or on-chain."""
    ours = _counterpart(state, send)
    if ours is not None and send.payment_hash is not None:
        if ours.status is ReceiveStatus.RECEIVING:
            _settle_inside(state, send, ours)
        else:
            give_up(state, send, error_json("send_failed", "No route found.", code="no_route"))
    elif send.payment_hash is not None:
        _pay_invoice(state, send)
    elif ours is not None:
        _settle_inside(state, send, ours)
    else:
        _broadcast(state, send)


def _counterpart(state: State, send: Send) -> Receive | None:
    """Our own receive that this send pays, if it is one."""
    if send.payment_hash is not None:
        return codec.our_receive(state, bytes.fromhex(send.payment_hash))
    from voltage_tui.destinations import address  # noqa: PLC0415 - seldom needed

    written = codec.address(state, send)
    return None if written is None else codec.our_receive(state, address.decode(written).program)


def _settle_inside(state: State, send: Send, ours: Receive) -> None:
    hold_id = _hold_id(send)
    send.receipts.append(ShortCircuit(hold_id, send.principal_msats, ours.id))
    capture(state, send, 0, FeeRoute.SHORT_CIRCUIT)
    payer.short_circuit(state, ours, send.principal_msats, send.id)


def _pay_invoice(state: State, send: Send) -> None:
    if send.invoice_expires_at is not None and send.invoice_expires_at <= state.now:
        detail = "The invoice has expired."
        give_up(state, send, error_json("send_failed", detail, code="invalid_bolt11_invoice"))
        return
    fee = lightning_fee(state, send)
    known = send.payment_hash in state.preimages  # nothing else could be proven to be paid
    if not known or fee > send.max_fee_msats:
        detail = "No route was found within the fee limit."
        give_up(state, send, error_json("send_failed", detail, code="no_route"))
        return
    send.receipts.append(Settled(_hold_id(send)))
    capture(state, send, fee, FeeRoute.DIRECT)


def _broadcast(state: State, send: Send) -> None:
    fee_sats = onchain_fee_sats(state, send)
    ceiling = send.max_fee_msats // MSATS_PER_SAT
    if fee_sats > ceiling:
        give_up(state, send, fee_above_max(fee_sats, ceiling))
        return
    tx_id = state.secret("tx", send.id).hex()
    send.receipts.append(OnChain(tx_id, send.principal_msats // MSATS_PER_SAT))
    note(state, send, "Broadcast")
    state.soon(4_000, 25_000, partial(confirm, state, send))


def fee_above_max(estimated_sats: int, ceiling_sats: int) -> JsonObject:
    """The error of an on-chain send whose fee limit is too low."""
    return error_json(
        "send_failed",
        "Fee estimate is higher than the configured maximum.",
        code="broadcast_fee_above_max",
        context={
            "estimated_fee_sats": estimated_sats,
            "max_fee_sats": ceiling_sats,
            "target_blocks": _TARGET_BLOCKS,
        },
    )


def confirm(state: State, send: Send) -> None:
    """The transaction is in a block: capture."""
    hold_id = _hold_id(send)
    receipt = send.receipts[-1]
    if isinstance(receipt, OnChain):
        send.receipts[-1] = payer.mined(state, receipt, hold_id)
    capture(state, send, onchain_fee_sats(state, send) * MSATS_PER_SAT, FeeRoute.DIRECT)


def capture(state: State, send: Send, network_msats: int, route: FeeRoute) -> None:
    """Take what was really spent from the hold, and complete."""
    send.network_msats = network_msats
    send.network_fee = in_wallet_currency(send, network_msats)
    fee = send.fee.amount if send.fee is not None else 0
    rate = send.fee.basis_points if send.fee is not None else 0
    made_of = Breakdown(send.principal, send.network_fee, fee, rate, send.kind, route)
    amount = send.principal + send.network_fee + fee
    send.wallet.capture(_hold_id(send), amount, state.now, made_of)
    note(state, send, "Captured")
    send.status = SendStatus.COMPLETED
    note(state, send, "SendCompleted")
    state.tell(send, "succeeded")


def give_up(state: State, send: Send, error: JsonObject) -> None:
    """Execution failed: release what was held, and end."""
    send.wallet.release(_hold_id(send), state.now)
    fail(state, send, error)
    note(state, send, "Released")


def _hold_id(send: Send) -> str:
    if send.hold_id is None:
        raise RuntimeError("a send is executed only after its hold")
    return send.hold_id
