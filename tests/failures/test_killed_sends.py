"""Killed at fifty moments of a send and started again: paid at most once, and truly told.

A child runs the real treasury on its files, over HTTP to a simulator here. It is killed with
SIGKILL by its own hand between two statements of the journal, or from here when the server sees
its request, has carried it out, has answered, or is asked what became of it. The next child takes
up the same files, and tries to pay the same invoice again as a person would.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.architecture.sources import REPOSITORY
from tests.failures.unlucky import read_request
from tests.failures.way_to_simulator import far_end_of, parsed
from tests.failures.zygote import AMOUNT, SPEED, Job
from tests.treasury.builders import T0
from voltage_tui.clock import ScaledClock
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.database import open_to_read
from voltage_tui.store.inspection import check_record
from voltage_tui.store.places import places_of
from voltage_tui.store.record import Verified

KILLS: Final = 50
SEED: Final = 20261121
MOST_S: Final = 240.0
"""Far more than it takes: so that it ends also where it hangs."""
SERVER_MOMENTS: Final = ("arrived", "lost", "executed", "answered", "looked at")
OWN_MOMENTS: Final = 18
"""About as many statements as the journal has from the confirm to the answer."""
PHASES: Final = {"before", "reserved", "written", "in flight", "answered", "following"}
SAID_NOT_PAID: Final = {"NOT_SENT", "REFUSED", "FAILED", "GIVEN_UP"}


@dataclass
class Server:
    """The simulator behind a socket that kills whoever asks, at the moment chosen."""

    simulator: Simulator
    moment: str = ""
    bill: str = ""
    pid: int = 0
    killed: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: dict[str, str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    port: int = 0

    def kill(self, moment: str, payment_id: str) -> bool:
        """Kill the child if this is its moment, in the payment it is to be killed in."""
        if moment != self.moment or self.arrived[payment_id] != self.bill:
            return False
        self.moment = ""
        os.kill(self.pid, signal.SIGKILL)
        return True

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until the other side is gone."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while raw := await read_request(reader):
                if raw.startswith(b"POST "):
                    await self._write(raw, writer)
                else:
                    writer.write(await far_end_of(self.simulator)(raw))
                    asked = parsed(raw).path.rpartition("/")[2]
                    if asked in self.answered:
                        self.kill("looked at", asked)
                await writer.drain()
        writer.close()

    async def _write(self, raw: bytes, writer: asyncio.StreamWriter) -> None:
        body = json.loads(parsed(raw).body)
        payment_id, invoice = body["id"], body["data"]["payment_request"]
        if payment_id in self.arrived or invoice in self.arrived.values():
            self.twice.append(invoice)
        self.arrived[payment_id] = invoice
        self.kill("arrived", payment_id)
        if self.kill("lost", payment_id):
            self.lost.add(payment_id)
            return
        answer = await far_end_of(self.simulator)(raw)
        if self.kill("executed", payment_id):
            return
        writer.write(answer)
        await writer.drain()
        self.answered.add(payment_id)
        self.kill("answered", payment_id)


@dataclass
class Zygote:
    """The warm program, and what its children said: the stages each payment was told to be at."""

    process: asyncio.subprocess.Process
    told: dict[str, set[str]] = field(default_factory=dict)
    pays: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stopped: Counter[str] = field(default_factory=Counter)

    async def live(self, job: Job, server: Server) -> None:
        """One child from its birth to its death."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
        async for raw in self.process.stdout:
            match raw.decode().split():
                case ["ready", pid]:
                    server.pid = int(pid)
                case ["ended", _]:
                    return
                case ["said", payment_id, stage]:
                    self.told.setdefault(payment_id, set()).add(stage)
                case ["pays", payment_id]:
                    self.pays.append(payment_id)
                case ["refused", payment_id]:
                    self.refused.append(payment_id)
                case ["stopped", kind]:
                    self.stopped[kind] += 1
                case ["fault", *words]:
                    raise AssertionError(" ".join(words))
                case ["idle"]:
                    os.kill(server.pid, signal.SIGKILL)
                case _:
                    pass
        raise AssertionError("the zygote has ended")


@asynccontextmanager
async def standing(simulator: Simulator) -> AsyncIterator[tuple[Server, Zygote]]:
    server = Server(simulator)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.failures.zygote"),
        cwd=REPOSITORY,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield server, Zygote(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        with suppress(ProcessLookupError):
            if server.pid and process.returncode is None:
                os.kill(server.pid, signal.SIGKILL)
        await process.wait()
        listening.close()


def phase_of(folder: Path, environment: str, payment_id: str | None, server: Server) -> str:
    """Where the child was killed, by what it left behind and what the server saw."""
    if payment_id is None:
        return "not begun"
    database = places_of(EnvironmentId(environment), folder).database
    with closing(open_to_read(database)) as connection:
        sent = connection.execute(
            "SELECT resolution FROM sends WHERE payment_id = ?", (payment_id,)
        ).fetchone()
        wrote = connection.execute(
            "SELECT outcome FROM writes WHERE resource_id = ?", (payment_id,)
        ).fetchone()
    if sent is None:
        return "before"
    if wrote is None:
        return "reserved"
    if payment_id not in server.arrived:
        return "written"
    if wrote[0] is None:
        return "answered" if payment_id in server.answered else "in flight"
    return "over" if sent[0] else "following"


@pytest.mark.safety("S-1", "SIGKILL at 50 moments of a send: what may have left is looked for")
@pytest.mark.safety("S-5", "SIGKILL at 50 moments of a send: none told failed that completed")
@pytest.mark.safety("S-7", "SIGKILL at 50 moments, paid again under a new ID: once at most each")
async def test_killed_at_fifty_moments_each_is_paid_once_and_told_truly(tmp_path: Path) -> None:
    await asyncio.wait_for(killed_often(tmp_path), MOST_S)


async def killed_often(folder: Path) -> None:
    random = Random(SEED)
    clock = ScaledClock(T0, SPEED)
    simulator = Simulator(clock, SimulatorOptions(history_days=0, payer=Payer.MANUAL))
    identity, phases, again = simulator.identity, Counter[str](), None
    own = [*map(str, range(OWN_MOMENTS)), *["-1"] * 7]
    moments = [*own, *SERVER_MOMENTS * 5]
    assert len(moments) == KILLS
    random.shuffle(moments)
    async with standing(simulator) as (server, zygote):
        for number, moment in enumerate([*moments, ""]):
            server.bill = simulator.invoice_to_pay(AMOUNT.units, f"bill {number}", 86_400)
            pay = server.bill if moment else None
            before = len(zygote.pays)
            server.moment = moment if moment in SERVER_MOMENTS else ""
            job = Job(
                folder=str(folder),
                url=f"http://127.0.0.1:{server.port}{identity.base_path}",
                key=identity.api_key,
                organization=identity.organization_id,
                environment=identity.environment_id,
                wallet=identity.wallet_ids[0],
                now=clock.now().timestamp(),
                again=again,
                pay=pay,
                statement=int(moment) if moment.lstrip("-").isdecimal() else None,
            )
            await zygote.live(job, server)
            where = f"seed {SEED}, kill {number} at {moment}"
            begun = zygote.pays[before:]
            phases[
                phase_of(folder, identity.environment_id, begun[-1] if begun else None, server)
            ] += 1
            judge(server, zygote, where)
            places = places_of(EnvironmentId(identity.environment_id), folder)
            assert isinstance(check_record(places), Verified), where
            again = pay
    assert set(phases) >= PHASES, phases
    assert {"DUPLICATE"} <= set(zygote.stopped), zygote.stopped
    assert zygote.refused


def judge(server: Server, zygote: Zygote, where: str) -> None:
    """No invoice was asked to be paid twice, and nothing that was taken is told not to be."""
    assert server.twice == [], where
    for payment_id in server.arrived.keys() - server.lost:
        told = zygote.told.get(payment_id, set())
        assert not told & SAID_NOT_PAID, (where, payment_id, told)
