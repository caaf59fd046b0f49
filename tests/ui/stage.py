"""The whole program in one process, on a clock the test moves, with a world the test chooses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

from tests.waiting import Threads, settled
from voltage_tui.api.connect import connect, connect_coin_prices
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import Patience
from voltage_tui.cli.demo import demo_launch
from voltage_tui.clock import Clock, ManualClock
from voltage_tui.launch import CoinPriceService
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.faults import Faults
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.store import Store
from voltage_tui.ui.app import VoltageApp

if TYPE_CHECKING:
    from rich.style import Style
    from textual.pilot import Pilot
    from textual.strip import Strip

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.launch import Launch
    from voltage_tui.treasury.snapshot import Snapshot

START = datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC)
QUIET = SimulatorOptions(payer=Payer.MANUAL, history_days=30)
"""A world with a month of history in which nothing happens by itself."""
LONG = replace(QUIET, history_days=90)
"""The same with three months of it, as in the demo: what is copied of it takes longer."""
PAGE_KEYS = "1234568"
_SHORTEST_STEP_S = 0.001
_LONGEST_STEP_S = 0.25

Exchange: TypeAlias = "tuple[int, list[tuple[str, str]], bytes]"
FarEnd: TypeAlias = Callable[[str, str, Mapping[str, str], bytes], Awaitable[Exchange]]
Wrap: TypeAlias = Callable[[FarEnd], FarEnd]
Connect: TypeAlias = "Callable[[Store], Awaitable[VoltageClient]]"


@dataclass
class Stage:
    """What a test holds.

    `asked` has method and whole target of every request, `posts` the end of the path and the body
    of those that ask for something to be made.
    """

    app: VoltageApp
    pilot: Pilot[int]
    clock: ManualClock
    simulator: Simulator
    faults: Faults
    asked: list[tuple[str, str]] = field(default_factory=list)
    posts: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    # --- acting --------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys, and let the screen catch up."""
        await self.pilot.press(*keys)
        await self.paint()

    async def type(self, words: str) -> None:
        """Type words into what has the focus."""
        await self.press(*({" ": "space"}.get(c, c) for c in words))

    async def click(self, x: int, y: int, times: int = 1) -> None:
        """Click a cell of the screen."""
        await self.pilot.click(offset=(x, y), times=times)
        await self.paint()

    async def click_on(self, words: str) -> None:
        """Click the first cell in which these words are shown."""
        x, y = self.place_of(words)
        await self.click(x, y)

    async def resize(self, width: int, height: int) -> None:
        """Make the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.paint()

    async def go(self, key: str, *more: str) -> None:
        """Show a numbered page, let it read what it shows, and go on from there."""
        await self.press(key)
        await self.pass_time(2)
        for other in more:
            await self.press(other)
            await self.pass_time(2)

    # --- time ----------------------------------------------------------------------------------

    async def pass_time(self, seconds: float) -> None:
        """Let everything happen that is due in `seconds` of the clock, then have it painted."""
        end = self.clock.monotonic() + seconds
        await settled()
        while (left := end - self.clock.monotonic()) > 0:
            await self._step(left)
        await self.paint()

    async def skip(self, seconds: float) -> None:
        """Move the clock at once, as when the machine slept: nothing happens in between."""
        self.clock.advance(seconds)
        await self.paint()

    async def until(self, holds: Callable[[], object], most_s: float = 120.0) -> None:
        """Let time pass until `holds`, which may look at anything but the screen."""
        end = self.clock.monotonic() + most_s
        while not holds():
            left = end - self.clock.monotonic()
            assert left > 0, f"not within {most_s} s:\n{self.text}"
            await self._step(left)
        await self.paint()

    async def until_shown(self, words: str, most_s: float = 60.0) -> None:
        """Let time pass until these words are on the screen."""
        end = self.clock.monotonic() + most_s
        while words not in self.text:
            assert self.clock.monotonic() < end, f"{words!r} not within {most_s} s:\n{self.text}"
            await self.pass_time(0.5)

    async def paint(self) -> None:
        """Let the screen catch up with what is known and with the clock."""
        await settled()
        self.app.pace.paint_now()
        await self.pilot.pause()

    async def _step(self, most_s: float) -> None:
        wake = self.clock.next_wake
        step = _LONGEST_STEP_S if wake is None else max(wake, _SHORTEST_STEP_S)
        self.clock.advance(min(most_s, step))
        await settled()

    # --- what is shown -------------------------------------------------------------------------

    @property
    def snapshot(self) -> Snapshot:
        """What the worker knows now."""
        assert self.app.treasury is not None
        return self.app.treasury.snapshot

    @property
    def strips(self) -> list[Strip]:
        """The lines of cells that the terminal shows."""
        return self.app.screen._compositor.render_strips()

    @property
    def lines(self) -> list[str]:
        """The screen's lines as text, the spaces at their ends gone."""
        return [strip.text.rstrip() for strip in self.strips]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def top(self) -> str:
        """The frame's first line."""
        return self.lines[0]

    @property
    def keys(self) -> str:
        """The frame's last line."""
        return self.lines[-1]

    @property
    def styles(self) -> list[tuple[str, Style]]:
        """Every painted piece of the screen and its style."""
        return [(s.text, s.style) for strip in self.strips for s in strip if s.style is not None]

    def place_of(self, words: str) -> tuple[int, int]:
        """Column and line of the first cell in which these words are shown."""
        for y, line in enumerate(self.lines):
            at = line.find(words)
            if at >= 0:
                return cell_len(line[:at]), y
        raise AssertionError(f"{words!r} is not shown:\n{self.text}")


@asynccontextmanager
async def stage(
    size: tuple[int, int] = (120, 40),
    options: SimulatorOptions = QUIET,
    *,
    settings: Settings | None = None,
    folder: Path | None = None,
    read_only: bool = False,
    level: Level = Level.RECEIVE,
    wrap: Wrap = lambda far_end: far_end,
    faults: Faults | None = None,
    connect_with: Sequence[Exception] = (),
    started: bool = True,
    change: Callable[[Launch], Launch] = lambda launch: launch,
) -> AsyncIterator[Stage]:
    """The program at this size, its wallets and payments read unless `started` is False.

    `wrap` puts something between the program and the simulator; `connect_with` are raised, one
    for each time a connection is made, before one succeeds; `folder` is the config folder.
    """
    clock = ManualClock(START)
    simulator, planned = Simulator(clock, options), faults or Faults()
    asked: list[tuple[str, str]] = []
    posts: list[tuple[str, dict[str, object]]] = []
    far_end = wrap(InProcess(simulator, clock, latency_ms=(0, 0), faults=planned))

    async def handler(
        method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Exchange:
        asked.append((method, target))
        if method == "POST":
            posts.append((target.partition("?")[0].rpartition("/")[2], json.loads(body)))
        return await far_end(method, target, headers, body)

    asyncio.get_running_loop().set_default_executor(Threads())
    launch = change(launch_to(clock, simulator, handler, level, read_only=read_only))
    launch = replace(
        launch, settings=SettingsStore(folder), connect=_failing(connect_with, launch.connect)
    )
    launch = replace(launch, coin_prices=coin_prices(handler, clock, launch.settings))
    if settings is not None:
        launch.settings.save(settings)
    app = VoltageApp(launch)
    async with app.run_test(size=size, notifications=True) as pilot:
        made = Stage(app, pilot, clock, simulator, planned, asked, posts)
        await pilot.pause()
        if started:
            await made.until(lambda: _is_read(app))
        yield made


def _is_read(app: VoltageApp) -> bool:
    treasury = app.treasury
    if treasury is None:
        return False
    known = treasury.snapshot
    parts = (known.wallets.value, known.lines.value, known.book.value)
    return all(part is not None for part in parts)


def _failing(errors: Sequence[Exception], make: Connect) -> Connect:
    left = list(errors)

    async def connect_or_raise(store: Store) -> VoltageClient:
        if left:
            raise left.pop(0)
        return await make(store)

    return connect_or_raise


def coin_prices(handler: FarEnd, clock: Clock, settings: SettingsStore) -> CoinPriceService:
    """A coin price service that is asked of `handler` where the network would be."""
    return CoinPriceService(
        host="prices.example",
        simulated=False,
        is_on=lambda: settings.load().settings.coin_prices,
        connect=lambda: connect_coin_prices(HandlerTransport(handler, clock, base_path=""), clock),
    )


def launch_to(
    clock: Clock,
    simulator: Simulator,
    handler: FarEnd,
    level: Level = Level.RECEIVE,
    *,
    read_only: bool = False,
) -> Launch:
    """A start of the program that asks `handler` where the network would be."""
    identity = simulator.identity

    async def client(store: Store) -> VoltageClient:
        return connect(
            Secret(identity.api_key),
            Scope(OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id)),
            where=HandlerTransport(handler, clock),
            power=Power(clock, level, read_only=read_only),
            clock=clock,
            random=Random(5),
            patience=Patience(deadline_s=5.0),
            write_log=store,
        )

    return replace(demo_launch(clock, read_only=read_only), connect=client)
