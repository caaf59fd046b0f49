"""What this run of the program may do to the money (safety rules S-44, S-45 and S-47)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voltage_tui.clock import Clock

ARM_SECONDS: Final = 300.0
"""How long one arming lasts."""


class Level(IntEnum):
    """What an operation needs and what a run has; each level includes those before it."""

    VIEW = 1
    RECEIVE = 2
    SEND = 3

    @property
    def word(self) -> str:
        """The level's name as a person reads it."""
        return self.name.lower()


class ReadOnly(Exception):  # noqa: N818 - named like the errors of the API client
    """The program was started read-only, which cannot be lifted from inside (S-47)."""

    def __init__(self) -> None:
        super().__init__("started read-only: nothing can be changed until it is started again")


class Power:
    """The level in force: a base of view or receive, raised to send for a time by `arm`.

    `read_only` holds it at view for good. Time is read from `clock`: armed power ends when either
    its calendar or its monotonic time says so, so that a machine that slept wakes disarmed.
    """

    def __init__(self, clock: Clock, level: Level, *, read_only: bool = False) -> None:
        if level is Level.SEND:
            raise ValueError("send is never a base level: it is armed, for a time")
        self._clock = clock
        self._base = Level.VIEW if read_only else level
        self._read_only = read_only
        self._armed_until: tuple[float, float] | None = None

    @property
    def base(self) -> Level:
        """The level while not armed."""
        return self._base

    @property
    def read_only(self) -> bool:
        """Whether this run can never be armed."""
        return self._read_only

    @property
    def level(self) -> Level:
        """The level in force now."""
        return Level.SEND if self.armed_left_s > 0 else self._base

    @property
    def armed_left_s(self) -> float:
        """Seconds of send left; 0 when not armed."""
        if self._armed_until is None:
            return 0.0
        monotonic, calendar = self._armed_until
        left = min(monotonic - self._clock.monotonic(), calendar - self._clock.now().timestamp())
        return max(0.0, left)

    def arm(self, seconds: float = ARM_SECONDS) -> None:
        """Raise the level to send for `seconds`, from now; at most `ARM_SECONDS`.

        Raises `ReadOnly` when the run is read-only.
        """
        if self._read_only:
            raise ReadOnly
        seconds = min(max(0.0, seconds), ARM_SECONDS)
        self._armed_until = (
            self._clock.monotonic() + seconds,
            self._clock.now().timestamp() + seconds,
        )

    def disarm(self) -> None:
        """Go back to the base level at once."""
        self._armed_until = None
