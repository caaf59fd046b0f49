"""Random mishaps and restarts: each payment at most once, and none told failed that completed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.treasury.harness import World
from tests.treasury.paying.paying import (
    armed_world,
    confirmed,
    executed,
    not_found,
    order_for,
    wallet_in,
)
from tests.waiting import Threads
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.simulator.faults import (
    Break,
    Fault,
    answer,
    garbage,
    server_error,
    too_many_requests,
)
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage

FAULTS: Final[tuple[Fault, ...]] = (
    *Break,
    server_error(500),
    server_error(503),
    answer(502, b"<html>"),
    answer(302, b"", ("location", "https://elsewhere.example/")),
    too_many_requests(3),
    answer(400, b"{}"),
    garbage(),
)
READ_FAULTS: Final[tuple[Fault, ...]] = (
    Break.NEVER_ANSWER,
    Break.REFUSE,
    server_error(503),
    too_many_requests(2),
    garbage(),
    not_found(),
)
SAID_NOT_PAID: Final = (SendStage.NOT_SENT, SendStage.REFUSED, SendStage.FAILED)


@dataclass(frozen=True, slots=True)
class Confirm:
    """A new order is confirmed; or, where `again`, the last destination under a new ID."""

    again: bool
    expiry_s: int


@dataclass(frozen=True, slots=True)
class Mishap:
    """What goes wrong with the next write, or with some reads."""

    method: str
    fault: Fault
    times: int


@dataclass(frozen=True, slots=True)
class Restart:
    """The program ends where it stands and is started again."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes."""

    seconds: float


Step = Confirm | Mishap | Restart | Wait
STEPS = st.one_of(
    st.builds(Confirm, st.booleans(), st.sampled_from((3_600, 2))),
    st.builds(Confirm, st.booleans(), st.just(3_600)),
    st.builds(Mishap, st.just("POST"), st.sampled_from(FAULTS), st.just(1)),
    st.builds(Mishap, st.just("GET"), st.sampled_from(READ_FAULTS), st.integers(1, 6)),
    st.builds(Restart),
    st.builds(Wait, st.sampled_from((0.01, 0.05, 0.1, 0.3, 1.0, 3.0, 8.0, 40.0))),
)


@dataclass
class Ledger:
    """What was confirmed, all from one wallet, and who was ever said not to be paid."""

    wallet_id: WalletId
    orders: list[PayOrder] = field(default_factory=list)
    said: set[PaymentId] = field(default_factory=set)

    def listen(self, w: World) -> None:
        """Remember what is said from now on."""
        treasury = w.treasury
        treasury.subscribe(
            lambda _: self.said.update(
                s.payment_id for s in treasury.snapshot.sendings if s.stage in SAID_NOT_PAID
            )
        )

    def last_open(self, w: World) -> str | None:
        """The last destination, unless it is known to be paid: that it is, preflight says."""
        if not self.orders:
            return None
        order = self.orders[-1]
        sending = w.snapshot.sending(order.payment_id)
        is_paid = executed(w, order.payment_id) and (sending is None or sending.closed)
        return None if is_paid else order.destination.text

    def by_destination(self) -> dict[str, list[PaymentId]]:
        found: dict[str, list[PaymentId]] = {}
        for order in self.orders:
            found.setdefault(order.destination.text, []).append(order.payment_id)
        return found


async def take(w: World, ledger: Ledger, step: Step) -> None:
    match step:
        case Confirm():
            target = ledger.last_open(w) if step.again else None
            order = order_for(w, expiry_s=step.expiry_s, target=target, wallet_id=ledger.wallet_id)
            ledger.orders.append(order)
            w.power.arm()
            try:
                await confirmed(w, order)
            except PayRefused:
                assert executed(w, order.payment_id) == 0
        case Mishap():
            path = ".*/payments" if step.method == "POST" else ".*/payments/[0-9a-f-]{36}"
            w.faults.add(step.fault, method=step.method, path=path, times=step.times)
        case Restart():
            await w.restart()
            ledger.listen(w)
        case Wait():
            await w.pass_time(step.seconds)


def judge(w: World, ledger: Ledger) -> None:
    for order in ledger.orders:
        times = executed(w, order.payment_id)
        assert times <= 1
        assert not (times and order.payment_id in ledger.said)
    for ids in ledger.by_destination().values():
        assert sum(executed(w, payment_id) for payment_id in ids) <= 1
    assert w.count("POST") <= len(ledger.orders)


async def live(steps: list[Step]) -> None:
    async with armed_world(SimulatorOptions(history_days=0)) as w:
        ledger = Ledger(wallet_in(w))
        ledger.listen(w)
        for step in steps:
            await take(w, ledger, step)
            judge(w, ledger)
        w.faults.clear()
        await w.pass_time(130)
        judge(w, ledger)
        for order in ledger.orders:
            sending = w.snapshot.sending(order.payment_id)
            if executed(w, order.payment_id) and sending is not None:
                assert sending.stage is SendStage.COMPLETED
                assert sending.closed is not None


PAY: Final = Confirm(again=False, expiry_s=3_600)
AGAIN: Final = Confirm(again=True, expiry_s=3_600)
DROPPED: Final = Mishap("POST", Break.DROP_AFTER_ACCEPTING, 1)
UNSEEN: Final = Mishap("GET", not_found(), 6)


@example([DROPPED, PAY, Wait(40.0)])
@example([DROPPED, UNSEEN, PAY, Wait(3.0), AGAIN, Wait(40.0)])
@example([DROPPED, UNSEEN, PAY, Wait(3.0), Restart(), AGAIN, Wait(40.0)])
@example([PAY, Wait(0.03), Restart(), Wait(40.0)])
@example([PAY, Wait(0.04), Restart(), AGAIN, Wait(40.0)])
@example([PAY, Wait(0.05), Restart(), Wait(40.0)])
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(STEPS, min_size=4, max_size=12).filter(
        lambda s: any(isinstance(x, Confirm) for x in s)
    )
)
def test_nothing_is_paid_twice_or_told_failed_that_completed(steps: list[Step]) -> None:
    async def main() -> None:
        asyncio.get_running_loop().set_default_executor(Threads())
        await live(steps)

    asyncio.run(main())
