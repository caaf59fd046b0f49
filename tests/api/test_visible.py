"""What was just accepted and answers 404 is not visible yet (S-6)."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from tests.api.calls import PAYMENT, WALLET
from tests.api.examples import example
from tests.api.server import NOON, Server, client_of, error_answer, json_answer, run_clock
from tests.reference.location import needs_reference
from voltage_tui.api import errors
from voltage_tui.clock import ManualClock

NOT_YET = error_answer(404, "payment_not_found")


@pytest.mark.safety("S-6", "three times 404, then the payment, no error")
@needs_reference
async def test_three_404s_and_then_the_payment() -> None:
    clock = ManualClock(NOON)
    payment = json_answer(example("8. Reading a payment", 1))
    server = Server(NOT_YET, NOT_YET, NOT_YET, payment)
    client = client_of(server, clock=clock)
    task = asyncio.ensure_future(client.payments.await_visible(PAYMENT))
    waits = await run_clock(clock, task)
    assert task.result().id == "7edbe640-7b4e-4949-8802-99ee5903e15b"
    assert len(waits) == 3
    assert 0.375 <= waits[0] <= 0.625


async def test_it_is_looked_for_half_a_minute_and_then_still_pending() -> None:
    clock = ManualClock(NOON)
    server = Server(NOT_YET)
    task = asyncio.ensure_future(client_of(server, clock=clock).payments.await_visible(PAYMENT))
    waits = await run_clock(clock, task)
    error = task.exception()
    assert isinstance(error, errors.NotVisibleYet)
    assert error.resource_id == PAYMENT
    assert error.waited_s == pytest.approx(30)
    assert sum(waits) == pytest.approx(30)
    assert max(waits) <= 6.25
    assert any(after > before for before, after in pairwise(waits))
    assert 8 <= len(server.asked) <= 20


async def test_any_other_failure_is_not_waited_out() -> None:
    server = Server(NOT_YET, error_answer(403, "access_rights"))
    clock = ManualClock(NOON)
    task = asyncio.ensure_future(client_of(server, clock=clock).wallets.await_visible(WALLET))
    await run_clock(clock, task)
    assert isinstance(task.exception(), errors.PermissionMissing)
