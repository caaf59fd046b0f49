"""A recording and the clock it is played by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.api.recording.approach import approach
from voltage_tui.api.recording.replay_clock import ReplayClock

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.api.recording.marks import Mark
    from voltage_tui.api.recording.recording import Recording
    from voltage_tui.clock import Clock


@dataclass(frozen=True, slots=True)
class Replay:
    """What is played, and where on its span it is."""

    recording: Recording
    clock: ReplayClock

    @classmethod
    def of(cls, recording: Recording, machine: Clock) -> Replay:
        """A replay that stands at the beginning; it goes by the seconds of `machine`."""
        return cls(recording, ReplayClock(recording.began, recording.ended, machine))

    @property
    def marks(self) -> list[Mark]:
        """The moments at which something happened, in order."""
        return self.recording.marks

    def mark_after(self, moment: datetime) -> Mark | None:
        """The next one."""
        return next((mark for mark in self.marks if mark.at > moment), None)

    def mark_before(self, moment: datetime) -> Mark | None:
        """The one before."""
        return next((mark for mark in reversed(self.marks) if mark.at < moment), None)

    def approach(self, moment: datetime) -> list[datetime]:
        """By which moments one comes to this one; see `approach`."""
        return approach(self.recording, moment)
