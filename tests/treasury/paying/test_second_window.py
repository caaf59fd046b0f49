"""A second window does not call ended what the first one is still sending (S-11)."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.treasury.paying.paying import armed_world, confirmed, of, order_for, reach
from voltage_tui.simulator.faults import Break
from voltage_tui.store.lock import Holder
from voltage_tui.treasury.paying.sending import SendStage

FIRST = Holder(4711, datetime(2026, 10, 5, 9, tzinfo=UTC))


async def test_what_the_first_window_is_sending_is_said_so_until_it_has_an_answer() -> None:
    async with armed_world() as w:
        order = order_for(w)
        w.slow_writes_s = 20
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.SENDING)
        (open_send,) = await w.store.open_sends()
        assert open_send.outcome is None
        w.faults.add(Break.REFUSE, method="GET", path=".*/payments.*", times=None)
        w.store.holder = FIRST
        await w.restart()
        unknown = await reach(w, order.payment_id, SendStage.UNKNOWN)
        assert unknown.problem is not None
        assert unknown.problem.words == "another voltage-tui may be sending it"
        w.store.holder = None
        await w.until(
            lambda s: "ended before an answer" in str(of(s, order.payment_id).problem), 60
        )
        assert of(w.snapshot, order.payment_id).stage is SendStage.UNKNOWN
