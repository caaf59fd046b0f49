"""A value together with when it was read and what has gone wrong since.

Every figure a screen shows comes out of a `Reading`, so that its age and its trouble travel with
it, and the last good value stays under an error (safety rules S-17 and S-19).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

T = TypeVar("T")

OLD_AFTER_INTERVALS: Final = 2
DEAD_AFTER_INTERVALS: Final = 5


class ProblemKind(Enum):
    """Why something could not be read, as far as it changes what a person should do."""

    OFFLINE = "offline"
    TIMED_OUT = "timed out"
    RATE_LIMITED = "rate limited"
    SERVER = "server trouble"
    KEY_REFUSED = "key refused"
    NOT_PERMITTED = "not permitted"
    NOT_FOUND = "not found"
    REJECTED = "rejected"
    BAD_ANSWER = "bad answer"
    NOT_RECORDED = "not recorded"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure in words: what happened, what to do; since when, and when it is tried again."""

    kind: ProblemKind
    words: str
    advice: str
    since: datetime
    next_try: datetime | None = None


class Freshness(Enum):
    """How much a figure can be trusted at a moment."""

    MISSING = "missing"
    FRESH = "fresh"
    OLD = "old"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """The last good `value` (None before the first), when it was read, and any trouble since.

    `interval_s` is how often it is meant to be read; ages are judged against it.
    """

    value: T | None = None
    read_at: datetime | None = None
    problem: Problem | None = None
    interval_s: float = 10.0

    def age_s(self, now: datetime) -> float | None:
        """Seconds since the last good read, never below 0; None before the first."""
        if self.read_at is None:
            return None
        return max(0.0, (now - self.read_at).total_seconds())

    def freshness(self, now: datetime) -> Freshness:
        """FRESH up to two intervals, OLD up to five, then DEAD; MISSING before the first read."""
        age = self.age_s(now)
        if age is None:
            return Freshness.MISSING
        if age > self.interval_s * DEAD_AFTER_INTERVALS:
            return Freshness.DEAD
        if age > self.interval_s * OLD_AFTER_INTERVALS:
            return Freshness.OLD
        return Freshness.FRESH

    def succeeded(self, value: T, at: datetime) -> Reading[T]:
        """The reading after a good read."""
        return replace(self, value=value, read_at=at, problem=None)

    def failed(self, problem: Problem) -> Reading[T]:
        """The reading after a failed read: the last good value stays, `since` is the first fail."""
        since = self.problem.since if self.problem is not None else problem.since
        return replace(self, problem=replace(problem, since=since))
