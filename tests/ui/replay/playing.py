"""The program playing a recording, on a machine's clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.api.recording.files import BEGAN
from tests.waiting import Threads, settled
from voltage_tui.api.recording.recording import Recording
from voltage_tui.api.recording.replay import Replay
from voltage_tui.cli.replay import replay_launch
from voltage_tui.clock import ManualClock
from voltage_tui.ui.app import VoltageApp
from voltage_tui.ui.replay.player import Player

if TYPE_CHECKING:
    from textual.pilot import Pilot


@dataclass
class Played:
    """What a test holds."""

    app: VoltageApp
    pilot: Pilot[int]
    machine: ManualClock
    replay: Replay
    player: Player

    async def press(self, *keys: str) -> None:
        """Press keys, and let it get to where they lead."""
        await self.pilot.press(*keys)
        await self.there()

    async def click(self, x: int, y: int) -> None:
        """Click a cell, and let it get to where that leads."""
        await self.pilot.click(offset=(x, y))
        await self.there()

    async def there(self) -> None:
        """Let it get to the moment it is going to, and paint that."""
        await settled()
        while self.player.is_going:
            self.machine.advance(self.machine.next_wake or 0.0)
            await settled()
        self.app.pace.paint_now()
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """The screen's lines as text."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def scrubber(self) -> str:
        """The line above the keys."""
        return self.lines[-2]


@asynccontextmanager
async def playing(path: Path, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Played]:
    """The program at the beginning of this recording."""
    asyncio.get_running_loop().set_default_executor(Threads())
    machine, recording = ManualClock(BEGAN), Recording(path)
    try:
        launch = replay_launch(recording, machine)
        app = VoltageApp(launch)
        assert app.player is not None
        assert launch.replay is not None
        async with app.run_test(size=size, notifications=True) as pilot:
            played = Played(app, pilot, machine, launch.replay, app.player)
            await pilot.pause()
            await played.there()
            yield played
    finally:
        recording.close()
