"""A treasury over the real client and the simulator in process, on a clock the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Protocol, TypeVar

# Loaded here: a treasury that has to load it does so in a thread, which no clock waits for.
import voltage_tui.treasury.desk  # noqa: F401
from tests.treasury.builders import T0
from tests.waiting import settled
from voltage_tui.alert_rules import AlertRules
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.connect import connect
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.api.transport import Transport
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.faults import Faults
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.places import Places
from voltage_tui.store.store import Store
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.patience import POLLING
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.treasury import Treasury

T = TypeVar("T")

_SHORTEST_STEP_S = 0.001

Answered = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers and body."""
Alter = Callable[[str, str, Answered], Answered]
"""Method, path and the answer to the answer that is given instead."""

Exchange = tuple[float, str, str, int]
"""When it was asked (seconds of the clock), method, path, and status (0: no answer)."""


@dataclass
class World:
    """What a test holds.

    `asked` has every request that reached the simulator's door; the answer to a write takes
    `slow_writes_s` longer than it took to carry out. `when_asked` is called with the method and
    path of each request before it is carried out. `altered` makes of each answer what is answered
    instead.
    """

    clock: ManualClock
    simulator: Simulator
    faults: Faults
    client: VoltageClient
    store: Store
    treasury: Treasury
    asked: list[Exchange] = field(default_factory=list)
    slow_writes_s: float = 0.0
    altered: Alter = lambda _method, _path, answer: answer
    when_asked: Callable[[str, str], None] = lambda _method, _path: None
    fills_mirror: bool = False
    alert_rules: AlertRules | None = None
    _running: asyncio.Task[None] | None = None
    _restarts: int = 0

    @property
    def snapshot(self) -> Snapshot:
        """What the treasury knows."""
        return self.treasury.snapshot

    @property
    def power(self) -> Power:
        """What this run may do."""
        return self.client.power

    def run(self) -> None:
        """Let the treasury run."""
        self._running = asyncio.create_task(self.treasury.run())

    async def stop(self) -> None:
        """End its run."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def restart(self) -> None:
        """End this treasury and run another one over the same journal and simulator."""
        await self.stop()
        await self.treasury.aclose()
        await self.settled()
        self._restarts += 1
        random = Random(3 + self._restarts)
        self.treasury = Treasury(
            self.client,
            self.store,
            self.clock,
            random=random,
            fills_mirror=self.fills_mirror,
            alert_rules=self.alert_rules,
        )
        self.run()

    async def until(self, holds: Callable[[Snapshot], object], limit_s: float = 120.0) -> float:
        """Let time pass until `holds`; return how many seconds that took.

        Fails once `limit_s` seconds have passed.
        """
        began = self.clock.monotonic()
        await self.settled()
        while not holds(self.snapshot):
            left = began + limit_s - self.clock.monotonic()
            assert left > 0, f"not within {limit_s} s: {self.snapshot.connection}"
            await self._step(left)
        return self.clock.monotonic() - began

    async def pass_time(self, seconds: float) -> None:
        """Let everything happen that happens in `seconds`."""
        end = self.clock.monotonic() + seconds
        await self.settled()
        while (left := end - self.clock.monotonic()) > 0:
            await self._step(left)

    async def ask(self, work: Coroutine[None, None, T]) -> T:
        """The result of `work`, which may have to wait for the clock."""
        task = asyncio.ensure_future(work)
        await self.until(lambda _: task.done())
        return task.result()

    async def ended(self, task: asyncio.Task[None]) -> None:
        """Let time pass until a task has ended, and have what it raised raised here."""
        await self.until(lambda _: task.done())
        task.result()

    async def _step(self, most_s: float) -> None:
        wake = self.clock.next_wake
        step = most_s if wake is None else min(most_s, max(wake, _SHORTEST_STEP_S))
        self.clock.advance(step)
        await self.settled()

    async def settled(self) -> None:
        """Let everything run that does not wait for the clock."""
        await settle()

    def count(self, method: str = "GET", path_end: str = "", since: float = 0.0) -> int:
        """How many requests of this method, whose path ends so, were made since a moment."""
        return sum(
            1
            for at, asked, path, _ in self.asked
            if at >= since and asked == method and path.endswith(path_end)
        )


async def settle() -> None:
    """Let everything run that does not wait for the clock."""
    await settled()


def _store_at(places: Places | None, clock: ManualClock) -> Store:
    """The store; on the disk too it does all at once, as no clock waits for its thread."""
    store = Store(places, clock)
    if store._thread is not None:
        store._thread.shutdown()
        store._thread = None
        store.mirror._writer = store.mirror._reads = store.mirror._searches = None
    return store


class Identified(Protocol):
    """What a simulator says of itself, in this process or served by another."""

    @property
    def api_key(self) -> str: ...

    @property
    def organization_id(self) -> str: ...

    @property
    def environment_id(self) -> str: ...


def connected(
    identity: Identified,
    where: Transport,
    store: Store,
    clock: ManualClock,
    level: Level = Level.RECEIVE,
    key: str | None = None,
) -> VoltageClient:
    """A client of this simulator, as the program makes one; `key` in the place of its own."""
    return connect(
        Secret(key or identity.api_key),
        Scope(OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id)),
        where=where,
        power=Power(clock, level),
        clock=clock,
        random=Random(5),
        patience=POLLING,
        write_log=store,
    )


@asynccontextmanager
async def world(
    options: SimulatorOptions | None = None,
    *,
    latency_ms: tuple[int, int] = (20, 80),
    cadence: Cadence | None = None,
    running: bool = True,
    key: str | None = None,
    level: Level = Level.RECEIVE,
    places: Places | None = None,
    fills_mirror: bool = False,
    alert_rules: AlertRules | None = None,
) -> AsyncIterator[World]:
    """A running treasury and what it runs on; everything is ended afterwards."""
    clock = ManualClock(T0)
    simulator = Simulator(clock, options)
    faults = Faults()
    far_end = InProcess(simulator, clock, latency_ms=latency_ms, faults=faults)
    world_of: list[World] = []

    async def handler(method: str, target: str, headers: object, body: bytes) -> Answered:
        at, path, w = clock.monotonic(), target.partition("?")[0], world_of[0]
        w.when_asked(method, path)
        try:
            answer = await far_end(method, target, headers, body)  # type: ignore[arg-type]
        except BaseException:
            w.asked.append((at, method, path, 0))
            raise
        w.asked.append((at, method, path, answer[0]))
        if method != "GET" and w.slow_writes_s:
            await clock.sleep(w.slow_writes_s)
        return w.altered(method, path, answer)

    store = _store_at(places, clock)
    client = connected(
        simulator.identity, HandlerTransport(handler, clock), store, clock, level, key
    )
    treasury = Treasury(
        client,
        store,
        clock,
        random=Random(3),
        cadence=cadence,
        fills_mirror=fills_mirror,
        alert_rules=alert_rules,
    )
    made = World(clock, simulator, faults, client, store, treasury, fills_mirror=fills_mirror)
    made.alert_rules = alert_rules
    world_of.append(made)
    if running:
        made.run()
    try:
        yield made
    finally:
        await made.stop()
        await made.treasury.aclose()
        await client.aclose()
        await store.aclose()
        await settle()
