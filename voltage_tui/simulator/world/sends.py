"""Sends of the past, by how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency
from voltage_tui.simulator.flows import payer, send
from voltage_tui.simulator.flows.fees import default_max_fee, lightning_fee, onchain_fee_sats
from voltage_tui.simulator.flows.notes import error_json, fail, note
from voltage_tui.simulator.moments import MINUTE, MS, SECOND
from voltage_tui.simulator.state.kinds import FeeRoute, Kind, SendStatus
from voltage_tui.simulator.state.payment import InvoiceTerms, OnChain, Send, Settled, ShortCircuit
from voltage_tui.simulator.world.receives import Request, ask, past_quote

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet
    from voltage_tui.simulator.world.plan import Plan

_HOLD_AFTER = 350 * MS
_EXPIRY_S = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order to pay, as it was given; `msats` is what the payee gets."""

    wallet: Wallet
    at: int
    msats: int
    note: str | None
    payee: str
    kind: Kind = Kind.BOLT11
    metadata: dict[str, str] | None = None
    max_fee_msats: int | None = None


def give(plan: Plan, order: Order) -> Send:
    """The send itself, `sending` from the moment it was ordered."""
    state, kind = plan.state, order.kind
    fee = order.max_fee_msats
    payment = Send(
        id=state.new_id(),
        wallet=order.wallet,
        kind=kind,
        created=order.at,
        updated=order.at,
        principal=order.msats,
        principal_msats=order.msats,
        max_fee_msats=default_max_fee(kind, order.msats) if fee is None else fee,
        metadata=order.metadata,
        description=order.note,
    )
    if kind is not Kind.ONCHAIN:
        written = order.at - 3 * MINUTE
        text = order.note or ""
        payment.invoice = InvoiceTerms(order.msats, text, written, _EXPIRY_S, order.payee)
    if kind is not Kind.BOLT11:
        payment.address = ""
    plan.at(order.at, partial(_enter, state, payment))
    return payment


def _enter(state: State, payment: Send) -> None:
    if payment.currency is Currency.USD:
        wallet, msats = payment.wallet, payment.principal_msats
        payment.quote = past_quote(state, wallet, Currency.BTC, msats)
        payment.principal = payment.quote.cents(msats)
    state.add_payment(payment)
    note(state, payment, "SendRequested")


def _approve(state: State, payment: Send) -> None:
    send.price(payment)
    payment.status = SendStatus.APPROVED
    note(state, payment, "Approved")


def _hold(state: State, payment: Send) -> None:
    _approve(state, payment)
    fee = payment.fee.amount if payment.fee is not None else 0
    ceiling = send.in_wallet_currency(payment, payment.max_fee_msats)
    payment.hold_id = state.new_id()
    payment.wallet.hold(payment.hold_id, payment.id, payment.principal + ceiling + fee, state.now)
    note(state, payment, "Held")


def done(plan: Plan, order: Order) -> None:
    """Paid over Lightning or on-chain, for the fee that the network took."""
    payment = give(plan, order)
    state = plan.state
    plan.at(order.at + _HOLD_AFTER, partial(_hold, state, payment))
    after = plan.few(25, 90) if order.kind is Kind.ONCHAIN else plan.few(1, 6)
    plan.at(order.at + SECOND // 2 + after, partial(_settle, state, payment))


def _settle(state: State, payment: Send) -> None:
    hold_id = payment.hold_id or ""
    if payment.kind is Kind.ONCHAIN:
        tx_id = state.secret("tx", payment.id).hex()
        receipt = OnChain(tx_id, payment.principal_msats // MSATS_PER_SAT)
        payment.receipts.append(payer.mined(state, receipt, hold_id))
        fee = onchain_fee_sats(state, payment) * MSATS_PER_SAT
    else:
        payment.receipts.append(Settled(hold_id))
        fee = lightning_fee(state, payment)
    send.capture(state, payment, fee, FeeRoute.DIRECT)


def failed(plan: Plan, order: Order, error: JsonObject) -> None:
    """Held, tried, and given up: the hold is released."""
    payment = give(plan, order)
    state = plan.state
    plan.at(order.at + _HOLD_AFTER, partial(_hold, state, payment))
    after = SECOND + plan.few(1, 40)
    plan.at(order.at + after, partial(send.give_up, state, payment, error))


def refused(plan: Plan, order: Order, error: JsonObject) -> None:
    """Ended before anything was held: by policy, quote or lack of funds."""
    payment = give(plan, order)
    state = plan.state
    if error["type"] == "hold_failed":
        plan.at(order.at + _HOLD_AFTER, partial(_approve, state, payment))
    plan.at(order.at + 2 * _HOLD_AFTER, partial(fail, state, payment, error))


def no_route() -> JsonObject:
    """The error of a Lightning send that found no way."""
    return error_json("send_failed", "No route found.", code="no_route")


def stuck(plan: Plan, order: Order) -> None:
    """Still `sending`: something it depends on is down."""
    give(plan, order)


def in_flight(plan: Plan, order: Order) -> None:
    """Approved and held, and no word since."""
    payment = give(plan, order)
    plan.at(order.at + _HOLD_AFTER, partial(_hold, plan.state, payment))


def moved(plan: Plan, order: Order, to: Wallet) -> None:
    """Paid from one wallet to another here: settled inside, for no network fee."""
    request = Request(wallet=to, at=order.at - 20 * SECOND, units=order.msats, note=order.note)
    target = ask(plan, request)
    payment = give(plan, order)
    state = plan.state

    def settle() -> None:
        if isinstance(target.invoice, InvoiceTerms):
            payment.invoice = target.invoice._replace(owner=target.id)
        payment.receipts.append(ShortCircuit(payment.hold_id or "", order.msats, target.id))
        send.capture(state, payment, 0, FeeRoute.SHORT_CIRCUIT)
        payer.short_circuit(state, target, order.msats, payment.id)

    plan.at(order.at + _HOLD_AFTER, partial(_hold, state, payment))
    plan.at(order.at + _HOLD_AFTER + SECOND, settle)
