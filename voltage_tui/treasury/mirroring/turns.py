"""Whose turn it is in the mirroring: what each ledger, and the payments, need next and when."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from voltage_tui.store.mirror.sweeps import Stage

if TYPE_CHECKING:
    from voltage_tui.treasury.mirroring.ledger_mirror import LedgerMirror
    from voltage_tui.treasury.mirroring.payments_mirror import PaymentsMirror
    from voltage_tui.treasury.reading import Problem

REFRESH_S: Final = 300.0
"""How often the newest rows are read although no balance has moved."""
SOON_S: Final = 5.0
"""How long a ledger is left alone after its newest rows were read, also while in doubt."""
AGAIN_S: Final = 3_600.0
"""How long after a sweep that did not end well another one begins."""
DAILY_S: Final = 86_400.0
"""How often all payments are gone through again: one may have changed long after it was read."""


class Rank(IntEnum):
    """What goes first."""

    NEWEST_PAGE = 0
    WHAT_IS_NEW = 1
    FURTHER_DOWN = 2


class LedgerTurn:
    """One ledger's; moments are monotonic seconds, `served` counts whose turn was last."""

    def __init__(self, mirror: LedgerMirror) -> None:
        self.mirror = mirror
        self.served = 0
        self.failures = 0
        self._not_before = 0.0
        self._refresh_at = 0.0
        self._refreshed_at = 0.0
        self._again_at: float | None = None

    def needs(self, now: float) -> Rank | None:
        """The newest page; what is new; or a page further down."""
        if now < self._not_before:
            return None
        if not self.mirror.has_begun:
            return Rank.NEWEST_PAGE
        if now >= self._refresh_at:
            return Rank.WHAT_IS_NEW
        if not self.mirror.has_ended or (self._again_at is not None and now >= self._again_at):
            return Rank.FURTHER_DOWN
        return None

    def due_at(self) -> float:
        """The next of its moments."""
        if not self.mirror.has_ended:
            return self._not_before
        moments = (self._refresh_at, self._again_at)
        return max(self._not_before, min(m for m in moments if m is not None))

    def moved(self, now: float) -> None:
        """Its wallet's money has changed."""
        self._refresh_at = min(self._refresh_at, max(now, self._refreshed_at + SOON_S))

    async def step(self, now: float) -> None:
        """Do what it needs."""
        match self.needs(now):
            case Rank.NEWEST_PAGE:
                await self.mirror.begin()
                self._looked(now)
            case Rank.WHAT_IS_NEW:
                await self.mirror.refresh()
                self._looked(now)
            case Rank.FURTHER_DOWN:
                await self._go_down(now)
            case None:
                pass
        self.failures = 0

    def failed(self, problem: Problem, until: float) -> None:
        """Keep what went wrong, and let the others have their turns until then."""
        self.failures += 1
        self._not_before = until
        self.mirror.progress = replace(self.mirror.progress, problem=problem)

    async def _go_down(self, now: float) -> None:
        if self.mirror.has_ended:
            self._again_at = None
            await self.mirror.sweep_again()
        elif await self.mirror.walk_on():
            # All the rows are here now: do they, from nothing, make the balance?
            self._refresh_at = now

    def _looked(self, now: float) -> None:
        """The newest rows were read."""
        self._refreshed_at = now
        self._refresh_at = now + (SOON_S if self.mirror.is_in_doubt else REFRESH_S)
        if self._is_settled:
            self._again_at = None
        elif self.mirror.has_ended and self._again_at is None:
            self._again_at = now + AGAIN_S

    @property
    def _is_settled(self) -> bool:
        progress = self.mirror.progress
        return self.mirror.has_ended and progress.is_whole and progress.is_proven


class PaymentsTurn:
    """The payments'; as a ledger's."""

    def __init__(self, mirror: PaymentsMirror) -> None:
        self.mirror = mirror
        self.served = 0
        self.failures = 0
        self._not_before = 0.0
        self._again_at = 0.0

    def needs(self, now: float) -> Rank | None:
        """The newest page; a page further down; or all of them again."""
        if now < self._not_before:
            return None
        if not self.mirror.has_begun:
            return Rank.NEWEST_PAGE
        if not self.mirror.has_ended or now >= self._again_at:
            return Rank.FURTHER_DOWN
        return None

    def due_at(self) -> float:
        """The next of its moments."""
        return max(self._not_before, self._again_at if self.mirror.has_ended else 0.0)

    async def step(self, now: float) -> None:
        """Do what it needs."""
        if self.mirror.has_ended:
            await self.mirror.sweep_again()
        elif await self.mirror.walk_on():
            good = self.mirror.progress.stage is Stage.COMPLETE
            self._again_at = now + (DAILY_S if good else AGAIN_S)
        self.failures = 0

    def failed(self, problem: Problem, until: float) -> None:
        """Keep what went wrong, and let the others have their turns until then."""
        self.failures += 1
        self._not_before = until
        self._again_at = max(self._again_at, until)
        self.mirror.progress = replace(self.mirror.progress, problem=problem)
