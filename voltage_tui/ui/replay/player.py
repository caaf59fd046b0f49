"""What a person does in a replay: play, pause, go to another moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.palette import Role
from voltage_tui.ui.replay.winding import wind

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.api.recording.marks import Mark
    from voltage_tui.api.recording.replay import Replay
    from voltage_tui.ui.app import VoltageApp

SPEEDS: Final = (1, 10, 60)
"""How many times as fast as it was."""
_STEPS: Final = 50
"""Steps on the whole span."""
_SHORTEST_STEP_S: Final = 5.0


class Player:
    """The playing of one app's recording.

    Each moment is gone to by a worker of its own, so that what is shown there depends on the
    recording alone and not on where one comes from.
    """

    def __init__(self, app: VoltageApp, replay: Replay) -> None:
        self._app = app
        self._replay = replay
        self._wish: datetime | None = None
        self._going: asyncio.Task[None] | None = None

    @property
    def is_going(self) -> bool:
        """Whether it is on its way to another moment."""
        return self._going is not None and not self._going.done()

    def commands(self) -> list[Command]:
        """The keys there are only in a replay; they come before every page's."""
        clock = self._replay.clock
        playing = "pause" if clock.is_playing else "play"
        step = f"{self._step.total_seconds():.0f} s"
        return [
            Command("replay-play", (" ",), playing, "Play on, or pause.", self.toggle, footer=1),
            Command("replay-next", (".",), "next", "Go to the next mark.", self.to_next, footer=2),
            Command(
                "replay-before",
                (",",),
                "before",
                "Go to the mark before.",
                self.to_before,
                footer=3,
            ),
            Command("replay-on", (")",), "on", f"Go {step} on.", self.step_on, footer=4),
            Command("replay-back", ("(",), "back", f"Go {step} back.", self.step_back, footer=5),
            Command(
                "replay-speed",
                (">",),
                "speed",
                "Play 1, 10 or 60 times as fast.",
                self.faster,
                footer=6,
            ),
            Command("replay-start", ("<",), "start", "Go to the beginning.", self.to_start),
        ]

    def begin(self) -> None:
        """Go to where everything was answered first, and say what is wrong with the file."""
        recording = self._replay.recording
        if recording.note is not None:
            self._app.say(f"Plays up to its last whole line: {recording.note}.", Role.WARN)
        self.go_to(recording.opening)

    def toggle(self) -> None:
        """Play on from here, or pause."""
        clock = self._replay.clock
        if clock.is_playing:
            clock.pause()
        elif clock.now() >= clock.ended:
            self._app.say("This is the end of the recording; < goes to its beginning.")
        else:
            clock.play()
        self._app.frame_changed()

    def faster(self) -> None:
        """The next speed, and after the last the first."""
        clock = self._replay.clock
        later = [speed for speed in SPEEDS if speed > clock.speed]
        clock.set_speed(later[0] if later else SPEEDS[0])
        self._app.frame_changed()

    def step_on(self) -> None:
        """Go a step on."""
        self.go_to(self._here + self._step)

    def step_back(self) -> None:
        """Go a step back."""
        self.go_to(self._here - self._step)

    def to_start(self) -> None:
        """Go to the beginning."""
        self.go_to(self._replay.recording.opening)

    def to_next(self) -> None:
        """Go to the next mark, and say what happened there."""
        self._to(self._replay.mark_after(self._here), "There is no mark after this.")

    def to_before(self) -> None:
        """Go to the mark before, and say what happened there."""
        self._to(self._replay.mark_before(self._here), "There is no mark before this.")

    def go_to(self, moment: datetime) -> None:
        """Show this moment; while another is being gone to, after that."""
        clock = self._replay.clock
        self._wish = min(max(moment, clock.began), clock.ended)
        if not self.is_going:
            self._going = asyncio.create_task(self._go(), name="replay")

    async def stop(self) -> None:
        """Go nowhere any more."""
        if self._going is not None:
            self._going.cancel()
            await asyncio.gather(self._going, return_exceptions=True)

    @property
    def _here(self) -> datetime:
        """The moment that is shown, or is being gone to."""
        return self._wish or self._replay.clock.now()

    @property
    def _step(self) -> timedelta:
        clock = self._replay.clock
        return max((clock.ended - clock.began) / _STEPS, timedelta(seconds=_SHORTEST_STEP_S))

    def _to(self, mark: Mark | None, none: str) -> None:
        if mark is None:
            self._app.say(none)
            return
        self.go_to(mark.at)
        self._app.say(f"{mark.at:%H:%M:%S} {mark.words}")

    async def _go(self) -> None:
        clock, app = self._replay.clock, self._app
        played = clock.is_playing
        clock.pause()
        app.pages.worker_ended()
        while self._wish is not None:
            wish = self._wish
            moments = self._replay.approach(wish)
            clock.set(moments[0])
            treasury = await app.link.anew()
            if treasury is not None:
                await wind(treasury, clock, moments)
            if self._wish == wish:
                self._wish = None
        app.pages.worker_is_new()
        if played:
            clock.play()
        app.pace.paint_now()
