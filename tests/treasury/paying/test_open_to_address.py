"""Another amount to an address that is still being paid is warned of (S-7)."""

from __future__ import annotations

from dataclasses import replace

from tests.treasury.paying.paying import armed_world, confirmed, order_for, reach
from voltage_tui.model.ids import PaymentId, new_id
from voltage_tui.money import plain, sats
from voltage_tui.simulator.faults import Break
from voltage_tui.treasury.paying.checks import Passes
from voltage_tui.treasury.paying.facts import facts_for
from voltage_tui.treasury.paying.repeats import duplicate_check
from voltage_tui.treasury.paying.sending import SendStage

ADDRESS = "tb1q4ax50kumj5qha7utrkeyp2pp2dv9shalneff38"


async def test_one_sat_more_to_an_address_that_may_be_being_paid_is_warned_of() -> None:
    async with armed_world() as w:
        order = order_for(w, target=ADDRESS)
        w.faults.add(Break.NEVER_ANSWER, method="POST", path=".*/payments")
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.UNKNOWN)
        more = replace(order, payment_id=PaymentId(new_id()), amount=sats(10_001))
        known = facts_for(more, w.snapshot, w.clock.now(), plain)
        found = duplicate_check(more, known).verdict
        assert isinstance(found, Passes)
        assert found.earlier == order.payment_id
        assert found.warning is not None
        assert "may still complete" in found.warning
