"""What was settled otherwise and then completes is known to have been paid (S-7)."""

from __future__ import annotations

from tests.treasury.harness import Answered, World
from tests.treasury.paying.paying import armed_world, confirmed, of, order_for, reach
from voltage_tui.simulator.faults import Break
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.guards import once_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import SendStage

UNKNOWN_ID = b'{"error":{"type":"payment_not_found","detail":"No such payment."}}'
NOTHING = b'{"items":[],"next_cursor":null,"has_more":false}'


def hide(w: World, order: PayOrder) -> None:
    """Have the API not know the order's payment."""

    def altered(method: str, path: str, answer: Answered) -> Answered:
        if method == "GET" and path.endswith(order.payment_id):
            return 404, [("content-type", "application/json")], UNKNOWN_ID
        if method == "GET" and path.endswith("/payments"):
            return 200, [("content-type", "application/json")], NOTHING
        return answer

    w.altered = altered


async def test_declared_never_sent_then_completed_is_paid_for_good() -> None:
    async with armed_world() as w:
        order = order_for(w, expiry_s=60)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=".*/payments")
        hide(w, order)
        await confirmed(w, order)
        await w.pass_time(800)
        await w.ask(w.treasury.declare_never_sent(order.payment_id))
        assert of(w.snapshot, order.payment_id).closed is Resolution.GIVEN_UP
        w.altered = lambda _method, _path, answer: answer
        w.treasury.refresh()
        await reach(w, order.payment_id, SendStage.COMPLETED)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)
        before = await w.store.paid_before(once_of(order))
        assert before is not None
        assert before.payment_id == order.payment_id
