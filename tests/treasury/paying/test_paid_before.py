"""An invoice that was paid from here is never paid again, however old; an address may be (S-7)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.treasury.paying.paying import armed_world, confirmed, of, order_for, posts, reach
from voltage_tui.model.ids import EnvironmentId, PaymentId, new_id
from voltage_tui.model.writes import AlreadyPaidError
from voltage_tui.store.journal import Resolution
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store
from voltage_tui.treasury.paying.guards import guards_of, once_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage

ADDRESS = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"
LONG_S = 90 * 86_400
"""How long the invoices of these tests can be paid, so that nothing else stops them."""


def once_more(order: PayOrder) -> PayOrder:
    """The same again, as a new payment."""
    return replace(order, payment_id=PaymentId(new_id()))


@pytest.mark.safety("S-7", "an invoice paid 40 days and a restart ago: refused, 0 more POSTs")
async def test_an_invoice_is_paid_once_ever(tmp_path: Path) -> None:
    places = places_of(EnvironmentId("e-1"), tmp_path)
    async with armed_world(places=places) as w:
        order = order_for(w, expiry_s=LONG_S)
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.COMPLETED)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)
        noted = w.clock.now()
        w.clock.advance(40 * 86_400)
        await w.restart()
        w.power.arm()
        with pytest.raises(PayRefused) as refused:
            await confirmed(w, once_more(order))
        assert refused.value.earlier_id == order.payment_id
        said = f"this invoice was paid by payment {order.payment_id}, known since {noted:%Y-%m-%d}"
        assert said in refused.value.words
        assert posts(w) == 1
        clock, again = w.clock, once_more(order)
    store = Store(places, clock)  # as a program started later finds it
    with pytest.raises(AlreadyPaidError):
        await store.reserve(
            again.payment_id, again.wallet_id, guards_of(again), once=once_of(again)
        )
    before = await store.paid_before(once_of(again))
    assert before is not None
    assert before.payment_id == order.payment_id
    await store.aclose()


async def test_one_that_failed_may_be_tried_again() -> None:
    async with armed_world() as w:
        order = order_for(w, expiry_s=1)
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.FAILED)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.ENDED)
        w.power.arm()
        again = once_more(order)
        assert await confirmed(w, again) == again.payment_id
        await w.until(lambda _: posts(w) == 2)


async def test_an_address_may_be_paid_the_same_amount_again() -> None:
    async with armed_world() as w:
        order = order_for(w, target=f"bitcoin:{ADDRESS}?amount=0.0001")
        assert once_of(order) == frozenset()
        await w.store.reserve(
            order.payment_id, order.wallet_id, guards_of(order), once=once_of(order)
        )
        await w.store.resolve(order.payment_id, Resolution.PAID)
        again = once_more(order)
        assert await confirmed(w, again) == again.payment_id
