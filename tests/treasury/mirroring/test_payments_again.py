"""Payments after a start: only what came or ended meanwhile is read, and all again a day later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.treasury.builders import after, payment
from tests.treasury.mirroring.mirrored import Mirrored, mirrored
from tests.treasury.test_watching import asked_for
from voltage_tui.api.errors import CursorStuck, MalformedResponse
from voltage_tui.api.payments import Payments
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import Payment, PaymentPage
from voltage_tui.model.payment_words import PaymentStatus
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.sweeps import PaymentSweep, Stage
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.mirroring.mirroring import Mirroring
from voltage_tui.treasury.mirroring.payments_top import Top, read_down, topped
from voltage_tui.treasury.mirroring.turns import DAILY_S, REFRESH_S

SMALL = SimulatorOptions(wallets=1, ledger_rows=600, history_days=0, payer=Payer.MANUAL)
PAYMENTS = "/payments"
PASS = 450 // 20 + 1


@asynccontextmanager
async def filled() -> AsyncIterator[Mirrored]:
    """A mirror that is whole; nothing fills it any more, and then some time passes."""
    async with mirrored(SMALL) as m:
        m.tools = replace(m.tools, payments_page=20)
        restart(m)
        await m.until_whole()
        await m.stop()
        await m.world.pass_time(4 * 3_600)
        m.world.asked.clear()
        yield m


def restart(m: Mirrored) -> None:
    """As another start of the program, with the same file."""
    m.mirroring = Mirroring(m.tools, Cadence(), lambda: m.wallets, lambda: None)
    m.run()


async def kept(m: Mirrored) -> int:
    return await m.store.read(lambda r: r.payment_count())


@pytest.mark.safety("S-67", "payments of a pause are read down to those known, past any gap")
async def test_after_a_start_only_what_came_since_is_read() -> None:
    async with filled() as m:
        before = await kept(m)
        made = await asked_for(m.world, m.wallets[0], 70)
        await m.world.pass_time(60)
        # The newest are here by another way, as what is on the screen is read first.
        newest = await m.world.ask(m.world.client.payments.page(limit=20))
        await m.store.write(lambda w: w.keep_payments(newest.payments))
        m.world.asked.clear()
        restart(m)
        await m.world.until(lambda _: m.mirroring.payments.rows)
        assert not m.mirroring.payments.is_whole
        assert m.mirroring.payments.stage is Stage.COMPLETE
        await m.world.until(lambda _: m.mirroring.payments.is_whole)
        assert await kept(m) == before + len(made)
        # Of thirty pages and more, those with what is new, and one that says so.
        assert m.world.count(path_end=PAYMENTS) == 5


@pytest.mark.safety("S-67", "a payment that is dated in the future hides none of a pause")
async def test_a_payment_of_the_future_does_not_end_the_look_for_what_came() -> None:
    async with filled() as m:
        before, sweep = await kept(m), await m.store.read(lambda r: r.payment_sweep())
        far = replace(sweep, horizon=after(400 * DAILY_S))
        await m.store.write(lambda w: w.keep_payments((), far))
        made = await asked_for(m.world, m.wallets[0], 70)
        await m.world.pass_time(60)
        newest = await m.world.ask(m.world.client.payments.page(limit=20))
        await m.store.write(lambda w: w.keep_payments(newest.payments))
        restart(m)
        await m.world.until(lambda _: m.mirroring.payments.is_whole)
        assert await kept(m) == before + len(made)


async def test_what_had_not_ended_is_read_one_by_one_after_a_start() -> None:
    async with filled() as m:
        (old,) = await asked_for(m.world, m.wallets[0], 1)
        restart(m)
        for start in (1, 26):
            await m.world.pass_time(2 * REFRESH_S)
            await asked_for(m.world, m.wallets[0], 25, start)
        await m.world.pass_time(REFRESH_S + 60)
        assert old in await m.store.read(lambda r: r.payments_not_ended())
        await m.stop()
        m.world.simulator.pay(old)
        await m.world.pass_time(60)
        restart(m)
        await m.world.until(lambda _: m.mirroring.payments.is_whole)
        found = await m.store.read(lambda r: r.payment(old))
        assert found is not None
        assert found.status is PaymentStatus.COMPLETED
        assert m.world.count(path_end=f"{PAYMENTS}/{old}") == 1


@pytest.mark.safety("S-67", "one payment that cannot be read keeps no other from being read again")
async def test_one_that_cannot_be_read_does_not_keep_all_from_being_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, get = payment(77, status=PaymentStatus.SENDING), Payments.get

    async def answered(self: Payments, payment_id: PaymentId) -> Payment:
        if payment_id == bad.id:
            raise MalformedResponse("payments: amount")
        return await get(self, payment_id)

    monkeypatch.setattr(Payments, "get", answered)
    async with filled() as m:
        await m.store.write(lambda w: w.keep_payments([bad]))
        finished = await finished_at(m)
        await m.world.pass_time(DAILY_S - 5 * 3_600)
        restart(m)
        await m.world.pass_time(3_500)
        assert not m.mirroring.payments.is_whole
        await m.world.pass_time(1_800)
        assert await finished_at(m) > finished
        assert m.mirroring.payments.is_whole


async def test_a_day_after_a_sweep_all_are_read_again_while_that_one_holds() -> None:
    async with filled() as m:
        finished = await finished_at(m)
        left = DAILY_S - (m.world.clock.now() - finished).total_seconds()
        await m.world.pass_time(left - REFRESH_S / 2)
        m.world.asked.clear()
        restart(m)
        await m.world.pass_time(REFRESH_S / 2 - 10)
        assert m.world.count(path_end=PAYMENTS) == 1
        under_way = None
        while under_way is None or under_way.pages < 3:
            await m.world.pass_time(1)
            under_way = await m.store.read(lambda r: r.sweeps.payments_again())
            assert m.mirroring.payments.is_whole
        # It is taken up where it was left, by another start too.
        await m.stop()
        m.world.asked.clear()
        restart(m)
        while await finished_at(m) == finished:
            await m.world.pass_time(1)
            assert m.mirroring.payments.stage is Stage.COMPLETE
        assert await m.store.read(lambda r: r.sweeps.payments_again()) is None
        assert m.world.count(path_end=PAYMENTS) <= 2 * PASS - 3 + 1


async def finished_at(m: Mirrored) -> datetime:
    found = (await m.store.read(lambda r: r.payment_sweep())).finished_at
    assert found is not None
    return found


def page(*payments_s: float, cursor: str | None = "next") -> PaymentPage:
    found = tuple(payment(n, created_s) for n, created_s in enumerate(payments_s))
    return PaymentPage(found, cursor, cursor is not None, None)


def test_the_top_ends_below_what_is_known_and_only_where_nothing_is_news() -> None:
    known, top = after(0), Top(after(900))
    top = read_down(top, page(800, 700), known, changed=0)
    assert not top.is_done, "known ones above a gap"
    top = read_down(top, page(-100, -200, cursor="b"), known, changed=0)
    assert not top.is_done, "one may come late"
    top = read_down(top, page(-290, -310, cursor="c"), known, changed=1)
    assert not top.is_done, "one that is old had changed"
    top = read_down(top, page(-320, cursor="d"), known, changed=0)
    assert top.is_done
    sweep = PaymentSweep(stage=Stage.COMPLETE, horizon=known)
    assert topped(sweep, top).horizon == known + timedelta(seconds=800)
    assert topped(sweep, top).read_at == after(900)


@pytest.mark.safety("S-65", "the newest payments with a cursor that does not advance are left")
def test_a_top_that_does_not_end_is_left() -> None:
    top = read_down(Top(after(0)), page(5), after(0), changed=0)
    with pytest.raises(CursorStuck):
        read_down(top, page(4), after(0), changed=0)
