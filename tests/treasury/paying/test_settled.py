"""What the journal settled counts after a start too: paid stays paid, given up is reopened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.treasury.harness import World
from tests.treasury.paying.altered import Fields, alter_payments, data_of
from tests.treasury.paying.paying import armed_world, confirmed, of, order_for, ready
from tests.treasury.paying.test_never_taken_back import fails
from tests.treasury.paying.test_paid_after_all import hide
from voltage_tui.model.ids import PaymentId, new_id
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.model.writes import PaymentGuardedError
from voltage_tui.money import plain
from voltage_tui.simulator.faults import Break
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.checks import Passes, Stops, Verdict
from voltage_tui.treasury.paying.facts import facts_for
from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.repeats import duplicate_check
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.treasury.paying.verdict import No
from voltage_tui.ui.screens.payments.case_verdict import verdict_of

ADDRESS = "tb1q4ax50kumj5qha7utrkeyp2pp2dv9shalneff38"


def once_more(order: PayOrder) -> PayOrder:
    """The same again, as a new payment."""
    return replace(order, payment_id=PaymentId(new_id()))


def judged(w: World, order: PayOrder) -> Verdict:
    """What the preflight says of paying the same again."""
    known = facts_for(order, w.snapshot, w.clock.now(), plain)
    return duplicate_check(order, known).verdict


def failed_without_a_trace(w: World, order: PayOrder) -> None:
    """Have it shown as failed, with nothing that tells of money that left."""

    def change(shown: Fields) -> None:
        if shown["id"] == order.payment_id:
            fails(order.payment_id, shown)
            data_of(shown)["outflows"] = []

    alter_payments(w, change)


@pytest.mark.safety("S-15", "paid by the journal, a restart, now told failed: no, and stopped")
async def test_what_was_paid_stays_paid_after_a_start() -> None:
    async with armed_world() as w:
        order = order_for(w, target=ADDRESS)
        await confirmed(w, order)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)
        assert order.payment_id in w.snapshot.paid
        failed_without_a_trace(w, order)
        await w.restart()
        await ready(w)
        await w.until(lambda s: s.payment(order.payment_id))
        shown = w.snapshot.payment(order.payment_id)
        assert shown is not None
        assert shown.status is PaymentStatus.FAILED
        await w.pass_time(30)
        assert w.snapshot.sending(order.payment_id) is None
        assert isinstance(verdict_of(shown, w.snapshot), No)
        found = judged(w, once_more(order))
        assert isinstance(found, Stops)
        assert found.earlier == order.payment_id


async def given_up(w: World) -> PayOrder:
    """An order to an address that was declared never sent, although the API has it."""
    order = order_for(w, target=ADDRESS)
    w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=".*/payments")
    hide(w, order)
    await confirmed(w, order)
    await w.pass_time(800)
    await w.ask(w.treasury.declare_never_sent(order.payment_id))
    assert await w.store.open_sends() == ()
    return order


def still_sending(w: World, order: PayOrder) -> None:
    """Have it shown as being sent."""

    def change(shown: Fields) -> None:
        if shown["id"] == order.payment_id:
            shown["status"] = "sending"

    alter_payments(w, change)


@pytest.mark.safety("S-7", "declared never sent, then seen pending: guarded again, and at a start")
@pytest.mark.parametrize("restarted", [False, True])
async def test_what_was_given_up_guards_again_once_it_is_seen(restarted: bool) -> None:
    async with armed_world() as w:
        order = await given_up(w)
        if restarted:
            await w.restart()
            await ready(w)
            assert w.snapshot.sending(order.payment_id) is None
        still_sending(w, order)
        w.treasury.refresh()
        await w.until(lambda s: (x := s.sending(order.payment_id)) and x.closed is None)
        assert of(w.snapshot, order.payment_id).stage is SendStage.ACCEPTED
        (found,) = await w.store.open_sends()
        assert found.payment_id == order.payment_id
        again = once_more(order)
        with pytest.raises(PaymentGuardedError):
            await w.store.reserve(again.payment_id, again.wallet_id, guards_of(again))
        w.altered = lambda _method, _path, answer: answer
        w.treasury.refresh()
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)


async def test_only_what_was_given_up_is_reopened() -> None:
    async with armed_world() as w:
        for number, how in enumerate(Resolution):
            order = order_for(w)
            await w.store.reserve(order.payment_id, order.wallet_id, [str(number)])
            await w.store.resolve(order.payment_id, how)
            await w.store.reopen(order.payment_id)
            is_open = bool(await w.store.open_sends())
            assert is_open is (how is Resolution.GIVEN_UP)
            await w.store.resolve(order.payment_id, Resolution.ENDED)


@pytest.mark.safety("S-7", "paid to an address but shown with another amount: warned of")
async def test_ours_shown_with_another_amount_is_a_repeat() -> None:
    async with armed_world() as w:
        order = order_for(w, target=ADDRESS)

        def change(shown: Fields) -> None:
            if shown["id"] == order.payment_id:
                data_of(shown)["amount_msats"] = 9_000_000

        alter_payments(w, change)
        await confirmed(w, order)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)
        paid = of(w.snapshot, order.payment_id).payment
        assert paid is not None
        assert paid.rail_units == 9_000_000
        found = judged(w, once_more(order))
        assert isinstance(found, Passes)
        assert found.earlier == order.payment_id
        assert found.warning is not None
