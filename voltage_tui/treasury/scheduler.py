"""Jobs that repeat, each in a loop of its own, one run at a time.

The next run is armed when the last one ends, never by a fixed-rate timer, so that slow answers
cannot pile up. A run that raises is reported and tried again after a back-off; nothing a job does
can end the worker.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.alarm import Alarm, wake
from voltage_tui.treasury.outage import Outage
from voltage_tui.treasury.problems import log_unexpected, problem_of
from voltage_tui.treasury.reading import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from random import Random

    from voltage_tui.clock import Clock
    from voltage_tui.treasury.cadence import Cadence
    from voltage_tui.treasury.gate import Gate

_SHORTEST: Final = 0.05
_EARLY_PERCENT: Final = 10
"""How much of its wait a job may leave out to run together with another."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a job does: `work` reads once, `interval` says how long to wait after a good read.

    `report` is told the outcome of every run: the problem, or None after a good one. `proves`
    when every run asks the API something, so that it shows whether that can be reached; it is
    `punctual` when a run before its time would be of no use.
    """

    name: str
    work: Callable[[], Awaitable[None]]
    interval: Callable[[], float]
    report: Callable[[Problem | None], None]
    proves: bool = False
    punctual: bool = False


class Job:
    """One repeating task; made by `Scheduler.add`."""

    def __init__(self, task: Task, scheduler: Scheduler) -> None:
        self.task = task
        self._scheduler = scheduler
        self._failures = 0
        self._is_waiting = False
        self._working = False
        self._again = False
        self._ended_at: float | None = None
        self._due_at = 0.0
        self._early_at = 0.0
        self._alarm = Alarm(scheduler.clock)
        self._turn: asyncio.Future[None] | None = None
        self._loop: asyncio.Task[None] | None = None
        self.failing_since: float | None = None

    @property
    def proves(self) -> bool:
        """Whether each of its runs asks the API something."""
        return self.task.proves

    @property
    def is_started(self) -> bool:
        """Whether its loop is going round."""
        return self._loop is not None and not self._loop.done()

    def kick(self, min_gap_s: float = 0.0) -> None:
        """Run as soon as possible, but not within `min_gap_s` of the last run's end.

        While a run is under way another follows it, since what that one read may be too old.
        """
        if not self._alarm.is_awaited:
            self._again = self._working
            return
        earliest = 0.0 if self._ended_at is None else self._ended_at + min_gap_s
        if earliest < self._due_at:
            self._due_at = earliest
            self._alarm.ring()

    async def run_now(self) -> None:
        """Return when a run has ended: the one under way, or else one started for this."""
        if not self.is_started:
            return
        if self._turn is None:
            self._turn = asyncio.get_running_loop().create_future()
        if not self._working:
            self.kick()
        await asyncio.shield(self._turn)

    def start(self) -> None:
        """Begin, with a first run at once."""
        if not self.is_started:
            self._loop = asyncio.create_task(self._go_round(), name=f"treasury {self.task.name}")

    async def stop(self) -> None:
        """End the loop, also in the middle of a run."""
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)
        self._finish_turn()

    def join(self, now: float) -> None:
        """Run now too, if that is only a little early: reads together are painted together."""
        if not self.task.punctual and not self._failures and self._early_at <= now < self._due_at:
            self.kick()

    def try_in(self, seconds: float) -> None:
        """Be due in so many seconds, in an outage that this job is to find the end of."""
        self._due_at = self._scheduler.clock.monotonic() + seconds
        self._alarm.ring()

    def go_on_waiting(self, problem: Problem) -> None:
        """Say why nothing is read, if it waits for an outage to end."""
        if self._is_waiting:
            self._report(problem)
        if not self._working:
            self._finish_turn()

    def go_on(self) -> None:
        """An outage is over: run at once if that is overdue or has failed."""
        if not self._working and (self._is_waiting or self._failures):
            self.kick()
            self._alarm.ring()
        self._failures = 0

    async def _go_round(self) -> None:
        await self._wait_until_due()
        while True:
            delay = await self._run_once()
            now = self._scheduler.clock.monotonic()
            self._ended_at = now
            self._due_at = now if self._again else now + delay
            self._early_at = now + delay * (100 - _EARLY_PERCENT) / 100
            self._again = False
            self._finish_turn()
            await self._wait_until_due()

    async def _run_once(self) -> float:
        """Do the work and say how long to wait; every exception ends here."""
        began = self._scheduler.clock.monotonic()
        self._working = True
        try:
            await self.task.work()
        except Exception as error:  # noqa: BLE001 - the guard: whatever it is, the loop goes on
            if self.failing_since is None:
                self.failing_since = began
            return self._after_failure(error)
        finally:
            self._working = False
        self._failures = 0
        self.failing_since = None
        self._report(None)
        return self._scheduler.delay_of(self.task.interval())

    def _after_failure(self, error: Exception) -> float:
        """Report it, and say how long to wait."""
        scheduler, outage = self._scheduler, self._scheduler.outage
        self._failures += 1
        problem = problem_of(error, scheduler.clock.now())
        until_tried = outage.wait_after(self, problem.kind)
        delay = scheduler.delay_after(self._failures) if until_tried is None else until_tried
        problem = replace(problem, next_try=scheduler.moment_in(delay))
        if problem.kind is ProblemKind.INTERNAL and self._failures == 1:
            log_unexpected(self.task.name, error)
        self._report(problem)
        if until_tried is not None:
            outage.told(problem)
        return delay

    def _report(self, problem: Problem | None) -> None:
        try:
            self.task.report(problem)
        except Exception as error:  # noqa: BLE001 - the guard, as above
            log_unexpected(self.task.name, error)

    async def _wait_until_due(self) -> None:
        """Sleep until `_due_at`, which a kick may bring forward, and until no outage forbids it."""
        clock, outage = self._scheduler.clock, self._scheduler.outage
        while True:
            if (left := self._due_at - clock.monotonic()) > 0:
                await self._alarm.sleep(left)
            elif outage.lets(self):
                self._scheduler.run_with(self)
                return
            else:
                await self._wait_for_answer(outage.problem)

    async def _wait_for_answer(self, problem: Problem | None) -> None:
        """Wait while another job tries; `problem` is what it ran into last."""
        if problem is not None:
            self._report(problem)
        self._is_waiting = True
        try:
            await self._alarm.wait()
        finally:
            self._is_waiting = False

    def _finish_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            wake(turn)


class Scheduler:
    """The jobs and their common pace."""

    def __init__(self, clock: Clock, gate: Gate, cadence: Cadence, random: Random) -> None:
        self.clock = clock
        self._gate = gate
        self._cadence = cadence
        self._random = random
        self._jobs: dict[str, Job] = {}
        self._started = False
        self._slow = False
        self.outage = Outage(gate, cadence, clock, self._jobs.values, self._jittered)

    @property
    def stretch(self) -> float:
        """By how much every interval is stretched now; 1 at the normal pace."""
        return self._cadence.slow_factor if self._slow else 1.0

    def add(self, task: Task) -> Job:
        """Add a job; it begins at once when the scheduler is running."""
        if task.name in self._jobs:
            raise ValueError(f"there is a job called {task.name}")
        job = self._jobs[task.name] = Job(task, self)
        if self._started:
            job.start()
        return job

    def forget(self, job: Job) -> None:
        """Let its name be used again at once; whoever forgets a job stops it too."""
        if self._jobs.get(job.task.name) is job:
            del self._jobs[job.task.name]

    def start(self) -> None:
        """Start every job."""
        self._started = True
        for job in self._jobs.values():
            job.start()

    async def stop(self) -> None:
        """End every job's loop; `start` begins them again."""
        self._started = False
        await asyncio.gather(*(job.stop() for job in self._jobs.values()))

    async def run_all_now(self) -> None:
        """Return when every job has had a run."""
        await asyncio.gather(*(job.run_now() for job in self._jobs.values()))

    def slow_down(self) -> None:
        """Stretch every interval, as nobody is looking."""
        self._slow = True

    def speed_up(self) -> None:
        """Go back to the normal pace, with a run of everything at once."""
        if self._slow:
            self._slow = False
            for job in self._jobs.values():
                job.kick()

    def run_with(self, leader: Job) -> None:
        """Have every job that is due soon run with `leader`, unless that only looks for an answer.

        Fewer wake-ups and paints, and figures of one moment side by side.
        """
        if self.outage.problem is None:
            now = self.clock.monotonic()
            for job in self._jobs.values():
                if job is not leader:
                    job.join(now)

    def delay_of(self, interval_s: float) -> float:
        """An interval stretched and jittered, so that many copies do not ask in step."""
        return self._jittered(interval_s * self.stretch)

    def delay_after(self, failures: int) -> float:
        """The wait after a failed run, at least until the server wants to hear from us again."""
        wait = max(self._cadence.backoff(failures), self._gate.closed_for_s())
        return self._jittered(wait) if wait < self._cadence.refused else wait

    def moment_in(self, delay_s: float) -> datetime:
        """The calendar moment `delay_s` from now."""
        return self.clock.now() + timedelta(seconds=delay_s)

    def _jittered(self, delay_s: float) -> float:
        spread = self._cadence.jitter_permille
        return max(_SHORTEST, delay_s * (1000 + self._random.randint(-spread, spread)) / 1000)
