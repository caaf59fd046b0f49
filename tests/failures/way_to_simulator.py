"""A treasury over real HTTP, a way on which things go wrong, and the simulator at its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.failures.unlucky import FarEnd, Mishap, Way, unlucky
from tests.treasury.builders import T0
from tests.treasury.harness import World, connected
from tests.waiting import settled
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.http import HttpTransport
from voltage_tui.api.transport import WireRequest, WireResponse
from voltage_tui.clock import ManualClock
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.faults import Faults
from voltage_tui.simulator.http import Request, request_of
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.store import Store
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.treasury import Treasury

_SELDOM: Final = Cadence(wallets=900.0, lines=900.0, payments=900.0, sweep=9_000.0, rate=9_000.0)
"""Lists are hardly read, so that what is known of a write is known by its own reads."""


@dataclass
class Counted:
    """The real transport to wherever the way is now; `waiting` are requests without an answer."""

    way: Way
    clock: ManualClock
    waiting: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _known: dict[str, HttpTransport] = field(default_factory=dict)

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """As the transport does."""
        url = self.way.url
        road = self._known.get(url)
        if road is None:
            road = self._known[url] = HttpTransport(parse_base_url(url), self.clock)
        self.waiting += 1
        try:
            return await road.send(request, timeout_s=timeout_s)
        finally:
            self.waiting -= 1
            self.changed.set()

    async def aclose(self) -> None:
        """Close every connection."""
        for road in self._known.values():
            await road.aclose()


@dataclass
class RealWorld(World):
    """A world whose requests go through sockets: it is settled when none of them is under way."""

    way: Way = field(kw_only=True)
    transport: Counted = field(kw_only=True)

    async def settled(self) -> None:
        """Let everything run that does not wait for the clock, nor for an answer that is held."""
        for _ in range(2):
            await settled()
            while self.transport.waiting != self.way.held:
                self.transport.changed.clear()
                await self.transport.changed.wait()
                await settled()

    @contextmanager
    def struck(self, mishap: Mishap, *, dark: bool) -> Iterator[None]:
        """Have this happen to every write; while it is `dark` nothing can be read either."""
        self.way.mishap, self.way.dark = mishap, dark
        self.way.seen.clear()
        self.way.arrived.clear()
        with ExitStack() as stack:
            stack.callback(self._mend)
            yield

    def _mend(self) -> None:
        self.way.mishap, self.way.dark = None, False


@asynccontextmanager
async def real_world(options: SimulatorOptions) -> AsyncIterator[RealWorld]:
    """A running treasury that knows its wallets and is armed."""
    clock = ManualClock(T0)
    simulator = Simulator(clock, options)
    identity = simulator.identity
    async with unlucky(far_end_of(simulator)) as way:
        transport = Counted(way, clock)
        way.when_held = transport.changed.set
        way.base_path = identity.base_path
        store = Store(None, clock)
        client = connected(identity, transport, store, clock)
        treasury = Treasury(client, store, clock, random=Random(3), cadence=_SELDOM)
        w = RealWorld(
            clock, simulator, Faults(), client, store, treasury, way=way, transport=transport
        )
        w.run()
        try:
            await w.until(lambda s: s.accounts and s.lines.value and s.book.value)
            w.power.arm()
            yield w
        finally:
            await w.stop()
            await treasury.aclose()
            await client.aclose()
            await store.aclose()


def far_end_of(simulator: Simulator) -> FarEnd:
    """The simulator as a server: what it is given, it does."""

    async def answered(raw: bytes) -> bytes:
        response = simulator.handle(parsed(raw))
        head = "".join(f"{name}: {value}\r\n" for name, value in response.headers)
        first = f"HTTP/1.1 {response.status} Said\r\n"
        return f"{first}{head}\r\n".encode("latin-1") + response.body

    return answered


def parsed(raw: bytes) -> Request:
    """A request as it came over the socket."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    return request_of(method, target, headers, body)
