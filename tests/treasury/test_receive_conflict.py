"""An ID that is in use: what was asked for is followed, anything else is said to be it (S-8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.treasury.harness import World, world
from tests.treasury.test_receive import MANUAL, PAYMENTS, of, ordered, posts, reach
from voltage_tui.api.bodies import receive_body, send_body
from voltage_tui.api.json_body import canonical_json
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import Direction
from voltage_tui.model.requests import NewReceive, NewSend, ToInvoice
from voltage_tui.money import BTC, Money, sats
from voltage_tui.simulator.faults import answer, server_error
from voltage_tui.simulator.http import request_of
from voltage_tui.simulator.world import BASE_PATH
from voltage_tui.treasury.receiving import ReceivingStage

SLOW_MS = (2_000, 2_000)
"""So that what somebody else asks for meanwhile comes before what the program asks for."""
DIFFERENT = "the ID is in use by a different payment"
CONFLICT = answer(
    409,
    b'{"error":{"type":"payment_exists","detail":"It exists."}}',
    ("content-type", "application/json"),
)


def taken_before(w: World, request: NewReceive | NewSend) -> None:
    """Have the simulator take a request, as if somebody else had sent it."""
    base = w.simulator.identity
    scope = f"/organizations/{base.organization_id}/environments/{base.environment_id}"
    headers = {"x-api-key": base.api_key, "content-type": "application/json"}
    body = send_body(request) if isinstance(request, NewSend) else receive_body(request)
    asked = request_of("POST", f"{BASE_PATH}{scope}/payments", headers, canonical_json(body))
    assert w.simulator.handle(asked).status == 202


def asked_for(w: World, payment_id: PaymentId) -> NewReceive:
    """The request that the order's is."""
    order = of(w.snapshot, payment_id).order
    return NewReceive(
        payment_id, order.wallet_id, order.kind, order.amount, order.memo, order.expiration_s
    )


def a_send(w: World, payment_id: PaymentId) -> NewSend:
    """A payment of somebody else's under the ID of an order."""
    order = of(w.snapshot, payment_id).order
    text = w.simulator.invoice_to_pay(7_000_000, "Somebody else's", 600)
    return NewSend(payment_id, order.wallet_id, BTC, ToInvoice(text), sats(100))


async def test_an_id_in_use_by_this_very_request_is_followed() -> None:
    async with world(MANUAL, latency_ms=SLOW_MS) as w:
        payment_id = await ordered(w)
        taken_before(w, asked_for(w, payment_id))
        assert (await reach(w, payment_id, ReceivingStage.READY, 10)).problem is None
        assert [status for _, method, _, status in w.asked if method == "POST"] == [409]


@pytest.mark.parametrize("amount", [sats(7_000), None])
@pytest.mark.parametrize("silent", [False, True])
async def test_an_id_in_use_by_another_request_is_said_so(
    silent: bool, amount: Money | None
) -> None:
    async with world(MANUAL, latency_ms=SLOW_MS) as w:
        payment_id = await ordered(w)
        taken_before(w, replace(asked_for(w, payment_id), amount=amount))
        w.faults.add(server_error(), path=f".*/payments/{payment_id}", times=3 if silent else 0)
        refused = await reach(w, payment_id, ReceivingStage.REFUSED, 90)
        assert refused.problem is not None
        assert refused.problem.words == DIFFERENT
        assert refused.payment is None
        await w.pass_time(120)
        assert of(w.snapshot, payment_id) == refused
        assert posts(w) == 1


@pytest.mark.parametrize("answered_after_s", [24, 40])
async def test_a_payment_out_that_a_list_showed_before_is_never_what_was_asked_for(
    answered_after_s: float,
) -> None:
    async with world(MANUAL, latency_ms=SLOW_MS) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.slow_writes_s = answered_after_s
        payment_id = await ordered(w)
        taken_before(w, a_send(w, payment_id))
        w.faults.add(server_error(), path=f".*/payments/{payment_id}", times=None)
        stages: list[ReceivingStage] = []
        w.treasury.subscribe(lambda _: stages.append(of(w.snapshot, payment_id).stage))
        await w.pass_time(answered_after_s - 2)
        listed = w.snapshot.payment(payment_id)
        assert listed is not None
        assert listed.direction is Direction.SEND
        refused = await reach(w, payment_id, ReceivingStage.REFUSED, 60)
        assert refused.problem is not None
        assert refused.problem.words == DIFFERENT
        await w.pass_time(60)
        assert not {ReceivingStage.READY, ReceivingStage.PAID} & set(stages)


async def test_an_id_in_use_that_cannot_be_read_is_unknown_until_it_can() -> None:
    async with world(MANUAL, latency_ms=SLOW_MS) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(CONFLICT, method="POST", path=PAYMENTS)
        payment_id = await ordered(w)
        unknown = await reach(w, payment_id, ReceivingStage.UNKNOWN, 10)
        assert not unknown.is_over
        taken_before(w, asked_for(w, payment_id))
        assert (await reach(w, payment_id, ReceivingStage.READY, 120)).problem is None
