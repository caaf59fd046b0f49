"""A program that pays, loaded once and forked for each round, so that it can be killed often.

`python -m tests.failures.zygote` reads one job a line (JSON) and answers `ready PID` for it; the
forked child runs the real treasury with the store and the HTTP client, and says in lines what it
says to a person. When it is dead the line is `ended PID`.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import tests.failures.conftest  # noqa: F401 - as cheap here as there
import voltage_tui.treasury.desk  # noqa: F401
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.connect import connect
from voltage_tui.api.http import HttpTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import Patience
from voltage_tui.api.transport import WireRequest, WireResponse
from voltage_tui.clock import ScaledClock
from voltage_tui.destinations.recognise import Unsupported, recognise
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId, new_id
from voltage_tui.model.scope import Scope
from voltage_tui.money import BTC, plain, sats
from voltage_tui.secret import Secret
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store
from voltage_tui.treasury.paying.checks import first_stop
from voltage_tui.treasury.paying.facts import facts_for
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.preflight import preflight
from voltage_tui.treasury.paying.sending import PayRefused, SendStage
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.treasury import Treasury

SPEED = 40.0
AMOUNT = sats(1_000)
_PATIENT = Patience(60.0, 600.0, 120.0)


@dataclass(frozen=True)
class Job:
    """What one child does: pay `again` as a person would, then `pay`; `dies_at` its own hand.

    `now` is the moment of the server in seconds; `statement` counts the journal's statements from
    the confirm on, -1 for the moment between the journal and the request, None to live on.
    """

    folder: str
    url: str
    key: str
    organization: str
    environment: str
    wallet: str
    now: float
    again: str | None
    pay: str | None
    statement: int | None


def say(*words: str) -> None:
    """One line, on the pipe when this returns, whatever becomes of us."""
    os.write(1, (" ".join(words) + "\n").encode())


def die() -> None:
    """As if killed from outside."""
    os.kill(os.getpid(), signal.SIGKILL)


class Knife:
    """The real transport, which dies between the journal and the request where that is asked."""

    def __init__(self, road: HttpTransport, job: Job) -> None:
        self._road = road
        self._job = job
        self.drawn = False

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """As the transport does."""
        if self.drawn and request.method == "POST" and self._job.statement == -1:
            die()
        return await self._road.send(request, timeout_s=timeout_s)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._road.aclose()


class Program:
    """The treasury with everything under it, as the screen has it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._count: int | None = None
        clock = ScaledClock(datetime.fromtimestamp(job.now, UTC), SPEED)
        self._clock = clock
        self._store = Store(places_of(EnvironmentId(job.environment), Path(job.folder)), clock)
        self._store._connection.set_trace_callback(self._statement)
        self._knife = Knife(HttpTransport(parse_base_url(job.url), clock), job)
        power = Power(clock, Level.RECEIVE)
        scope = Scope(OrganizationId(job.organization), EnvironmentId(job.environment))
        client = connect(
            Secret(job.key),
            scope,
            where=self._knife,
            power=power,
            clock=clock,
            patience=_PATIENT,
            write_log=self._store,
        )
        self._power = power
        self.treasury = Treasury(client, self._store, clock, random=Random(os.getpid()))
        self._changed = asyncio.Event()
        self._said: dict[PaymentId, SendStage] = {}
        self.treasury.subscribe(lambda _: self._tell())

    def _statement(self, _sql: str) -> None:
        if self._count is None:
            return
        if self._count == self._job.statement:
            die()
        self._count += 1

    def _tell(self) -> None:
        for sending in self.treasury.snapshot.sendings:
            if self._said.get(sending.payment_id) is not sending.stage:
                self._said[sending.payment_id] = sending.stage
                say("said", sending.payment_id, sending.stage.name)
        self._changed.set()

    async def until(self, holds: object) -> None:
        """Wait until the snapshot is so."""
        assert callable(holds)
        while not holds(self.treasury.snapshot):
            self._changed.clear()
            await self._changed.wait()

    async def main(self) -> None:
        """Resume, pay again, pay."""
        running = asyncio.create_task(self.treasury.run())
        await self.until(_is_ready)
        expected = {s.payment_id for s in await self._store.open_sends()}
        await self.until(lambda s: expected <= {x.payment_id for x in s.sendings})
        if self._job.again is not None:
            await self._pay_again(self._job.again)
        if self._job.pay is not None:
            self._count, self._knife.drawn = 0, True
            await self._pay(self._job.pay)
            await self.until(_is_settled)
        say("idle")
        await running

    async def _pay_again(self, text: str) -> None:
        """Once it is known of the earlier ones what can be known, try it as a person does."""
        await self.until(_is_settled)
        order = self._order(text)
        facts = facts_for(order, self.treasury.snapshot, self._clock.now(), plain)
        stop = first_stop(preflight(order, facts))
        if stop is not None:
            say("stopped", stop.kind.name)
            return
        await self._pay(text, order)
        await self.until(_is_settled)

    async def _pay(self, text: str, order: PayOrder | None = None) -> None:
        order = order or self._order(text)
        self._power.arm()
        say("pays", order.payment_id)
        with suppress(PayRefused):
            await self.treasury.start_send(order, order.digest)
            return
        say("refused", order.payment_id)

    def _order(self, text: str) -> PayOrder:
        destination = recognise(text)
        assert not isinstance(destination, Unsupported)
        wallet_id = WalletId(self._job.wallet)
        return PayOrder(PaymentId(new_id()), wallet_id, destination, AMOUNT, sats(100), BTC)


def _is_ready(s: Snapshot) -> bool:
    return bool(s.accounts and s.lines.value and s.book.value)


def _is_settled(s: Snapshot) -> bool:
    return all(x.closed or x.missing for x in s.sendings)


def main() -> None:
    """Fork a child for each job, until there are no more."""
    for line in sys.stdin:
        job = Job(**json.loads(line))
        pid = os.fork()
        if pid == 0:
            try:
                asyncio.run(_live(job))
            except BaseException:  # noqa: BLE001 - told to the parent
                say("fault", traceback.format_exc().replace("\n", "|"))
            finally:
                os._exit(1)
        say("ready", str(pid))
        os.waitpid(pid, 0)
        say("ended", str(pid))


async def _live(job: Job) -> None:
    await Program(job).main()


if __name__ == "__main__":
    main()
