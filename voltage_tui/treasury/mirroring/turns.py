"""Whose turn it is in the mirroring: what each ledger, and the payments, need next and when."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.clock import Clock
    from voltage_tui.treasury.mirroring.ledger_mirror import LedgerMirror
    from voltage_tui.treasury.mirroring.payments_mirror import PaymentsMirror
    from voltage_tui.treasury.reading import Problem

REFRESH_S: Final = 300.0
"""How often the newest rows are read although no balance has moved."""
SOON_S: Final = 5.0
"""How long a ledger is left alone after its newest rows were read, also while in doubt."""
SHOWN_SOON_S: Final = 1.0
"""The same for one that is on the screen."""
SHOWN_S: Final = 30.0
"""How old its newest rows may be when a ledger comes to the screen."""
AGAIN_S: Final = 3_600.0
"""How long after a sweep that did not end well another one begins."""
WEEKLY_S: Final = 7 * 86_400.0
"""How long after a sweep that ended well a ledger is gone through again: an old row may have been
corrected without a trace in the count or the balance."""
_SPREAD_S: Final = 86_400
"""Ledgers that ended together are gone through again at moments spread over this."""
DAILY_S: Final = 86_400.0
"""How often all payments are gone through again: one may have changed long after it was read."""


class Rank(IntEnum):
    """What goes first."""

    SHOWN = 0
    """The newest rows of what is on the screen: somebody waits for them."""
    NEWEST_PAGE = 1
    WHAT_IS_NEW = 2
    FURTHER_DOWN = 3
    AGAIN = 4
    """All of a ledger again: one at a time, as the one begun goes before."""


class LedgerTurn:
    """One ledger's; moments are monotonic seconds, `served` counts whose turn was last."""

    def __init__(self, mirror: LedgerMirror, clock: Clock, spread: str = "") -> None:
        self.mirror = mirror
        self.served = 0
        self.failures = 0
        self._clock = clock
        self._week_s = WEEKLY_S + crc32(spread.encode()) % _SPREAD_S
        self._not_before = 0.0
        self._refresh_at = 0.0
        self._refreshed_at = 0.0
        self._again_at: float | None = None
        self._is_shown = False
        self._has_moved = False
        self.refresh_s = REFRESH_S

    @property
    def place(self) -> tuple[bool, int, int, int, int]:
        """Least for what goes down first: what is shown, an earlier pass, the most rows."""
        progress = self.mirror.progress
        most_used = -(progress.total or 0)
        return (not self._is_shown, progress.number, most_used, -progress.read, self.served)

    def show(self, now: float, *, shown: bool) -> None:
        """It has come to the screen, or has left it."""
        if shown and not self._is_shown:
            self._refresh_at = min(self._refresh_at, max(now, self._refreshed_at + SHOWN_S))
        self._is_shown = shown

    def needs(self, now: float) -> Rank | None:
        """The newest page; what is new; or a page further down."""
        if now < self._not_before:
            return None
        if not self.mirror.has_begun:
            return Rank.SHOWN if self._is_shown else Rank.NEWEST_PAGE
        if now >= self._refresh_at:
            return Rank.SHOWN if self._is_shown else Rank.WHAT_IS_NEW
        if not self.mirror.has_ended:
            return Rank.FURTHER_DOWN
        if self._again_at is not None and now >= self._again_at:
            return Rank.AGAIN
        return None

    def due_at(self) -> float:
        """The next of its moments."""
        if not self.mirror.has_ended:
            return self._not_before
        moments = (self._refresh_at, self._again_at)
        return max(self._not_before, min(m for m in moments if m is not None))

    def moved(self, now: float) -> None:
        """Its wallet's money has changed."""
        self._has_moved = True
        self._refresh_at = min(self._refresh_at, max(now, self._refreshed_at + self._soon_s))

    async def step(self, now: float) -> None:
        """Do what it needs."""
        rank = self.needs(now)
        self.mirror.is_awaited = rank is Rank.SHOWN
        match rank:
            case Rank.FURTHER_DOWN | Rank.AGAIN:
                await self._go_down(now)
            case Rank.SHOWN | Rank.NEWEST_PAGE | Rank.WHAT_IS_NEW:
                self._refreshed_at, self._has_moved = now, False
                await (self.mirror.refresh() if self.mirror.has_begun else self.mirror.begin())
                self._looked(now)
            case None:
                pass
        self.failures = 0

    def failed(self, problem: Problem, until: float) -> None:
        """Keep what went wrong, and let the others have their turns until then."""
        self.failures += 1
        self._not_before = until
        self.mirror.progress = replace(self.mirror.progress, problem=problem)

    def go_on(self) -> None:
        """What it failed for is over."""
        self._not_before = 0.0

    async def _go_down(self, now: float) -> None:
        if self.mirror.has_ended:
            self._again_at = None
            await self.mirror.sweep_again()
        elif await self.mirror.walk_on():
            # All the rows are here now: do they, from nothing, make the balance?
            self._refresh_at = now

    def _looked(self, now: float) -> None:
        """The newest rows were read; what moved meanwhile may not be among them."""
        again = self._has_moved or self.mirror.is_in_doubt
        self._refresh_at = now + (self._soon_s if again else self.refresh_s)
        if self._is_settled:
            finished = self.mirror.progress.finished_at
            self._again_at = now + _left_s(finished, self._week_s, self._clock.now())
        elif self.mirror.has_ended:
            soon = now + AGAIN_S
            self._again_at = soon if self._again_at is None else min(self._again_at, soon)

    @property
    def _soon_s(self) -> float:
        return SHOWN_SOON_S if self._is_shown else SOON_S

    @property
    def _is_settled(self) -> bool:
        progress = self.mirror.progress
        return self.mirror.has_ended and progress.is_whole and progress.is_proven


class PaymentsTurn:
    """The payments'; as a ledger's."""

    def __init__(self, mirror: PaymentsMirror, clock: Clock) -> None:
        self.mirror = mirror
        self.served = 0
        self.failures = 0
        self._clock = clock
        self._not_before = 0.0
        self._top_at = 0.0
        self._again_at: float | None = None

    def needs(self, now: float) -> Rank | None:
        """The newest page; what came or ended meanwhile; a page further down; or all again."""
        if now < self._not_before:
            return None
        if not self.mirror.has_begun:
            return Rank.NEWEST_PAGE
        if self._is_top_due(now) or self._is_one_due(now):
            return Rank.WHAT_IS_NEW
        if not self.mirror.has_ended or now >= self._sweeps_again_at(now):
            return Rank.FURTHER_DOWN
        return None

    def due_at(self) -> float:
        """The next of its moments."""
        if not self.mirror.has_ended or self.mirror.has_one_to_read:
            return self._not_before
        moments = [self._sweeps_again_at(self._clock.monotonic())]
        if self.mirror.is_complete:
            moments.append(0.0 if self.mirror.is_reading_top else self._top_at)
        return max(self._not_before, min(moments))

    async def step(self, now: float) -> None:
        """Do what it needs."""
        if self.mirror.has_begun and self._is_top_due(now):
            await self.mirror.read_top()
            if not self.mirror.is_reading_top:
                self._top_at = now + REFRESH_S
        elif self._is_one_due(now):
            await self.mirror.read_one()
        elif self.mirror.has_ended:
            await self.mirror.sweep_again()
        elif await self.mirror.walk_on():
            self._again_at = now + (DAILY_S if self.mirror.is_complete else AGAIN_S)
        self.failures = 0

    def failed(self, problem: Problem, until: float) -> None:
        """Keep what went wrong, and let the others have their turns until then."""
        self.failures += 1
        self._not_before = until
        self.mirror.progress = replace(self.mirror.progress, problem=problem)

    def go_on(self) -> None:
        """What it failed for is over; what came meanwhile is looked for."""
        self._not_before = self._top_at = 0.0

    def _is_top_due(self, now: float) -> bool:
        return self.mirror.is_complete and (self.mirror.is_reading_top or now >= self._top_at)

    def _is_one_due(self, now: float) -> bool:
        """One that cannot be read keeps no sweep waiting."""
        is_sweep_due = not self.mirror.has_ended or now >= self._sweeps_again_at(now)
        return self.mirror.has_one_to_read and not (self.failures and is_sweep_due)

    def _sweeps_again_at(self, now: float) -> float:
        """A day after the sweep that holds ended; at once where it is from before and no good."""
        if self._again_at is None:
            finished = self.mirror.finished_at
            good = self.mirror.is_complete and finished is not None
            left = _left_s(finished, DAILY_S, self._clock.now()) if good else 0.0
            self._again_at = now + left
        return self._again_at


def _left_s(since: datetime | None, wait_s: float, now: datetime) -> float:
    """How much of a wait is left; never more than all of it, whatever the clock was before."""
    if since is None:
        return 0.0
    return max(0.0, min(wait_s, wait_s - (now - since).total_seconds()))
