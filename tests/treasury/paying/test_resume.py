"""After a start: what may have been sent is found out about, and never sent again."""

from __future__ import annotations

import pytest

from tests.treasury.harness import World
from tests.treasury.paying.paying import (
    armed_world,
    confirmed,
    executed,
    of,
    order_for,
    posts,
    reach,
    ready,
)
from voltage_tui.model.ids import PaymentId
from voltage_tui.simulator.faults import Break, server_error
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage

PAYMENTS = ".*/payments"


async def cut_while_sending(w: World, order: PayOrder) -> None:
    """Confirm, and end the program while the request is on its way."""
    await confirmed(w, order)
    await w.until(lambda s: of(s, order.payment_id).stage is SendStage.SENDING)
    await w.restart()


async def test_one_cut_off_before_its_answer_is_listed_and_found() -> None:
    async with armed_world() as w:
        order = order_for(w)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        w.faults.add(server_error(503), method="GET", path=".*/payments.*", times=None)
        await confirmed(w, order)
        await w.until(lambda _: posts(w) == 1)
        await w.restart()
        await w.until(lambda s: s.sending(order.payment_id))
        found = of(w.snapshot, order.payment_id)
        assert (found.stage, found.order, found.wallet_id) == (
            SendStage.UNKNOWN,
            None,
            order.wallet_id,
        )
        assert found.problem is not None
        w.faults.clear()
        done = await reach(w, order.payment_id, SendStage.COMPLETED)
        assert done.problem is None
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)
        assert (posts(w), executed(w, order.payment_id)) == (1, 1)


@pytest.mark.safety(
    "S-1", "cut off before the request arrived: listed as not known to be sent, 0 more POSTs"
)
async def test_one_that_never_left_stays_not_known_to_be_sent_and_guards() -> None:
    async with armed_world() as w:
        order = order_for(w)
        await cut_while_sending(w, order)
        found = await reach(w, order.payment_id, SendStage.UNKNOWN)
        assert found.problem is not None
        assert "not known to be sent" in found.problem.words
        began = w.clock.monotonic()
        await w.pass_time(300)
        assert of(w.snapshot, order.payment_id).stage is SendStage.UNKNOWN
        assert w.count("POST", since=began) == 0
        assert executed(w, order.payment_id) == 0
        assert await w.store.guarded_by(guards_of(order)) == order.payment_id
        await w.restart()
        await reach(w, order.payment_id, SendStage.UNKNOWN)


async def test_one_that_was_only_reserved_was_surely_not_sent() -> None:
    async with armed_world() as w:
        order = order_for(w)
        await w.store.reserve(order.payment_id, order.wallet_id, guards_of(order))
        await w.restart()
        await reach(w, order.payment_id, SendStage.NOT_SENT)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.NOT_SENT)
        assert await w.store.guarded_by(guards_of(order)) is None


async def test_an_accepted_one_goes_on() -> None:
    async with armed_world() as w:
        order = order_for(w)
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.ACCEPTED)
        await w.restart()
        await reach(w, order.payment_id, SendStage.COMPLETED)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)
        assert posts(w) == 1


async def test_one_that_is_being_confirmed_is_not_taken_for_one_of_before() -> None:
    async with armed_world() as w:
        order = order_for(w)
        w.treasury.refresh()
        await confirmed(w, order)
        w.treasury.refresh()
        await reach(w, order.payment_id, SendStage.COMPLETED)
        assert [s.order for s in w.snapshot.sendings] == [order]
        assert posts(w) == 1


async def unknown_one(w: World, *, expiry_s: int = 60) -> PaymentId:
    w.faults.add(server_error(500), method="POST", path=PAYMENTS)
    order = order_for(w, expiry_s=expiry_s)
    await confirmed(w, order)
    await reach(w, order.payment_id, SendStage.UNKNOWN)
    return order.payment_id


async def declared(w: World, payment_id: PaymentId) -> None:
    await w.ask(w.treasury.declare_never_sent(payment_id))


async def test_never_sent_is_believed_after_ten_minutes_of_not_knowing_it() -> None:
    async with armed_world() as w:
        payment_id = await unknown_one(w)
        await w.pass_time(9 * 60)
        with pytest.raises(PayRefused, match="10 minutes"):
            await declared(w, payment_id)
        await w.pass_time(70)
        w.faults.add(server_error(503), method="GET", path=f".*/{payment_id}", times=None)
        with pytest.raises(PayRefused, match="did not answer"):
            await declared(w, payment_id)
        w.faults.clear()
        await declared(w, payment_id)
        ended = of(w.snapshot, payment_id)
        assert (ended.stage, ended.closed) == (SendStage.GIVEN_UP, Resolution.GIVEN_UP)
        assert await w.store.open_sends() == ()
        with pytest.raises(PayRefused):
            await declared(w, payment_id)


async def test_never_sent_waits_for_the_invoice_to_expire() -> None:
    async with armed_world() as w:
        payment_id = await unknown_one(w, expiry_s=1_200)
        await w.pass_time(700)
        with pytest.raises(PayRefused, match="can still be paid"):
            await declared(w, payment_id)
        await w.pass_time(600)
        await declared(w, payment_id)


async def test_after_a_restart_it_waits_for_that_invoice_and_no_longer() -> None:
    async with armed_world() as w:
        payment_id = await unknown_one(w, expiry_s=1_200)
        w.faults.clear()
        await w.restart()
        await reach(w, payment_id, SendStage.UNKNOWN)
        assert of(w.snapshot, payment_id).order is None
        await w.pass_time(700)
        with pytest.raises(PayRefused, match="can still be paid"):
            await declared(w, payment_id)
        await w.pass_time(600)
        await declared(w, payment_id)
        assert of(w.snapshot, payment_id).closed is Resolution.GIVEN_UP


async def test_silence_is_not_not_knowing() -> None:
    async with armed_world() as w:
        w.faults.add(server_error(503), method="GET", path=".*/payments/.*", times=None)
        payment_id = await unknown_one(w)
        await w.pass_time(900)
        w.faults.clear()
        with pytest.raises(PayRefused):
            await declared(w, payment_id)
        assert of(w.snapshot, payment_id).stage is SendStage.UNKNOWN


async def test_what_nobody_sent_cannot_be_declared() -> None:
    async with armed_world() as w:
        await ready(w)
        with pytest.raises(PayRefused):
            await declared(w, PaymentId("0c1ee5b6-8d6f-4f59-9b1f-0d2f1f4b7a10"))
