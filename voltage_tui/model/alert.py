"""Alerts: what a rule has noticed, what became of it, and who has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from voltage_tui.money import Money


class AlertKind(Enum):
    """What is watched; the values are the words of the settings and of the journal."""

    AVAILABLE = "available"
    CREDIT = "credit"
    PAYMENT = "payment"
    PENDING = "pending"
    FAILED = "failed"
    WEBHOOK = "webhook"
    CHANGED = "changed"
    SEALED = "sealed"
    PROOF = "proof"


class Severity(IntEnum):
    """How soon somebody should look; lower comes first."""

    NOW = 0
    SOON = 1
    GOOD_TO_KNOW = 2


class SubjectKind(Enum):
    """What an alert is about."""

    WALLET = "wallet"
    LINE = "line"
    PAYMENT = "payment"
    WEBHOOK = "webhook"
    MONTH = "month"


class Cleared(Enum):
    """Why something is not raised any more."""

    OVER = "it is over"
    PASSED = "its day has passed"
    GONE = "what it was about is gone"
    OFF = "its rule was turned off"
    SEEN = "it was acknowledged"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in tenths of a percent."""

    permille: int


Value: TypeAlias = "Money | Share | timedelta | int | str"
"""A figure of an alert: an amount, a share, a span of time, a count or words (cleaned)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about, by its id, and what that is called (cleaned; may be empty)."""

    kind: SubjectKind
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What is raised, from `raised_at` on; at most one with the same `key` at a time.

    `value` is the figure now and `threshold` the one it passed; of a change `before` is what it
    was and `what` what was changed, of a failure `what` is the reason. `since` is when what it is
    about began, `usual` how long that usually takes, and from `until` on it clears by itself.
    `number` is that of its row in the history, None where it could not be kept. `is_old` is
    whether it was raised before this start, and so has been told.
    """

    key: str
    kind: AlertKind
    severity: Severity
    about: Subject
    raised_at: datetime
    value: Value | None = None
    threshold: Value | None = None
    before: Value | None = None
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    usual: timedelta | None = None
    number: int | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    snoozed_until: datetime | None = None
    is_old: bool = False

    def is_snoozed(self, now: datetime) -> bool:
        """Whether somebody wanted to hear nothing of it until later than now."""
        return self.snoozed_until is not None and now < self.snoozed_until

    def is_loud(self, now: datetime) -> bool:
        """Whether it still wants somebody: neither acknowledged nor snoozed."""
        return self.acknowledged_at is None and not self.is_snoozed(now)


@dataclass(frozen=True, slots=True)
class PastAlert:
    """A row of the history; `cleared_at` and `why` are None for what is still raised."""

    alert: Alert
    cleared_at: datetime | None = None
    why: Cleared | None = None
