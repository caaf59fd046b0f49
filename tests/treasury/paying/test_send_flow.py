"""Sending: once, never lost, and never called failed while it may complete."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.treasury.harness import World, world
from tests.treasury.paying.paying import (
    armed_world,
    confirmed,
    not_found,
    of,
    order_for,
    posts,
    reach,
    ready,
)
from voltage_tui.api.power import Level
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.money import sats
from voltage_tui.simulator.faults import (
    Break,
    Fault,
    answer,
    garbage,
    server_error,
    too_many_requests,
)
from voltage_tui.store.journal import Resolution
from voltage_tui.store.places import Places
from voltage_tui.store.record import Verified, verify
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage
from voltage_tui.treasury.reading import ProblemKind

PAYMENTS = ".*/payments"
ONE_PAYMENT = ".*/payments/[0-9a-f-]{36}"
UNCLEAR = [
    Break.DROP_AFTER_ACCEPTING,
    Break.NEVER_ANSWER,
    server_error(500),
    server_error(503),
    answer(302, b"", ("location", "https://elsewhere.example/")),
]


async def guarded(w: World, order: PayOrder) -> PaymentId | None:
    return await w.store.guarded_by(guards_of(order))


@pytest.mark.safety(
    "S-13", "completed is the only end that is called completed; its reservation is resolved then"
)
async def test_a_confirmed_payment_is_sent_once_and_completes() -> None:
    async with armed_world() as w:
        order = order_for(w)
        payment_id = await confirmed(w, order)
        assert payment_id == order.payment_id
        assert await guarded(w, order) == payment_id
        done = await reach(w, payment_id, SendStage.COMPLETED, 15)
        assert done.is_over
        assert done.problem is None
        assert done.payment is not None
        assert done.payment.status is PaymentStatus.COMPLETED
        assert done.ended_at is not None
        await w.until(lambda s: of(s, payment_id).closed is Resolution.PAID)
        assert await guarded(w, order) is None
        assert posts(w) == 1


@pytest.mark.safety(
    "S-45", "after a send the level is receive again; a second confirm sends nothing"
)
async def test_one_arming_is_for_one_send() -> None:
    async with armed_world() as w:
        await confirmed(w, order_for(w))
        await w.until(lambda _: posts(w) == 1)
        assert w.power.level is Level.RECEIVE
        with pytest.raises(PayRefused, match="not armed"):
            await confirmed(w, order_for(w))
        await w.pass_time(30)
        assert posts(w) == 1


async def test_one_arming_is_for_one_send_also_before_its_answer() -> None:
    async with armed_world() as w:
        w.slow_writes_s = 25
        await confirmed(w, order_for(w))
        await w.until(lambda _: posts(w) == 1)
        assert w.power.level is Level.SEND
        with pytest.raises(PayRefused, match="another payment") as refused:
            await confirmed(w, order_for(w))
        assert refused.value.earlier_id == w.snapshot.sendings[0].payment_id


@pytest.mark.safety(
    "S-38", "a fee cap changed behind the card: refused, 0 requests, nothing reserved"
)
async def test_what_was_not_shown_is_not_sent() -> None:
    async with armed_world() as w:
        order = order_for(w)
        other = replace(order, max_fee=order.max_fee + sats(1))
        with pytest.raises(PayRefused, match="not what was shown"):
            await w.ask(w.treasury.start_send(other, order.digest))
        await w.pass_time(30)
        assert posts(w) == 0
        assert w.snapshot.sendings == ()
        assert await guarded(w, order) is None


async def test_not_armed_and_read_only_send_nothing() -> None:
    async with world() as w:
        await ready(w)
        order = order_for(w)
        with pytest.raises(PayRefused, match="not armed"):
            await confirmed(w, order)
        assert posts(w) == 0
        assert await guarded(w, order) is None


@pytest.mark.safety("S-9", "50 confirms of one order: 1 POST")
async def test_fifty_confirms_of_one_order_are_one_payment() -> None:
    async with armed_world() as w:
        order = order_for(w)
        confirms = [
            asyncio.create_task(w.treasury.start_send(order, order.digest)) for _ in range(50)
        ]
        await w.until(lambda _: all(c.done() for c in confirms))
        refused = [c.exception() for c in confirms if c.exception() is not None]
        assert len(refused) == 49
        assert all(isinstance(error, PayRefused) for error in refused)
        await reach(w, order.payment_id, SendStage.COMPLETED, 15)
        w.power.arm()
        with pytest.raises(PayRefused):
            await confirmed(w, order)
        await w.pass_time(30)
        assert posts(w) == 1


@pytest.mark.safety(
    "S-7", "a new ID for the same invoice: refused, the earlier payment named, 1 POST"
)
async def test_the_same_invoice_is_not_paid_again_while_it_may_be_paid() -> None:
    async with armed_world() as w:
        first = order_for(w)
        await confirmed(w, first)
        await reach(w, first.payment_id, SendStage.ACCEPTED)
        w.power.arm()
        again = replace(first, payment_id=PaymentId("0c1ee5b6-8d6f-4f59-9b1f-0d2f1f4b7a10"))
        with pytest.raises(PayRefused, match="earlier payment") as refused:
            await confirmed(w, again)
        assert refused.value.earlier_id == first.payment_id
        assert w.snapshot.sending(again.payment_id) is None
        await w.pass_time(60)
        assert posts(w) == 1


async def test_cancelling_whoever_confirmed_loses_nothing() -> None:
    async with armed_world() as w:
        order = order_for(w)
        task = asyncio.create_task(w.treasury.start_send(order, order.digest))
        await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await w.until(lambda s: s.sending(order.payment_id))
        await reach(w, order.payment_id, SendStage.COMPLETED, 15)
        assert posts(w) == 1


@pytest.mark.parametrize("fault", UNCLEAR)
async def test_an_unclear_answer_is_never_called_failed_and_never_sent_again(fault: Fault) -> None:
    async with armed_world() as w:
        order = order_for(w)
        w.faults.add(fault, method="POST", path=PAYMENTS)
        payment_id = await confirmed(w, order)
        if fault is Break.DROP_AFTER_ACCEPTING:
            await reach(w, payment_id, SendStage.COMPLETED, 30)
        else:
            unknown = await reach(w, payment_id, SendStage.UNKNOWN, 40)
            assert unknown.problem is not None
            assert not unknown.is_over
            await w.pass_time(300)
            assert of(w.snapshot, payment_id).stage is SendStage.UNKNOWN
            assert await guarded(w, order) == payment_id
        assert posts(w) == 1


async def test_an_unknown_one_is_looked_for_for_good() -> None:
    hour = 3_600.0
    slow = Cadence(
        wallets=hour, lines=hour, payments=hour, sweep=hour, rate=hour, in_flight=(), oldest=hour
    )
    async with armed_world(cadence=slow) as w:
        w.faults.add(server_error(500), method="POST", path=PAYMENTS)
        order = order_for(w)
        payment_id = await confirmed(w, order)
        await reach(w, payment_id, SendStage.UNKNOWN, 10)
        await w.pass_time(30 * hour)
        assert of(w.snapshot, payment_id).stage is SendStage.UNKNOWN
        assert w.count("GET", payment_id, w.clock.monotonic() - 2 * hour) > 0
        assert await guarded(w, order) == payment_id


@pytest.mark.safety("S-5", "one GET within 5 s, then unknown, then completed when it shows")
async def test_an_unclear_answer_is_followed_by_one_read_within_five_seconds() -> None:
    async with armed_world() as w:
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        w.faults.add(not_found(), method="GET", path=ONE_PAYMENT, times=3)
        w.faults.add(server_error(503), method="GET", path=PAYMENTS, times=None)
        order = order_for(w)
        payment_id = await confirmed(w, order)
        await w.until(lambda _: posts(w) == 1)
        at = w.clock.monotonic()
        unknown = await reach(w, payment_id, SendStage.UNKNOWN, 5)
        assert w.count("GET", payment_id, at) == 1
        assert unknown.missing is not None
        done = await reach(w, payment_id, SendStage.COMPLETED, 120)
        assert (done.problem, done.missing) == (None, None)
        assert posts(w) == 1


async def test_a_silent_server_leaves_it_unknown_within_five_seconds() -> None:
    async with armed_world() as w:
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        w.faults.add(Break.NEVER_ANSWER, method="GET", times=None)
        payment_id = await confirmed(w, order_for(w))
        await w.until(lambda _: posts(w) == 1)
        await reach(w, payment_id, SendStage.UNKNOWN, 5)
        w.faults.clear()
        await reach(w, payment_id, SendStage.COMPLETED, 120)


@pytest.mark.safety("S-6", "404 for 28 s after a 202: accepted, no problem shown")
async def test_not_visible_yet_is_no_trouble_for_half_a_minute() -> None:
    async with armed_world() as w:
        w.faults.add(not_found(), method="GET", path=ONE_PAYMENT, times=None)
        w.faults.add(server_error(503), method="GET", path=PAYMENTS, times=None)
        payment_id = await confirmed(w, order_for(w))
        await reach(w, payment_id, SendStage.ACCEPTED)
        await w.pass_time(28)
        still = of(w.snapshot, payment_id)
        assert (still.stage, still.problem) == (SendStage.ACCEPTED, None)
        await w.until(lambda s: of(s, payment_id).problem)
        late = of(w.snapshot, payment_id)
        assert late.stage is SendStage.ACCEPTED
        assert late.problem is not None
        assert late.problem.kind is ProblemKind.NOT_FOUND
        w.faults.clear()
        assert (await reach(w, payment_id, SendStage.COMPLETED)).problem is None


async def test_what_surely_did_not_leave_says_so_and_guards_nothing() -> None:
    async with armed_world() as w:
        w.faults.add(Break.REFUSE, method="POST", path=PAYMENTS)
        order = order_for(w)
        payment_id = await confirmed(w, order)
        ended = await reach(w, payment_id, SendStage.NOT_SENT)
        assert ended.problem is not None
        assert ended.problem.kind is ProblemKind.OFFLINE
        await w.until(lambda s: of(s, payment_id).closed is Resolution.NOT_SENT)
        assert await guarded(w, order) is None
        assert w.power.level is Level.RECEIVE


@pytest.mark.parametrize(
    "fault",
    [
        too_many_requests(20),
        answer(400, b"{}"),
        answer(403, b"{}"),
        answer(422, garbage().response.body),
    ],
)
async def test_a_refusal_is_the_end_and_guards_nothing(fault: Fault) -> None:
    async with armed_world() as w:
        w.faults.add(fault, method="POST", path=PAYMENTS)
        order = order_for(w)
        payment_id = await confirmed(w, order)
        refused = await reach(w, payment_id, SendStage.REFUSED)
        assert refused.problem is not None
        await w.until(lambda s: of(s, payment_id).closed is Resolution.REFUSED)
        assert await guarded(w, order) is None
        await w.pass_time(60)
        assert posts(w) == 1


async def test_a_failed_payment_guards_until_nothing_of_it_is_held() -> None:
    async with armed_world() as w:
        order = order_for(w, expiry_s=1)
        payment_id = await confirmed(w, order)
        w.faults.add(server_error(503), method="GET", path=".*/wallets/[0-9a-f-]{36}", times=None)
        failed = await reach(w, payment_id, SendStage.FAILED, 30)
        assert failed.problem is not None
        await w.pass_time(120)
        assert of(w.snapshot, payment_id).closed is None
        assert await guarded(w, order) == payment_id
        w.faults.clear()
        await w.until(lambda s: of(s, payment_id).closed is Resolution.ENDED)
        assert of(w.snapshot, payment_id).holds_open == 0
        assert await guarded(w, order) is None


async def test_a_hold_that_stays_keeps_a_failed_payment_open() -> None:
    async with armed_world() as w:
        order = order_for(w, expiry_s=1)
        payment_id = await confirmed(w, order)
        await reach(w, payment_id, SendStage.FAILED, 30)
        state = w.simulator._state
        state.wallets[order.wallet_id].hold("late", payment_id, 10_000_000, state.now)
        await w.pass_time(60)
        still = of(w.snapshot, payment_id)
        assert (still.holds_open, still.closed) == (1, None)
        assert await guarded(w, order) == payment_id
        state.wallets[order.wallet_id].release("late", state.now)
        await w.until(lambda s: of(s, payment_id).closed is Resolution.ENDED)
        assert of(w.snapshot, payment_id).holds_open == 0


async def test_a_fault_nobody_foresaw_never_says_that_nothing_was_sent() -> None:
    sent: list[str] = []

    def break_down(method: str, path: str) -> None:
        if method == "POST":
            sent.append(path)
            raise RuntimeError

    async with armed_world() as w:
        w.when_asked = break_down
        payment_id = await confirmed(w, order_for(w))
        await reach(w, payment_id, SendStage.UNKNOWN, 10)
        await w.pass_time(60)
        assert len(sent) == 1


async def test_the_record_tells_confirm_send_and_outcome(tmp_path: Path) -> None:
    places = Places(tmp_path / "environment")
    async with armed_world(places=places) as w:
        order = order_for(w)
        payment_id = await confirmed(w, order)
        await w.until(lambda s: of(s, payment_id).closed)
        text = places.record.read_text("ascii")
    assert isinstance(verify(text.splitlines(keepends=True), None), Verified)
    lines = [json.loads(line) for line in text.splitlines()]
    assert [x["event"] for x in lines] == ["confirm", "send", "outcome", "resolved"]
    assert {x["facts"]["id"] for x in lines} == {payment_id}
    assert lines[0]["facts"]["shown"] == order.digest
    assert order.destination.text not in text
