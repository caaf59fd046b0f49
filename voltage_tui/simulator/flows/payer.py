"""The simulated payer, and the ways in which money reaches a receive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import MSATS_PER_SAT, sats_up
from voltage_tui.simulator.flows.credit import credit
from voltage_tui.simulator.flows.notes import note
from voltage_tui.simulator.moments import DAY
from voltage_tui.simulator.state.kinds import FeeRoute, Kind, ReceiveStatus
from voltage_tui.simulator.state.payment import OnChain, Settled, ShortCircuit

if TYPE_CHECKING:
    from voltage_tui.simulator.state.payment import Receive
    from voltage_tui.simulator.state.state import State

_BLOCKS_AT_1970 = -55_600_000
_BLOCKS_PER_DAY = 2_880


def plan(state: State, receive: Receive) -> None:
    """Have a receive paid 2 to 8 seconds from now; some on-chain ones in two parts."""
    msats = receive.payer_msats
    if receive.any_amount:
        msats = state.rng.randint(1_000, 50_000) * MSATS_PER_SAT
    on_chain = receive.kind is Kind.ONCHAIN or (
        receive.kind is Kind.BIP21 and state.rng.random() < 0.3
    )
    if not on_chain:
        state.soon(2_000, 8_000, partial(lightning, state, receive, msats))
        return
    sats = sats_up(msats)
    first = sats * state.rng.randint(30, 70) // 100 if state.rng.random() < 0.25 else sats
    state.soon(2_000, 8_000, partial(detect, state, receive, first))
    if first < sats:
        state.soon(20_000, 40_000, partial(detect, state, receive, sats - first))


def lightning(state: State, receive: Receive, msats: int) -> None:
    """A Lightning payer pays; nothing happens once the request is no longer open."""
    if receive.status is not ReceiveStatus.RECEIVING:
        return
    credit_id = state.new_id()
    receive.receipts.append(Settled(credit_id))
    credit(state, receive, msats, credit_id, FeeRoute.DIRECT)


def detect(state: State, receive: Receive, sats: int) -> None:
    """A transaction to the address is seen; it settles with the next block."""
    tx_id = announce(state, receive, sats)
    state.soon(6_000, 30_000, partial(confirm, state, receive, tx_id))


def announce(state: State, receive: Receive, sats: int) -> str:
    """Note a transaction without a block yet, and return its id."""
    tx_id = state.secret("tx", f"{receive.id}/{len(receive.receipts)}").hex()
    receive.receipts.append(OnChain(tx_id, sats))
    note(state, receive, "TransactionDetected")
    state.tell(receive, "detected")
    return tx_id


def confirm(state: State, receive: Receive, tx_id: str) -> None:
    """The transaction is in a block: credit it, whatever the request's state (section 20)."""
    credit_id = state.new_id()
    for place, receipt in enumerate(receive.receipts):
        if isinstance(receipt, OnChain) and receipt.tx_id == tx_id:
            receive.receipts[place] = mined(state, receipt, credit_id)
            msats = receipt.sats * MSATS_PER_SAT
            credit(state, receive, msats, credit_id, FeeRoute.DIRECT)


def mined(state: State, receipt: OnChain, ledger_id: str) -> OnChain:
    """The receipt once its transaction is in the block of this moment."""
    return OnChain(receipt.tx_id, receipt.sats, ledger_id, height(state.now), state.now)


def height(at: int) -> int:
    """The block height at a moment: a block every 30 seconds, as on mutinynet."""
    return _BLOCKS_AT_1970 + at * _BLOCKS_PER_DAY // DAY


def short_circuit(state: State, receive: Receive, msats: int, payer_id: str) -> None:
    """Another wallet here paid: it settles inside, with no network in between."""
    credit_id = state.new_id()
    receive.receipts.append(ShortCircuit(credit_id, msats, payer_id))
    credit(state, receive, msats, credit_id, FeeRoute.SHORT_CIRCUIT)


def pay_now(state: State, receive: Receive, msats: int | None) -> None:
    """Pay a receive at this moment; raises `ValueError` when nobody could."""
    if receive.ready_at is None or receive.status is ReceiveStatus.FAILED:
        raise ValueError("the request cannot be paid")
    owed = receive.payer_msats - receive.received_msats
    amount = msats if msats is not None else (10_000_000 if receive.any_amount else owed)
    if amount <= 0:
        raise ValueError("there is nothing left to pay")
    if receive.kind is Kind.ONCHAIN:
        confirm(state, receive, announce(state, receive, sats_up(amount)))
        return
    if receive.status is not ReceiveStatus.RECEIVING:
        raise ValueError("the request is closed")
    if not receive.any_amount and amount != receive.payer_msats:
        raise ValueError("an invoice with an amount is paid exactly")
    lightning(state, receive, amount)
