"""The company goes about its day: a sale, a payout, a price asked for every so often."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator import codec
from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency
from voltage_tui.simulator.flows import payer, quote, receive, send
from voltage_tui.simulator.flows.fees import default_max_fee
from voltage_tui.simulator.moments import SECOND
from voltage_tui.simulator.options import Payer
from voltage_tui.simulator.state.kinds import NETWORK, Kind, ReceiveStatus
from voltage_tui.simulator.state.payment import InvoiceTerms, Receive, Send
from voltage_tui.simulator.state.quote import Quote

if TYPE_CHECKING:
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet

_FIRST_ORDER = 9_100
_EXPIRY_S = 900


def start(state: State) -> None:
    """Let the first thing happen within a minute, and others after it."""
    state.soon(15_000, 60_000, partial(_happen, state, 0))
    line = next((line for line in state.lines.values() if line.currency is Currency.USD), None)
    if line is not None:
        _ask_price(state, line)


def _happen(state: State, count: int) -> None:
    wallets = [
        wallet
        for wallet in state.wallets.values()
        if wallet.active and wallet.line.currency is Currency.BTC
    ]
    if wallets:
        if state.rng.random() < 0.75:
            _sell(state, _named(wallets, "Storefront"), count)
        else:
            _pay_out(state, _named(wallets, "Ops"), count)
    state.soon(15_000, 60_000, partial(_happen, state, count + 1))


def _ask_price(state: State, line: Line) -> None:
    """A shop in dollars asks what a bitcoin costs, whether or not somebody buys."""
    asked = Quote(
        id=state.new_id(),
        line=line,
        network=NETWORK,
        currency=Currency.USD,
        units=state.rng.randint(500, 20_000),
        to=Currency.BTC,
        precision="sats",
        requested=state.now,
        visible_at=state.now,
    )
    quote.request(state, asked)
    state.soon(30_000, 75_000, partial(_ask_price, state, line))


def _named(wallets: list[Wallet], name: str) -> Wallet:
    return next((wallet for wallet in wallets if wallet.name == name), wallets[0])


def _sell(state: State, wallet: Wallet, count: int) -> None:
    sale = Receive(
        id=state.new_id(),
        wallet=wallet,
        kind=Kind.BOLT11,
        created=state.now,
        updated=state.now,
        visible_at=state.now,
        description=f"Order {_FIRST_ORDER + count}",
        expiration=_EXPIRY_S,
    )
    sale.principal = sale.principal_msats = state.rng.randint(8_000, 240_000) * MSATS_PER_SAT
    receive.accept(state, sale)
    if state.options.payer is Payer.MANUAL:
        state.soon(4_000, 12_000, partial(_pay_sale, state, sale))


def _pay_sale(state: State, sale: Receive) -> None:
    if sale.status is ReceiveStatus.RECEIVING:
        payer.lightning(state, sale, sale.payer_msats)


def _pay_out(state: State, wallet: Wallet, count: int) -> None:
    msats = state.rng.randint(5_000, 90_000) * MSATS_PER_SAT
    note = f"Refund order {_FIRST_ORDER - 400 + count}"
    payment_id = state.new_id()
    terms = InvoiceTerms(msats, note, state.now, _EXPIRY_S, "customer")
    secret = state.secret("preimage", payment_id)
    payment_hash = codec.digest_of(secret).hex()
    state.preimages[payment_hash] = secret
    send.accept(
        state,
        Send(
            id=payment_id,
            wallet=wallet,
            kind=Kind.BOLT11,
            created=state.now,
            updated=state.now,
            visible_at=state.now,
            principal=msats,
            principal_msats=msats,
            max_fee_msats=default_max_fee(Kind.BOLT11, msats),
            description=note,
            invoice=terms,
            payment_hash=payment_hash,
            invoice_expires_at=state.now + _EXPIRY_S * SECOND,
        ),
    )
