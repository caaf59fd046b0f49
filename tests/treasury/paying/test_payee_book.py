"""Who was paid is learnt when it is asked for: from what the API shows, and from what we paid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.treasury.harness import World, settle
from tests.treasury.paying.paying import armed_world, confirmed, order_for, reach
from voltage_tui.destinations import bolt11
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.model.payment import Direction, PaymentStatus
from voltage_tui.money import sats
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.errors import StoreError
from voltage_tui.store.places import places_of
from voltage_tui.treasury.paying.lookalike import KnownPayee
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.payees import paid_by
from voltage_tui.treasury.paying.sending import PayRefused, SendStage

LIVED = SimulatorOptions(history_days=12)


async def learn(w: World) -> tuple[KnownPayee, ...]:
    """Everyone known, once that was looked through."""
    await w.ended(w.treasury.learn_payees())
    assert w.snapshot.payees is not None
    return w.snapshot.payees


def payees(w: World) -> list[KnownPayee]:
    """Everyone known now."""
    return list(w.snapshot.payees or ())


def node_of(order: PayOrder) -> str:
    assert order.invoice is not None
    return order.invoice.payee.hex()


async def paid(w: World) -> PayOrder:
    """A payment that was made."""
    order = order_for(w)
    await confirmed(w, order)
    await reach(w, order.payment_id, SendStage.COMPLETED)
    await settle()
    return order


async def test_nothing_is_read_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    decode = bolt11.decode

    def counted(text: str) -> bolt11.Invoice:
        read.append(text)
        return decode(text)

    async with armed_world(LIVED) as w:
        monkeypatch.setattr(bolt11, "decode", counted)
        await w.pass_time(120)
        assert (payees(w), read) == ([], [])
        await learn(w)
        once = len(read)
        assert once
        await learn(w)
        assert len(read) == once


@pytest.mark.safety("S-40", "only sends that completed make payees known, each once")
async def test_the_payments_of_the_past_tell_who_was_paid() -> None:
    async with armed_world(LIVED) as w:
        known = await learn(w)
        book = w.snapshot.book.value
        assert book is not None
        told = [paid_by(p) for p in book.payments]
        keys = [one.key for one in told if one is not None]
        assert {payee.key: payee.count for payee in known} == {k: keys.count(k) for k in keys}
        made = [
            p
            for p in book.payments
            if p.direction is Direction.SEND and p.status is PaymentStatus.COMPLETED
        ]
        assert 0 < len(keys) <= len(made) < len(book.payments)
        assert await learn(w) == known


async def test_what_others_pay_meanwhile_is_known_too() -> None:
    async with armed_world(SimulatorOptions(history_days=0, activity=True)) as w:
        assert await learn(w) == ()
        await w.pass_time(900)
        assert sum(payee.count for payee in payees(w)) > 1


@pytest.mark.safety("S-40", "paid by the program: known from then on, also after a restart")
async def test_a_payment_of_ours_makes_its_payee_known_for_good(tmp_path: Path) -> None:
    places = places_of(EnvironmentId("e-1"), tmp_path)
    async with armed_world(SimulatorOptions(history_days=0), places=places) as w:
        assert await learn(w) == ()
        order = await paid(w)
        (payee,) = payees(w)
        assert (payee.key, payee.count, payee.usual) == (node_of(order), 1, sats(10_000))
        assert payee.is_node
        await w.treasury.name_payee(payee.key, " Alto\x1b[31m Cooling ")
        await w.restart()
        assert payees(w) == []
        (again,) = await learn(w)
        assert (again.key, again.count, again.last) == (payee.key, 1, payee.last)
        assert again.name == "Alto Cooling"
        await w.treasury.name_payee(payee.key, "  ")
        (nameless,) = payees(w)
        assert nameless.name is None


@pytest.mark.safety("S-40", "a send that failed, and one of unknown outcome, make nobody known")
async def test_a_payment_that_was_not_made_makes_nobody_known() -> None:
    async with armed_world(SimulatorOptions(history_days=0)) as w:
        await learn(w)
        order = order_for(w, expiry_s=1)
        await w.pass_time(2)
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.FAILED)
        w.power.arm()
        w.faults.add(Break.NEVER_ANSWER, method="POST", path=".*/payments")
        lost = order_for(w)
        await confirmed(w, lost)
        await reach(w, lost.payment_id, SendStage.UNKNOWN)
        assert await learn(w) == ()


async def test_what_cannot_be_kept_is_known_while_the_program_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def full(*_: object) -> None:
        raise StoreError("The disk is full.", "Free some space.")

    async with armed_world(SimulatorOptions(history_days=0)) as w:
        await learn(w)
        with monkeypatch.context() as broken:
            broken.setattr(w.store, "note_paid", full)
            broken.setattr(w.store, "name_payee", full)
            order = await paid(w)
            assert [p.key for p in payees(w)] == [node_of(order)]
            with pytest.raises(PayRefused, match="disk is full"):
                await w.treasury.name_payee(node_of(order), "Anna")
        assert (await w.store.payees()).paid == ()
        await learn(w)
        assert [one.key for one in (await w.store.payees()).paid] == [node_of(order)]
