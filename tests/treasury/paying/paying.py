"""Payments over the simulator: what tests of sending have in common."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.treasury.harness import World, world
from voltage_tui.api.errors import RateLimited
from voltage_tui.destinations.recognise import Unsupported, recognise
from voltage_tui.model.ids import PaymentId, WalletId, new_id
from voltage_tui.money import BTC, Currency, Money, sats
from voltage_tui.simulator.faults import Answer, answer
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.simulator.state.kinds import RowKind
from voltage_tui.store.places import Places
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.snapshot import Snapshot

AMOUNT = sats(10_000)
FEE = sats(500)


@asynccontextmanager
async def armed_world(
    options: SimulatorOptions | None = None,
    *,
    cadence: Cadence | None = None,
    places: Places | None = None,
) -> AsyncIterator[World]:
    """A running treasury that knows its wallets and may send."""
    async with world(options, cadence=cadence, places=places) as w:
        await ready(w)
        w.power.arm()
        yield w


async def ready(w: World) -> None:
    """Let the treasury read its wallets and lines."""
    await w.until(lambda s: s.accounts and s.lines.value and s.book.value)


def wallet_in(w: World, currency: Currency = BTC) -> WalletId:
    """The first wallet of this currency."""
    return next(a.wallet.id for a in w.snapshot.accounts if a.currency == currency)


def order_for(
    w: World,
    amount: Money = AMOUNT,
    *,
    expiry_s: int = 3_600,
    target: str | None = None,
    wallet_id: WalletId | None = None,
) -> PayOrder:
    """An order to pay somebody outside, by a fresh invoice or to `target`."""
    text = target or w.simulator.invoice_to_pay(amount.units, "Invoice 8841", expiry_s)
    destination = recognise(text)
    assert not isinstance(destination, Unsupported)
    payment_id = PaymentId(new_id())
    return PayOrder(payment_id, wallet_id or wallet_in(w), destination, amount, FEE, BTC)


async def confirmed(w: World, order: PayOrder) -> PaymentId:
    """Confirm it as it is shown."""
    return await w.ask(w.treasury.start_send(order, order.digest))


def of(snapshot: Snapshot, payment_id: PaymentId) -> Sending:
    """The sending, which must be there."""
    found = snapshot.sending(payment_id)
    assert found is not None
    return found


async def reach(w: World, payment_id: PaymentId, stage: SendStage, limit_s: float = 60) -> Sending:
    """The sending once it is at `stage`."""
    await w.until(lambda s: (x := s.sending(payment_id)) and x.stage is stage, limit_s)
    return of(w.snapshot, payment_id)


def posts(w: World, end: str = "/payments") -> int:
    """How many requests to pay reached the simulator's door."""
    return w.count("POST", end)


def not_found() -> Answer:
    """What the API answers for an ID it does not know."""
    body = b'{"error":{"type":"payment_not_found","detail":"No such payment."}}'
    return answer(404, body, ("content-type", "application/json"))


def executed(w: World, payment_id: PaymentId) -> int:
    """How often money left for this payment, by the simulator's own books."""
    state = w.simulator._state
    rows = (row for wallet in state.wallets.values() for row in wallet.rows)
    return sum(1 for r in rows if r.payment_id == payment_id and r.kind is RowKind.CAPTURED)


def ask_for_quiet(w: World, seconds: float) -> None:
    """Have the server want quiet from now on."""

    async def refused() -> None:
        raise RateLimited(seconds)

    with pytest.raises(RateLimited):
        w.treasury._tools.gate.write(refused).send(None)


def quiet_once_reserved(w: World, order: PayOrder, seconds: float) -> None:
    """Have the server want quiet as soon as the order is reserved, before it is sent."""

    def told(_: object) -> None:
        if w.snapshot.sending(order.payment_id) is not None:
            stop()
            ask_for_quiet(w, seconds)

    stop = w.treasury.subscribe(told)
