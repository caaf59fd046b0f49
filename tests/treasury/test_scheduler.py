"""Jobs: one run at a time, the next armed when the last ends, and nothing kills them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0
from tests.treasury.harness import settle
from voltage_tui.api.errors import RateLimited, TimedOut
from voltage_tui.clock import ManualClock
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.gate import Gate
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.scheduler import Scheduler, Task

EXACT = Cadence(jitter_permille=0)


@dataclass
class Bench:
    """A scheduler with one job whose runs last `takes` seconds and raise `fails` when set."""

    clock: ManualClock
    scheduler: Scheduler
    takes: float = 0.0
    fails: Exception | None = None
    starts: list[float] = field(default_factory=list)
    outcomes: list[Problem | None] = field(default_factory=list)

    async def work(self) -> None:
        self.starts.append(self.clock.monotonic())
        if self.takes:
            await self.clock.sleep(self.takes)
        if self.fails is not None:
            raise self.fails

    async def pass_time(self, seconds: float) -> None:
        end = self.clock.monotonic() + seconds
        await settle()
        while (left := end - self.clock.monotonic()) > 1e-9:
            wake = self.clock.next_wake
            self.clock.advance(left if wake is None else min(left, wake))
            await settle()


@asynccontextmanager
async def bench(cadence: Cadence = EXACT) -> AsyncIterator[Bench]:
    clock = ManualClock(T0)
    made = Bench(clock, Scheduler(clock, Gate(clock, cadence), cadence, Random(1)))
    task = Task("job", made.work, lambda: 10.0, made.outcomes.append)
    made.scheduler.add(task)
    made.scheduler.start()
    yield made
    await made.scheduler.stop()
    await settle()


async def test_the_wait_begins_when_a_run_ends() -> None:
    async with bench() as b:
        b.takes = 25
        await b.pass_time(100)
        assert b.starts == [0, 35, 70]


async def test_failures_are_tried_again_ever_more_rarely_up_to_a_cap() -> None:
    async with bench() as b:
        b.fails = TimedOut()
        await b.pass_time(300)
        gaps = [later - earlier for earlier, later in zip(b.starts, b.starts[1:], strict=False)]
        assert gaps[:5] == [2, 4, 8, 16, 32]
        assert set(gaps[5:]) == {60}
        assert all(p is not None and p.kind is ProblemKind.TIMED_OUT for p in b.outcomes)
        first = b.outcomes[0]
        assert first is not None
        assert first.next_try is not None
        assert (first.next_try - T0).total_seconds() == 2
        b.fails = None
        await b.pass_time(130)
        assert b.outcomes[-1] is None
        assert b.starts[-1] - b.starts[-2] == 10


async def test_a_kick_runs_now_but_not_within_the_gap() -> None:
    async with bench() as b:
        job = next(iter(b.scheduler._jobs.values()))
        await b.pass_time(3)
        job.kick(min_gap_s=5)
        await b.pass_time(1)
        assert b.starts == [0]
        await b.pass_time(1)
        assert b.starts == [0, 5]
        job.kick()
        await b.pass_time(0)
        assert b.starts == [0, 5, 5]


async def test_a_kick_during_a_run_leads_to_another_and_to_no_second_at_once() -> None:
    async with bench() as b:
        b.takes = 4
        job = next(iter(b.scheduler._jobs.values()))
        await b.pass_time(1)
        job.kick()
        job.kick()
        await b.pass_time(10)
        assert b.starts == [0, 4]


async def test_running_now_joins_the_run_under_way() -> None:
    async with bench() as b:
        b.takes = 4
        await b.pass_time(1)
        await b.pass_time(0)
        task = asyncio.ensure_future(b.scheduler.run_all_now())
        await b.pass_time(3.5)
        assert task.done()
        assert b.starts == [0]


async def test_an_unforeseen_error_is_logged_once_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with bench() as b:
        b.fails = ValueError("lnbc1secret")
        await b.pass_time(100)
        assert len(b.starts) > 3
        assert b.outcomes[0] is not None
        assert b.outcomes[0].kind is ProblemKind.INTERNAL
    assert caplog.text.count("ValueError") == 1
    assert "lnbc1secret" not in caplog.text


async def test_slowing_down_stretches_and_speeding_up_runs_at_once() -> None:
    async with bench() as b:
        b.scheduler.slow_down()
        await b.pass_time(1)
        b.scheduler.speed_up()
        await b.pass_time(0)
        b.scheduler.slow_down()
        await b.pass_time(65)
        assert b.starts == [0, 1, 11, 41]


@given(st.integers(0, 2**32), st.integers(0, 500))
def test_jitter_stays_within_its_share(seed: int, permille: int) -> None:
    cadence = Cadence(jitter_permille=permille)
    clock = ManualClock(T0)
    scheduler = Scheduler(clock, Gate(clock, cadence), cadence, Random(seed))
    delay = scheduler.delay_of(100.0)
    assert 100 - permille / 10 <= delay <= 100 + permille / 10


async def test_quiet_asked_for_is_waited_out_by_the_failed_job() -> None:
    clock = ManualClock(T0)
    gate = Gate(clock, EXACT)
    scheduler = Scheduler(clock, gate, EXACT, Random(1))

    async def refuse() -> None:
        raise RateLimited(45)

    with pytest.raises(RateLimited):
        await gate.read(refuse)
    assert scheduler.delay_after(1) == 45


async def test_two_jobs_of_one_name_are_a_mistake() -> None:
    async with bench() as b:
        with pytest.raises(ValueError, match="job"):
            b.scheduler.add(Task("job", b.work, lambda: 1.0, b.outcomes.append))


async def test_jobs_due_within_a_tenth_of_their_wait_run_together() -> None:
    async with bench() as b:
        runs: list[float] = []
        late: list[float] = []

        async def note() -> None:
            runs.append(b.clock.monotonic())

        async def note_late() -> None:
            late.append(b.clock.monotonic())

        await b.pass_time(1)
        b.scheduler.add(Task("second", note, lambda: 10.0, b.outcomes.append))
        b.scheduler.add(Task("exact", note_late, lambda: 10.0, b.outcomes.append, punctual=True))
        await b.pass_time(40)
        assert b.starts == [0, 10, 20, 30, 40]
        assert runs == [1, 10, 20, 30, 40]
        assert late == [1, 11, 21, 31, 41]


@given(st.integers(0, 2**32), st.lists(st.integers(2, 60), min_size=1, max_size=6))
async def test_no_job_ever_runs_later_for_it(seed: int, intervals: list[int]) -> None:
    clock, cadence = ManualClock(T0), Cadence()
    scheduler = Scheduler(clock, Gate(clock, cadence), cadence, Random(seed))
    runs: dict[int, list[float]] = {n: [] for n in range(len(intervals))}

    def task(number: int) -> Task:
        async def work() -> None:
            runs[number].append(clock.monotonic())

        return Task(str(number), work, lambda: intervals[number], lambda _: None)

    for number in runs:
        scheduler.add(task(number))
    scheduler.start()
    for _ in range(60):
        await settle()
        clock.advance(clock.next_wake or 0.0)
    await scheduler.stop()
    for number, moments in runs.items():
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert all(0.8 * intervals[number] < gap < 1.11 * intervals[number] for gap in gaps)
