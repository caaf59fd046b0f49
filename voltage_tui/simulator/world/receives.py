"""Receives of the past, by how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator import codec
from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency, sats_up
from voltage_tui.simulator.flows import payer, receive
from voltage_tui.simulator.flows.notes import note
from voltage_tui.simulator.flows.quote import set_price
from voltage_tui.simulator.moments import SECOND
from voltage_tui.simulator.state.kinds import NETWORK, Category, Kind
from voltage_tui.simulator.state.payment import Frozen, OnChain, Receive
from voltage_tui.simulator.state.quote import Quote

if TYPE_CHECKING:
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet
    from voltage_tui.simulator.world.plan import Plan

FROZEN: Final = "ofac_non_compliant_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to be paid, as it was made; `units` in the wallet's currency."""

    wallet: Wallet
    at: int
    units: int
    note: str | None
    kind: Kind = Kind.BOLT11
    metadata: dict[str, str] | None = None
    category: Category = Category.STANDARD
    expiration: int | None = None


def ask(plan: Plan, request: Request) -> Receive:
    """The receive itself, opened half a second after it was asked for."""
    state = plan.state
    payment = Receive(
        id=state.new_id(),
        wallet=request.wallet,
        kind=request.kind,
        created=request.at,
        updated=request.at,
        category=request.category,
        principal=request.units,
        principal_msats=request.units,
        metadata=request.metadata,
        description=request.note,
        expiration=request.expiration,
    )
    plan.at(request.at, partial(_enter, state, payment))
    plan.at(request.at + SECOND // 2, partial(_open, state, payment))
    return payment


def _enter(state: State, payment: Receive) -> None:
    if payment.currency is Currency.USD:
        payment.quote = past_quote(state, payment.wallet, Currency.USD, payment.principal)
    state.add_payment(payment)
    note(state, payment, "ReceiveRequested")


def _open(state: State, payment: Receive) -> None:
    receive.price(payment)
    receive.open_request(state, payment)
    note(state, payment, "RequestGenerated")


def past_quote(state: State, wallet: Wallet, currency: Currency, units: int) -> Quote:
    """A quote that was asked for, priced, and is consumed by the payment of this moment."""
    to = Currency.BTC if currency is Currency.USD else Currency.USD
    quote = Quote(
        id=state.new_id(),
        line=wallet.line,
        network=NETWORK,
        currency=currency,
        units=units,
        to=to,
        precision="sats" if to is Currency.BTC else "cents",
        requested=state.now - 2 * SECOND,
        visible_at=0,
        consumed_at=state.now,
        wallet_id=wallet.id,
    )
    set_price(state, quote)
    state.quotes[quote.id] = quote
    return quote


def paid(plan: Plan, request: Request, after: int) -> None:
    """Paid in full over Lightning, so long after it was asked for."""
    payment = ask(plan, request)
    plan.at(request.at + after, lambda: payer.lightning(plan.state, payment, payment.payer_msats))


def expired(plan: Plan, request: Request) -> None:
    """Nobody paid."""
    payment = ask(plan, request)
    seconds = request.expiration or receive.DEFAULT_EXPIRY_S
    plan.at(request.at + seconds * SECOND + SECOND, partial(receive.expire, plan.state, payment))


def paid_on_chain(plan: Plan, request: Request, after: int) -> None:
    """Paid in full on-chain: seen, and a block later settled."""
    payment = ask(plan, request)
    state = plan.state

    def confirm() -> None:
        for receipt in tuple(payment.receipts):
            if isinstance(receipt, OnChain):
                payer.confirm(state, payment, receipt.tx_id)

    def see() -> None:
        _see(state, payment)

    plan.at(request.at + after, see)
    plan.at(request.at + after + plan.few(20, 90), confirm)


def _see(state: State, payment: Receive) -> str:
    return payer.announce(state, payment, sats_up(payment.payer_msats))


def seen_on_chain(plan: Plan, request: Request, after: int, confirms_at: int) -> None:
    """A transaction was seen; its block comes at `confirms_at`, which is still to come."""
    payment = ask(plan, request)
    state = plan.state

    def see() -> None:
        tx_id = _see(state, payment)
        state.later(confirms_at, partial(payer.confirm, state, payment, tx_id))

    plan.at(request.at + after, see)


def still_open(plan: Plan, request: Request) -> None:
    """Shown to a payer just now; it expires when its time comes."""
    payment = ask(plan, request)
    seconds = request.expiration or receive.DEFAULT_EXPIRY_S
    due = request.at + seconds * SECOND
    plan.state.later(due, partial(receive.expire, plan.state, payment))


def frozen(plan: Plan, request: Request, after: int) -> None:
    """On-chain money came from a sanctioned address, was held back, and the request expired."""
    payment = ask(plan, request)
    state = plan.state

    def freeze() -> None:
        sats = payment.payer_msats // MSATS_PER_SAT
        tx_id = state.secret("tx", f"{payment.id}/frozen").hex()
        source = state.secret("frozen-from", payment.id).hex()
        address = codec.write_address(state, source)
        payment.frozen.append(Frozen(tx_id, address, sats, FROZEN))
        note(state, payment, "FundsFrozen")

    plan.at(request.at + after, freeze)
    seconds = request.expiration or receive.DEFAULT_EXPIRY_S
    plan.at(request.at + seconds * SECOND, partial(receive.expire, state, payment))
