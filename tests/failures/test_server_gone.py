"""The server killed and started again, and frozen for minutes: real sockets to a real process.

The clock is the test's, so that minutes take no time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

import pytest

from tests.failures.server import Server, server
from tests.treasury.builders import T0
from tests.treasury.harness import connected
from tests.waiting import settled
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.http import HttpTransport
from voltage_tui.api.transport import WireRequest, WireResponse
from voltage_tui.clock import ManualClock
from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import sats
from voltage_tui.store.store import Store
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.receiving import ReceiveOrder, ReceivingStage
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.treasury.treasury import Treasury

FIVE_MINUTES_S = 300.0
_LONGEST_STEP_S = 0.25


@dataclass
class Counted:
    """The real transport; `waiting` are requests that were not answered yet."""

    way: HttpTransport
    waiting: int = 0
    asked: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """As the transport does."""
        self.waiting += 1
        self.asked += 1
        try:
            return await self.way.send(request, timeout_s=timeout_s)
        finally:
            self.waiting -= 1
            self.changed.set()

    async def aclose(self) -> None:
        """Close every connection."""
        await self.way.aclose()


@dataclass
class Monitor:
    """A treasury that reads from `server` over its sockets."""

    server: Server
    clock: ManualClock
    transport: Counted
    treasury: Treasury

    @property
    def snapshot(self) -> Snapshot:
        return self.treasury.snapshot

    @property
    def state(self) -> ConnectionState:
        return self.snapshot.connection.state

    async def settled(self) -> None:
        """Let all happen that waits for no clock and for nothing that does not answer."""
        await settled()
        while self.server.answers and self.transport.waiting:
            self.transport.changed.clear()
            await self.transport.changed.wait()
            await settled()

    async def pass_time(self, seconds: float) -> None:
        end = self.clock.monotonic() + seconds
        await self.settled()
        while (left := end - self.clock.monotonic()) > 0:
            await self._step(left)

    async def until(self, state: ConnectionState, most_s: float = 60.0) -> None:
        end = self.clock.monotonic() + most_s
        await self.settled()
        while self.state is not state:
            left = end - self.clock.monotonic()
            assert left > 0, self.snapshot.connection
            await self._step(left)

    async def _step(self, most_s: float) -> None:
        wake = self.clock.next_wake
        self.clock.advance(min(most_s, _LONGEST_STEP_S if wake is None else max(wake, 0.001)))
        await self.settled()

    @property
    def is_fresh(self) -> bool:
        now = self.clock.now()
        known = (self.snapshot.wallets, self.snapshot.lines, self.snapshot.book)
        return all(x.freshness(now) is Freshness.FRESH and x.problem is None for x in known)


@asynccontextmanager
async def monitor(far_end: Server) -> AsyncIterator[Monitor]:
    served, clock = far_end.start(), ManualClock(T0)
    transport = Counted(HttpTransport(parse_base_url(served.base_url), clock))
    store = Store(None, clock)
    client = connected(served, transport, store, clock)
    treasury = Treasury(client, store, clock, random=Random(3))
    made = Monitor(far_end, clock, transport, treasury)
    running = asyncio.create_task(treasury.run())
    try:
        await made.until(ConnectionState.LIVE)
        await made.pass_time(5)
        assert made.is_fresh
        yield made
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await treasury.aclose()
        await client.aclose()
        await store.aclose()


@pytest.mark.safety("S-17", "the server killed: the figures stay, old and struck, and come again")
async def test_a_server_that_is_killed_and_started_again_is_noticed_and_found_again() -> None:
    with server() as far_end:
        async with monitor(far_end) as m:
            before = m.snapshot.wallets.value
            far_end.kill()
            await m.until(ConnectionState.RETRYING)
            await m.pass_time(60)
            assert m.snapshot.wallets.value == before
            assert m.snapshot.wallets.freshness(m.clock.now()) is Freshness.DEAD
            assert m.snapshot.connection.next_try is not None
            far_end.start()
            await m.until(ConnectionState.LIVE, 15)
            await m.pass_time(5)
            assert m.is_fresh


@pytest.mark.safety("S-17", "the server frozen for five minutes: figures stay and are told as old")
async def test_a_server_that_is_frozen_for_five_minutes_is_noticed_and_not_hammered() -> None:
    with server() as far_end:
        async with monitor(far_end) as m:
            before = m.snapshot.wallets.value
            far_end.freeze()
            await m.until(ConnectionState.RETRYING, 30)
            asked = m.transport.asked
            order = ReceiveOrder(
                m.snapshot.accounts[0].wallet.id, PaymentKind.BOLT11, sats(1_000), "Table 4", 900
            )
            payment_id = m.treasury.start_receive(order)
            await m.pass_time(FIVE_MINUTES_S)
            # One read tries for all, each for 6 s, with 10 s in between at most.
            assert m.transport.asked - asked < FIVE_MINUTES_S / 6
            assert m.snapshot.wallets.value == before
            assert m.snapshot.wallets.freshness(m.clock.now()) is Freshness.DEAD
            assert m.state is ConnectionState.RETRYING
            receiving = m.snapshot.receiving(payment_id)
            assert receiving is not None
            assert receiving.stage is ReceivingStage.UNKNOWN
            far_end.thaw()
            await m.until(ConnectionState.LIVE, 30)
            await m.pass_time(5)
            assert m.is_fresh
