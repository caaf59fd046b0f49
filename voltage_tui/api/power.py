"""What this run of the program may do to the money (safety rules S-44, S-45 and S-47)."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

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


class Disarmed(Enum):
    """Why power to send ended; the values are words for the record (S-61)."""

    ASKED = "asked for"
    TIME = "time was over"
    SENT = "after a send"
    LOCKED = "locked"
    LEFT = "left"


class ReadOnly(Exception):  # noqa: N818 - named like the errors of the API client
    """Nothing can be armed; the words say why (S-11 and S-47)."""


class Power:
    """The level in force: a base of view or receive, raised to send for a time by `arm`.

    `read_only` holds it at view for good, and so does `held`: words that say who else has the
    environment open (S-11). What is `replayed` is read-only as well. Time is read from `clock`:
    armed power ends when either its calendar or its monotonic time says so, so that a machine that
    slept wakes disarmed.
    """

    def __init__(
        self,
        clock: Clock,
        level: Level,
        *,
        read_only: bool = False,
        held: str | None = None,
        replayed: bool = False,
    ) -> None:
        if level is Level.SEND:
            raise ValueError("send is never a base level: it is armed, for a time")
        self._clock = clock
        self._base = Level.VIEW if read_only or held or replayed else level
        self._read_only = read_only
        self._replayed = replayed
        self._held = held
        self._armed_until: tuple[float, float] | None = None
        self._listener: Callable[[Disarmed], None] | None = None
        self._disarms = 0

    @property
    def base(self) -> Level:
        """The level while not armed."""
        return self._base

    @property
    def read_only(self) -> bool:
        """Whether this run can never be armed."""
        return self._read_only or self._replayed or self._held is not None

    @property
    def held(self) -> str | None:
        """Who else has the environment open, where that alone keeps this run from writing."""
        return None if self._read_only else self._held

    @property
    def why_not(self) -> tuple[str, str] | None:
        """Why nothing can be changed in this run, and what to do about it; None where it can."""
        if self._replayed:
            return "this is a replay, and nothing can be changed in what was", "leave it to do this"
        if self.held is not None:
            return f"{self.held}: this one only looks", "close it, press R"
        if self._read_only:
            why = "started read-only: that cannot be lifted from inside"
            return why, "start without --read-only to do this"
        return None

    @property
    def refusal(self) -> str | None:
        """`why_not` as a sentence for the person."""
        if self.why_not is None:
            return None
        why, advice = self.why_not
        return f"{why[:1].upper()}{why[1:]}; {advice}."

    @property
    def level(self) -> Level:
        """The level in force now."""
        return Level.SEND if self.armed_left_s > 0 else self._base

    @property
    def armed_left_s(self) -> float:
        """Seconds of send left; 0 when not armed."""
        return self._notice_end()

    @property
    def disarms(self) -> int:
        """How often somebody asked to disarm, or the time of an arming was over.

        What waits to arm or to leave sees by it whether it still may.
        """
        self._notice_end()
        return self._disarms

    def arm(self, seconds: float = ARM_SECONDS) -> None:
        """Raise the level to send for `seconds`, from now; at most `ARM_SECONDS`.

        Raises `ReadOnly` when the run is read-only.
        """
        if self.why_not is not None:
            raise ReadOnly(self.why_not[0])
        self._notice_end()
        seconds = min(max(0.0, seconds), ARM_SECONDS)
        self._armed_until = (
            self._clock.monotonic() + seconds,
            self._clock.now().timestamp() + seconds,
        )

    def disarm(self, why: Disarmed = Disarmed.ASKED) -> None:
        """Go back to the base level at once."""
        self._disarms += 1
        if self.armed_left_s:
            self._end(why)

    def listen(self, listener: Callable[[Disarmed], None]) -> None:
        """Have `listener` called when armed power has ended, and why.

        The end of its time is noticed when the level is asked for.
        """
        self._listener = listener

    def _notice_end(self) -> float:
        """Seconds of send left; what has run out ends here, and counts (`disarms`)."""
        if self._armed_until is None:
            return 0.0
        monotonic, calendar = self._armed_until
        left = min(monotonic - self._clock.monotonic(), calendar - self._clock.now().timestamp())
        if left > 0:
            return left
        self._disarms += 1
        self._end(Disarmed.TIME)
        return 0.0

    def _end(self, why: Disarmed) -> None:
        self._armed_until = None
        if self._listener is not None:
            self._listener(why)
