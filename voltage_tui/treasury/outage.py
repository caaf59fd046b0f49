"""While the API cannot be reached at all, one job tries for all and the others wait for it.

So the next try can be soon without many requests, and whatever is overdue is read the moment
anything is answered again. An answer that says no is an answer: it is each job's own trouble.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from voltage_tui.treasury.reading import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voltage_tui.clock import Clock
    from voltage_tui.treasury.cadence import Cadence
    from voltage_tui.treasury.gate import Gate

_UNREACHED: Final = (ProblemKind.OFFLINE, ProblemKind.TIMED_OUT)
_SILENCE_S: Final = 30.0
"""While anything answers, something does far more often than this."""


class Waiting(Protocol):
    """What an outage knows of a job."""

    @property
    def proves(self) -> bool:
        """Whether each of its runs asks something, and so finds out."""
        ...

    @property
    def failing_since(self) -> float | None:
        """When its first failed run in a row began, in monotonic seconds; None after a good one."""
        ...

    def try_in(self, seconds: float) -> None:
        """Be due so soon, to try for all."""
        ...

    def go_on_waiting(self, problem: Problem) -> None:
        """Hear that the try failed."""
        ...

    def go_on(self) -> None:
        """Run now if it is overdue or has failed."""
        ...


class Outage:
    """Whether there is one, and whose turn it is to find out whether it is over.

    It begins when a job that proves it got no answer, and nothing else has been answered since
    that job began to fail (or for long); it ends with any answer at all. The jobs that prove it
    take turns, so that one resource that never answers cannot keep up an outage. `jobs` gives all
    of them, the most important first. `problem` is what the latest try ran into; all in `when_over`
    are called when it has ended.
    """

    def __init__(
        self,
        gate: Gate,
        cadence: Cadence,
        clock: Clock,
        jobs: Callable[[], Iterable[Waiting]],
        jittered: Callable[[float], float],
    ) -> None:
        self._gate = gate
        self._cadence = cadence
        self._clock = clock
        self._jobs = jobs
        self._jittered = jittered
        self._tries = 0
        self._until = 0.0
        self._trying: Waiting | None = None
        self.problem: Problem | None = None
        self.when_over: list[Callable[[], None]] = []
        gate.when_heard = self._over
        gate.in_outage = self._is_on

    def lets(self, job: Waiting) -> bool:
        """Whether `job` may ask now."""
        return self._trying is None or job is self._trying

    def wait_after(self, job: Waiting, kind: ProblemKind) -> float | None:
        """Seconds until somebody tries, now that `job` failed; None when that is its own trouble.

        When it is not, `told` has to follow.
        """
        if job is self._trying or (kind in _UNREACHED and self._begins_with(job)):
            self._tries += 1
            wait = min(self._cadence.probe_cap, self._cadence.backoff(self._tries))
            self._until = self._clock.monotonic() + self._jittered(wait)
            self._trying = self._next_after(job)
            self._trying.try_in(self._left)
        elif self._trying is None or kind not in _UNREACHED:
            return None
        return self._left

    def told(self, problem: Problem) -> None:
        """Say what the latest try ran into, and when the next one is, to all that wait."""
        if self._trying is not None:
            self.problem = problem
            for job in self._jobs():
                job.go_on_waiting(problem)

    def _is_on(self) -> bool:
        return self._trying is not None

    @property
    def _left(self) -> float:
        return max(0.0, self._until - self._clock.monotonic())

    def _begins_with(self, job: Waiting) -> bool:
        if self._trying is not None or not job.proves:
            return False
        since, heard = job.failing_since, self._gate.heard_at
        if since is None or heard is None or heard <= since:
            return True
        return self._clock.monotonic() - heard > _SILENCE_S

    def _next_after(self, job: Waiting) -> Waiting:
        able = [other for other in self._jobs() if other.proves]
        return able[(able.index(job) + 1) % len(able)] if job in able else job

    def _over(self) -> None:
        """Something was answered."""
        if self._trying is None:
            return
        self._trying = self.problem = None
        self._tries = 0
        for job in tuple(self._jobs()):
            job.go_on()
        for call in self.when_over:
            call()
