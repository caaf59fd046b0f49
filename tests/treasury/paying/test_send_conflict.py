"""An ID that is in use: ours is followed, another one is said so, and silence is unknown (S-8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.treasury.harness import World
from tests.treasury.paying.paying import (
    armed_world,
    confirmed,
    executed,
    order_for,
    reach,
)
from voltage_tui.api.bodies import send_body
from voltage_tui.api.json_body import canonical_json
from voltage_tui.model.ids import PaymentId
from voltage_tui.simulator.faults import (
    answer,
)
from voltage_tui.simulator.http import request_of
from voltage_tui.simulator.world import BASE_PATH
from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import SendStage

PAYMENTS = ".*/payments"


async def guarded(w: World, order: PayOrder) -> PaymentId | None:
    return await w.store.guarded_by(guards_of(order))


CONFLICT = answer(
    409,
    b'{"error":{"type":"payment_exists","detail":"It exists."}}',
    ("content-type", "application/json"),
)


async def sent_before(
    w: World, order: PayOrder, change: Callable[[bytes], bytes] = lambda body: body
) -> None:
    """Have the simulator take the order's request, changed, as if somebody else had sent it."""
    base = w.simulator.identity
    scope = f"/organizations/{base.organization_id}/environments/{base.environment_id}"
    headers = {"x-api-key": base.api_key, "content-type": "application/json"}
    body = change(canonical_json(send_body(order.request())))
    request = request_of("POST", f"{BASE_PATH}{scope}/payments", headers, body)
    assert w.simulator.handle(request).status == 202
    await w.pass_time(0.5)


async def test_an_id_in_use_by_this_very_payment_is_followed() -> None:
    async with armed_world() as w:
        order = order_for(w)
        await sent_before(w, order)
        payment_id = await confirmed(w, order)
        assert (await reach(w, payment_id, SendStage.COMPLETED, 30)).problem is None
        assert [status for _, method, _, status in w.asked if method == "POST"] == [409]
        assert executed(w, payment_id) == 1


@pytest.mark.safety("S-8", "409, and the ID pays another invoice: a different payment, refused")
async def test_an_id_in_use_by_another_payment_is_said_so() -> None:
    async with armed_world() as w:
        order = order_for(w)
        ours = w.simulator.invoice_to_pay(order.amount.units, "Somebody else's").encode()
        assert order.invoice is not None
        shown = order.invoice.text.encode()
        await sent_before(w, order, lambda body: body.replace(shown, ours))
        payment_id = await confirmed(w, order)
        refused = await reach(w, payment_id, SendStage.REFUSED, 30)
        assert refused.problem is not None
        assert refused.problem.words == "the ID is in use by a different payment"
        assert refused.payment is None


@pytest.mark.safety("S-8", "409, and the ID pays this invoice with another amount: ours, and said")
async def test_an_id_that_pays_the_same_invoice_is_never_said_to_be_another() -> None:
    async with armed_world() as w:
        order = order_for(w, target=w.simulator.invoice_to_pay(None, "Any"))
        shown = str(order.amount.units).encode()
        await sent_before(w, order, lambda body: body.replace(shown, b"7000"))
        payment_id = await confirmed(w, order)
        done = await reach(w, payment_id, SendStage.COMPLETED, 30)
        assert done.problem is not None
        assert "another amount" in done.problem.words


async def test_an_id_in_use_that_cannot_be_read_is_unknown_until_it_can() -> None:
    async with armed_world() as w:
        w.faults.add(CONFLICT, method="POST", path=PAYMENTS)
        order = order_for(w)
        payment_id = await confirmed(w, order)
        unknown = await reach(w, payment_id, SendStage.UNKNOWN)
        assert not unknown.is_over
        assert await guarded(w, order) == payment_id
