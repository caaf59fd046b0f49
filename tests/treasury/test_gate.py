"""The gate: a limit on requests, quiet when asked for, and a refused key left alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.treasury.builders import T0
from tests.treasury.harness import settle
from voltage_tui.api.envelope import Envelope
from voltage_tui.api.error_types import ErrorType
from voltage_tui.api.errors import CredentialsRefused, QuietAsked, RateLimited
from voltage_tui.clock import ManualClock
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.gate import DEFAULT_QUIET_S, LONGEST_QUIET_S, Gate


class Door:
    """Counts who gets through, and answers with `error` when there is one."""

    def __init__(self, cadence: Cadence | None = None) -> None:
        self.clock = ManualClock(T0)
        self.gate = Gate(self.clock, cadence or Cadence())
        self.error: Exception | None = None
        self.passed = 0

    async def ask(self) -> int:
        self.passed += 1
        if self.error is not None:
            raise self.error
        return self.passed

    async def pass_time(self, seconds: float) -> None:
        end = self.clock.monotonic() + seconds
        await settle()
        while (left := end - self.clock.monotonic()) > 1e-9:
            wake = self.clock.next_wake
            self.clock.advance(left if wake is None else min(left, max(wake, 1e-6)))
            await settle()


def refused() -> CredentialsRefused:
    return CredentialsRefused(Envelope(401, ErrorType.WRONG_CREDENTIALS, None, {}, None))


async def quietly(work: asyncio.Future[int]) -> None:
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_no_more_requests_a_minute_than_allowed() -> None:
    door = Door(Cadence(requests_per_minute=60))
    waiting = [asyncio.ensure_future(door.gate.read(door.ask)) for _ in range(200)]
    await door.pass_time(60)
    assert door.passed == 15 + 60
    for task in waiting:
        await quietly(task)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [(30.0, 30.0), (None, DEFAULT_QUIET_S), (10_000.0, LONGEST_QUIET_S), (-5.0, 0.0)],
)
async def test_quiet_is_kept_as_long_as_asked_for_within_reason(
    asked: float | None, kept: float
) -> None:
    door = Door()
    door.error = RateLimited(asked)
    with pytest.raises(RateLimited):
        await door.gate.read(door.ask)
    door.error = None
    assert door.gate.closed_for_s() == kept
    waiting = asyncio.ensure_future(door.gate.read(door.ask))
    await door.pass_time(max(0.0, kept - 0.1))
    assert door.passed == (1 if kept else 2)
    await door.pass_time(0.2)
    assert await waiting == 2


async def test_a_write_waits_for_quiet_but_not_behind_the_reads() -> None:
    door = Door(Cadence(requests_per_minute=4))
    reads = [asyncio.ensure_future(door.gate.read(door.ask)) for _ in range(5)]
    await settle()
    assert door.passed == 1
    assert await door.gate.write(door.ask) == 2
    door.error = RateLimited(10)
    with pytest.raises(RateLimited):
        await door.gate.write(door.ask)
    door.error = None
    passed = door.passed
    waiting = asyncio.ensure_future(door.gate.write(door.ask))
    await door.pass_time(9)
    assert door.passed == passed
    await door.pass_time(2)
    assert waiting.done()
    for task in reads:
        await quietly(task)


async def quiet_for(door: Door, seconds: float) -> None:
    door.error = RateLimited(seconds)
    with pytest.raises(RateLimited):
        await door.gate.read(door.ask)
    door.error = None


async def test_a_write_does_not_wait_for_a_long_quiet_but_is_withheld_at_once() -> None:
    door = Door()
    await quiet_for(door, 120)
    with pytest.raises(QuietAsked) as withheld:
        await door.gate.write(door.ask)
    assert withheld.value.words == "nothing was sent: Voltage asked for quiet for another 2 m"
    assert (
        withheld.value.advice
        == f"wait until {T0 + timedelta(minutes=2):%H:%M:%S} UTC, then try again"
    )
    await door.pass_time(200)
    assert door.passed == 1


async def test_a_quiet_that_grows_while_a_write_waits_does_not_make_it_wait_longer() -> None:
    door = Door()
    await quiet_for(door, 8)
    waiting = asyncio.ensure_future(door.gate.write(door.ask))
    await door.pass_time(7)
    door.error = RateLimited(4)
    with pytest.raises(RateLimited):
        await door.gate._ask(door.ask)  # a read that was under way before
    door.error = None
    await door.pass_time(1)
    assert isinstance(waiting.exception(), QuietAsked)
    await door.pass_time(60)
    assert door.passed == 2


async def test_a_refused_key_is_tried_by_one_request_at_a_time() -> None:
    door = Door()
    door.error = refused()
    with pytest.raises(CredentialsRefused):
        await door.gate.read(door.ask)
    waiting = [asyncio.ensure_future(door.gate.read(door.ask)) for _ in range(6)]
    await door.pass_time(59)
    assert door.passed == 1
    await door.pass_time(120)
    assert door.passed == 3
    door.error = None
    await door.pass_time(70)
    assert sum(t.done() and t.exception() is None for t in waiting) == 4
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_person_may_try_a_refused_key_before_its_time() -> None:
    door = Door()
    door.error = refused()
    with pytest.raises(CredentialsRefused):
        await door.gate.read(door.ask)
    door.error = None
    waiting = asyncio.ensure_future(door.gate.read(door.ask))
    await settle()
    assert not waiting.done()
    door.gate.try_again()
    await settle()
    assert waiting.done()
    assert door.gate.closed_for_s() == 0


async def test_what_nobody_waits_for_makes_no_other_request_late() -> None:
    door = Door(Cadence(requests_per_minute=60))
    spare = asyncio.ensure_future(_for_ever(door))
    late = []
    for _ in range(120):
        await door.pass_time(2)
        began = door.clock.monotonic()
        burst = [asyncio.ensure_future(door.gate.read(door.ask)) for _ in range(2)]
        await settle()
        late.append(not all(one.done() for one in burst) or door.clock.monotonic() > began)
    assert not any(late)
    await quietly(spare)


async def test_what_nobody_waits_for_stays_within_the_limit_and_below_it() -> None:
    door = Door(Cadence(requests_per_minute=60))
    spare = asyncio.ensure_future(_for_ever(door))
    await door.pass_time(600)
    # The half of a burst that is not kept for the others, and then one a second.
    assert 550 <= door.passed <= 8 + 600
    began = [asyncio.ensure_future(door.gate.read(door.ask)) for _ in range(7)]
    await settle()
    assert all(one.done() for one in began)
    await quietly(spare)


async def test_what_nobody_waits_for_waits_while_the_server_wants_quiet() -> None:
    door = Door()
    door.error = RateLimited(30)
    with pytest.raises(RateLimited):
        await door.gate.read(door.ask)
    door.error = None
    spare = asyncio.ensure_future(door.gate.read_spare(door.ask))
    await door.pass_time(29)
    assert not spare.done()
    await door.pass_time(2)
    assert spare.done()


async def _for_ever(door: Door) -> int:
    while True:
        await door.gate.read_spare(door.ask)
