"""Everything the treasury changes for a person: how it is asked for, what is said, what is true."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from tests.failures.way_to_simulator import RealWorld
from tests.treasury.paying.paying import AMOUNT, executed, order_for, wallet_in
from voltage_tui.model.ids import LineId, PaymentId, WalletId
from voltage_tui.model.payment import PaymentKind
from voltage_tui.model.quote import Quote
from voltage_tui.money import BTC, USD, Money, cents, sats
from voltage_tui.treasury.acts import ActState
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage
from voltage_tui.treasury.receiving import ReceiveOrder, ReceivingStage


class Said(Enum):
    """What a person is told of it, whatever it is."""

    WAITING = "under way"
    NO = "surely nothing was done"
    UNKNOWN = "it may have been done or not"
    TAKEN = "Voltage has it"
    DONE = "done"


@dataclass(frozen=True)
class Deed:
    """`act` asks for it; `said` is what is shown now; `true` is whether the simulator did it.

    `writes` is how many different writes it takes: a rate comes before a request in dollars.
    """

    act: Callable[[], Awaitable[object]]
    said: Callable[[], Said]
    true: Callable[[], bool]
    order: PayOrder | None = None
    writes: int = 1


Prepare = Callable[[RealWorld], Awaitable[Deed]]
_SENT: Final = {
    SendStage.JOURNALLED: Said.WAITING,
    SendStage.SENDING: Said.WAITING,
    SendStage.ACCEPTED: Said.TAKEN,
    SendStage.UNKNOWN: Said.UNKNOWN,
    SendStage.NOT_SENT: Said.NO,
    SendStage.REFUSED: Said.NO,
    SendStage.FAILED: Said.NO,
    SendStage.GIVEN_UP: Said.NO,
    SendStage.COMPLETED: Said.DONE,
}
_ASKED: Final = {
    ReceivingStage.QUOTING: Said.WAITING,
    ReceivingStage.SENDING: Said.WAITING,
    ReceivingStage.ACCEPTED: Said.TAKEN,
    ReceivingStage.READY: Said.DONE,
    ReceivingStage.PAID: Said.DONE,
    ReceivingStage.EXPIRED: Said.DONE,
    ReceivingStage.FAILED: Said.NO,
    ReceivingStage.REFUSED: Said.NO,
    ReceivingStage.NOT_SENT: Said.NO,
    ReceivingStage.UNKNOWN: Said.UNKNOWN,
}
_CHANGED: Final = {
    ActState.SENDING: Said.WAITING,
    ActState.ACCEPTED: Said.TAKEN,
    ActState.DONE: Said.DONE,
    ActState.REFUSED: Said.NO,
    ActState.NOT_SENT: Said.NO,
    ActState.UNKNOWN: Said.UNKNOWN,
}


def _sending(w: RealWorld, order: PayOrder) -> Deed:
    def said() -> Said:
        sending = w.snapshot.sending(order.payment_id)
        return Said.WAITING if sending is None else _SENT[sending.stage]

    return Deed(
        lambda: w.treasury.start_send(order, order.digest),
        said,
        lambda: executed(w, order.payment_id) == 1,
        order,
    )


async def _invoice(w: RealWorld) -> Deed:
    return _sending(w, order_for(w))


async def _address(w: RealWorld) -> Deed:
    order = order_for(w, target=w.simulator.address_to_pay())
    return _sending(w, replace(order, max_fee=sats(5_000)))


async def _link(w: RealWorld) -> Deed:
    invoice = w.simulator.invoice_to_pay(AMOUNT.units, "bill")
    text = f"bitcoin:{w.simulator.address_to_pay()}?amount=0.0001&lightning={invoice}"
    return _sending(w, replace(order_for(w, target=text), max_fee=sats(5_000)))


async def _dollars(w: RealWorld) -> Deed:
    wallet_id = wallet_in(w, USD)
    quote = await w.ask(w.treasury.request_quote(wallet_id, AMOUNT))
    order = order_for(w, wallet_id=wallet_id)
    return _sending(w, replace(order, currency=USD, quote_id=quote.id))


async def _rate(w: RealWorld) -> Deed:
    asked: list[asyncio.Task[Quote]] = []

    def said() -> Said:
        if not asked or not asked[0].done():
            return Said.WAITING
        return Said.NO if asked[0].exception() is not None else Said.DONE

    async def act() -> None:
        work = w.treasury.request_quote(wallet_in(w, USD), AMOUNT)
        asked.append(asyncio.ensure_future(work))

    def true() -> bool:
        try:
            return asked[0].result().id in w.simulator._state.quotes
        except PayRefused:
            return False

    return Deed(act, said, true)


def _receiving(amount: Money, kind: PaymentKind) -> Prepare:
    async def prepare(w: RealWorld) -> Deed:
        made: list[PaymentId] = []

        async def act() -> None:
            wallet_id = wallet_in(w, amount.currency)
            order = ReceiveOrder(wallet_id, kind, amount, "Table 4", 900)
            made.append(w.treasury.start_receive(order))

        def said() -> Said:
            receiving = w.snapshot.receiving(made[0]) if made else None
            return Said.WAITING if receiving is None else _ASKED[receiving.stage]

        true = lambda: made[0] in w.simulator._state.payments  # noqa: E731
        return Deed(act, said, true, writes=1 if amount.currency == BTC else 2)

    return prepare


def _act(w: RealWorld, work: Callable[[], object], true: Callable[[], bool]) -> Deed:
    before = len(w.snapshot.acts)

    async def act() -> None:
        work()

    def said() -> Said:
        acts = w.snapshot.acts
        return _CHANGED[acts[0].state] if len(acts) > before else Said.WAITING

    return Deed(act, said, true)


def _create(w: RealWorld) -> WalletId:
    line_id: LineId = next(line.id for line in w.snapshot.lines.value or () if line.currency == BTC)
    return w.treasury.create_wallet("Night market", line_id, sats(0), {})


async def _new_wallet(w: RealWorld) -> Deed:
    known = len(w.simulator._state.wallets)
    return _act(w, lambda: _create(w), lambda: len(w.simulator._state.wallets) == known + 1)


async def _made(w: RealWorld) -> WalletId:
    wallet_id = _create(w)
    await w.until(lambda s: s.acts[0].state is ActState.DONE and s.account(wallet_id))
    return wallet_id


async def _rename(w: RealWorld) -> Deed:
    wallet_id = await _made(w)
    wallet = w.simulator._state.wallets[wallet_id]
    return _act(
        w,
        lambda: w.treasury.rename_wallet(wallet_id, "Day market"),
        lambda: wallet.name == "Day market",
    )


async def _delete(w: RealWorld) -> Deed:
    wallet_id = await _made(w)
    wallet = w.simulator._state.wallets[wallet_id]
    return _act(
        w,
        lambda: w.treasury.delete_wallet(wallet_id),
        lambda: not wallet.active or wallet.deleted_at is not None,
    )


DEEDS: Final[dict[str, Prepare]] = {
    "send over Lightning": _invoice,
    "send on-chain": _address,
    "send to a link": _link,
    "send dollars": _dollars,
    "ask for a rate": _rate,
    "receive over Lightning": _receiving(sats(2_500), PaymentKind.BOLT11),
    "receive by a link": _receiving(sats(2_500), PaymentKind.BIP21),
    "receive on-chain": _receiving(sats(250_000), PaymentKind.ONCHAIN),
    "receive dollars": _receiving(cents(1_900), PaymentKind.BOLT11),
    "create a wallet": _new_wallet,
    "rename a wallet": _rename,
    "delete a wallet": _delete,
}
