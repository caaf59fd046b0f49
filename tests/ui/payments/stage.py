"""The whole program in one process, on a clock the test moves, and what is on its screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Final, TypeAlias

from voltage_tui.api.connect import connect
from voltage_tui.api.in_process import Handler, HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import Patience
from voltage_tui.cli.demo import demo_launch
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.secret import Secret
from voltage_tui.settings import Settings
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.faults import Faults
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.app import VoltageApp

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.strip import Strip

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.treasury.snapshot import Snapshot

START: Final = datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC)
QUIET: Final = SimulatorOptions(payer=Payer.MANUAL)
"""A world with its ninety days of history in which nothing happens by itself."""
_TURNS: Final = 40
_SHORTEST_STEP_S: Final = 0.001
_LONGEST_STEP_S: Final = 0.25

Exchange: TypeAlias = tuple[int, list[tuple[str, str]], bytes]
FarEnd: TypeAlias = Callable[[str, str, Mapping[str, str], bytes], Awaitable[Exchange]]
Wrap: TypeAlias = Callable[[FarEnd], FarEnd]


@dataclass
class Stage:
    """What a test holds; `asked` has method and whole target of every request."""

    app: VoltageApp
    pilot: Pilot[int]
    clock: ManualClock
    simulator: Simulator
    faults: Faults
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def press(self, *keys: str) -> None:
        """Press keys, and let the screen catch up."""
        await self.pilot.press(*keys)
        await self.paint()

    async def type(self, words: str) -> None:
        """Type words into what has the focus."""
        await self.press(*({" ": "space"}.get(c, c) for c in words))

    async def go(self, key: str, *more: str) -> None:
        """Show a numbered page, let it read what it shows, and go on from there."""
        for pressed in (key, *more):
            await self.press(pressed)
            await self.pass_time(2)

    async def resize(self, width: int, height: int) -> None:
        """Make the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.paint()

    async def pass_time(self, seconds: float) -> None:
        """Let everything happen that is due in `seconds` of the clock, then have it painted."""
        end = self.clock.monotonic() + seconds
        await _settle()
        while (left := end - self.clock.monotonic()) > 0:
            wake = self.clock.next_wake
            step = _LONGEST_STEP_S if wake is None else max(wake, _SHORTEST_STEP_S)
            self.clock.advance(min(left, step))
            await _settle()
        await self.paint()

    async def until(self, holds: Callable[[], object], most_s: float = 120.0) -> None:
        """Let time pass until `holds`."""
        end = self.clock.monotonic() + most_s
        while not holds():
            assert self.clock.monotonic() < end, f"not within {most_s} s:\n{self.text}"
            await self.pass_time(_LONGEST_STEP_S)

    async def paint(self) -> None:
        """Let the screen catch up with what is known and with the clock."""
        await _settle()
        self.app.paint_now()
        await self.pilot.pause()

    @property
    def snapshot(self) -> Snapshot:
        """What the screen was last told."""
        assert self.app.snapshot is not None
        return self.app.snapshot

    @property
    def strips(self) -> list[Strip]:
        """The lines of cells that the terminal shows."""
        return self.app.screen._compositor.render_strips()

    @property
    def text(self) -> str:
        """The screen as one text, the spaces at the ends of its lines gone."""
        return "\n".join(strip.text.rstrip() for strip in self.strips)


async def _settle() -> None:
    """Let everything get done that does not wait for the clock."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


@asynccontextmanager
async def stage(
    size: tuple[int, int] = (120, 40),
    options: SimulatorOptions = QUIET,
    *,
    settings: Settings | None = None,
    wrap: Wrap = lambda far_end: far_end,
    faults: Faults | None = None,
    read: bool = True,
) -> AsyncIterator[Stage]:
    """The program at this size, its wallets and payments read unless `read` is False.

    `wrap` puts something between the program and the simulator.
    """
    clock = ManualClock(START)
    simulator, planned = Simulator(clock, options), faults or Faults()
    far_end = wrap(InProcess(simulator, clock, latency_ms=(0, 0), faults=planned))
    asked: list[tuple[str, str]] = []

    async def handler(
        method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Exchange:
        asked.append((method, target))
        return await far_end(method, target, headers, body)

    launch = replace(demo_launch(clock), connect=_connect_to(handler, simulator, clock))
    launch.settings.save(settings or Settings())
    app = VoltageApp(launch)
    async with app.run_test(size=size, notifications=True) as pilot:
        made = Stage(app, pilot, clock, simulator, planned, asked)
        while app.treasury is None:
            await pilot.pause()
        if read:
            await made.until(lambda: made.snapshot.wallets.value and made.snapshot.book.value)
        yield made


def _connect_to(
    handler: Handler, simulator: Simulator, clock: ManualClock
) -> Callable[[], Awaitable[VoltageClient]]:
    identity = simulator.identity

    async def client() -> VoltageClient:
        return connect(
            Secret(identity.api_key),
            OrganizationId(identity.organization_id),
            EnvironmentId(identity.environment_id),
            where=HandlerTransport(handler, clock),
            power=Power(clock, Level.RECEIVE),
            clock=clock,
            random=Random(5),
            patience=Patience(deadline_s=5.0),
        )

    return client
