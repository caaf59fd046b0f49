"""The whole program in one process and on one clock, down to a simulated Voltage."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import events

from tests.ui.qr.reading import cells_of, read_cells
from voltage_tui.api.connect import connect
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.cli.demo import demo_launch
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.secret import Secret
from voltage_tui.settings import Settings
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.faults import Faults
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.ui.app import VoltageApp

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.launch import Launch

START = datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC)
MANUAL = SimulatorOptions(payer=Payer.MANUAL, history_days=0)
_STEP_S = 0.05


@dataclass
class Scene:
    """What a test holds; `posts` are the bodies of every POST, by the end of their path."""

    app: VoltageApp
    pilot: Pilot[int]
    clock: ManualClock
    simulator: Simulator
    faults: Faults
    posts: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    async def pass_time(self, seconds: float, step: float = _STEP_S) -> None:
        """Let everything happen that is due in `seconds` of the clock, then have it painted."""
        await self._pass(seconds, step)
        await self.paint()

    async def _pass(self, seconds: float, step: float = _STEP_S) -> None:
        for _ in range(max(1, round(seconds / step))):
            self.clock.advance(step)
            for _ in range(8):
                await asyncio.sleep(0)

    async def paint(self) -> None:
        """Let the screen catch up with what is known and with the clock."""
        self.app.paint_now()
        self.app.pages.tick(self.app.now())
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, and let the screen catch up."""
        await self.pilot.press(*keys)
        await self.paint()

    async def burst(self, *keys: str) -> None:
        """Keys that arrive all at once, as over a slow line or from a scanner."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.paint()

    async def until(self, done: Callable[[], object], most_s: float = 60.0) -> None:
        """Let time pass until `done`, which may look at anything but the screen."""
        end = self.clock.monotonic() + most_s
        while not done():
            assert self.clock.monotonic() < end, f"not within {most_s} s:\n{self.text}"
            await self._pass(_STEP_S)
        await self.paint()

    async def until_shown(self, words: str, most_s: float = 60.0) -> None:
        """Let time pass until these words are on the screen."""
        end = self.clock.monotonic() + most_s
        while words not in self.text:
            assert self.clock.monotonic() < end, f"not within {most_s} s:\n{self.text}"
            await self.pass_time(0.5)

    async def until_painted(self, words: str) -> None:
        """Let the screen catch up, without any time passing, until these words are on it."""
        for _ in range(20):
            if words in self.text:
                return
            await self.paint()
        raise AssertionError(f"{words!r} is not on the screen:\n{self.text}")

    async def until_stage(self, stage: ReceivingStage, most_s: float = 60.0) -> None:
        """Let time pass until the newest receive is at `stage`."""
        await self.until(lambda: self.newest is not None and self.newest.stage is stage, most_s)

    @property
    def newest(self) -> Receiving | None:
        """The newest receive that was asked for."""
        known = self.app.treasury.snapshot.receivings if self.app.treasury else ()
        return known[0] if known else None

    @property
    def receiving(self) -> Receiving:
        """The same, which must be there."""
        assert self.newest is not None
        return self.newest

    def pay(self, amount_msats: int | None = None) -> None:
        """A payer pays the newest receive."""
        self.simulator.pay(self.receiving.payment_id, amount_msats)

    @property
    def requests(self) -> list[dict[str, object]]:
        """The bodies of the requests to receive."""
        return [body for path, body in self.posts if path == "payments"]

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(strip.text.rstrip() for strip in cells_of(self.app))

    @property
    def codes(self) -> list[str]:
        """The QR codes that can be read from the cells on the screen."""
        return read_cells(cells_of(self.app))


@asynccontextmanager
async def scene(
    size: tuple[int, int] = (120, 40),
    options: SimulatorOptions = MANUAL,
    settings: Settings | None = None,
) -> AsyncIterator[Scene]:
    """The program with its wallets read, at this size."""
    clock = ManualClock(START)
    simulator, faults = Simulator(clock, options), Faults()
    far_end = InProcess(simulator, clock, latency_ms=(0, 0), faults=faults)
    posts: list[tuple[str, dict[str, object]]] = []

    async def handler(
        method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        if method == "POST":
            posts.append((target.partition("?")[0].rpartition("/")[2], json.loads(body)))
        return await far_end(method, target, headers, body)

    launch = _launch(clock, simulator, HandlerTransport(handler, clock))
    launch.settings.save(settings or Settings())
    app = VoltageApp(launch)
    async with app.run_test(size=size, notifications=True) as pilot:
        made = Scene(app, pilot, clock, simulator, faults, posts)
        for _ in range(400):
            if app.treasury is not None:
                break
            await pilot.pause(0.01)  # a thread imports the worker
        treasury = app.treasury
        assert treasury is not None, app.trouble
        await made.until(lambda: treasury.snapshot.accounts and treasury.snapshot.lines.value)
        yield made


def _launch(clock: ManualClock, simulator: Simulator, transport: HandlerTransport) -> Launch:
    identity = simulator.identity

    async def client() -> VoltageClient:
        return connect(
            Secret(identity.api_key),
            OrganizationId(identity.organization_id),
            EnvironmentId(identity.environment_id),
            where=transport,
            power=Power(clock, Level.RECEIVE),
            clock=clock,
        )

    return replace(demo_launch(clock), connect=client)
