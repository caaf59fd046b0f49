"""What nobody knows is declared never sent only on the API's own word, and over time (S-12)."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.treasury.harness import Answered, World
from tests.treasury.paying.paying import armed_world, confirmed, of, order_for, reach
from voltage_tui.simulator.faults import Break, answer
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage

PAYMENTS = ".*/payments"
ADDRESS = "tb1q4ax50kumj5qha7utrkeyp2pp2dv9shalneff38"
UNKNOWN_ID = b'{"error":{"type":"payment_not_found","detail":"No such payment."}}'
OTHERS = [
    b"<html>default backend - 404</html>",
    b'{"error":{"type":"wallet_not_found","detail":"No such wallet."}}',
]


async def unanswered(w: World) -> PayOrder:
    """An order whose request got no answer."""
    order = order_for(w, target=ADDRESS)
    w.faults.add(Break.NEVER_ANSWER, method="POST", path=PAYMENTS)
    await confirmed(w, order)
    await reach(w, order.payment_id, SendStage.UNKNOWN)
    return order


@pytest.mark.safety("S-12", "404s that are not of the payment: never declared never sent")
@pytest.mark.parametrize("body", OTHERS)
async def test_another_404_says_nothing_of_the_payment(body: bytes) -> None:
    async with armed_world() as w:
        w.faults.add(answer(404, body), method="GET", path=".*/payments/.*", times=None)
        order = await unanswered(w)
        await w.pass_time(900)
        assert of(w.snapshot, order.payment_id).missing is None
        with pytest.raises(PayRefused):
            await w.ask(w.treasury.declare_never_sent(order.payment_id))
        assert of(w.snapshot, order.payment_id).stage is SendStage.UNKNOWN


async def test_one_wrong_date_is_not_ten_minutes() -> None:
    async with armed_world() as w:
        ahead = timedelta()

        def altered(method: str, path: str, given: Answered) -> Answered:
            status, headers, body = given
            if method == "GET" and "/payments/" in path:
                status, body = 404, UNKNOWN_ID
            date = format_datetime(w.clock.now() + ahead, usegmt=True)
            return status, [*(h for h in headers if h[0].lower() != "date"), ("date", date)], body

        w.altered = altered
        order = await unanswered(w)
        await w.pass_time(20)
        ahead = timedelta(minutes=15)
        await w.pass_time(10)
        with pytest.raises(PayRefused, match="10 minutes"):
            await w.ask(w.treasury.declare_never_sent(order.payment_id))


async def test_a_computer_that_slept_has_not_been_told_for_long() -> None:
    async with armed_world() as w:
        order = await unanswered(w)
        await w.pass_time(60)
        w.clock.advance(3_600)
        with pytest.raises(PayRefused, match="10 minutes"):
            await w.ask(w.treasury.declare_never_sent(order.payment_id))
