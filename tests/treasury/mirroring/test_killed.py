"""Killed with SIGKILL at thirty moments of filling the mirror: no row lost, none there twice.

A child fills the mirror over HTTP from a simulator here, in which rows go on arriving. It is
killed by its own hand between two statements of SQLite, or from here when the server sees one of
its requests or has answered it. The next child takes up the same file.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.architecture.sources import REPOSITORY
from tests.failures.unlucky import read_request
from tests.failures.way_to_simulator import far_end_of
from tests.store.mirror.whole import all_rows
from tests.treasury.builders import T0
from tests.treasury.mirroring.mirrored import (
    Busy,
    balances_after,
    books_of,
    check_rows,
    plain_entry,
)
from tests.treasury.mirroring.zygote import SPEED, Job
from voltage_tui.clock import ScaledClock
from voltage_tui.model.ids import EnvironmentId, WalletId
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.store.places import places_of

KILLS: Final = 30
SEED: Final = 20261121
MOST_S: Final = 120.0
STATEMENTS: Final = 1_200
"""A child gets as far as this at most, by its own hand."""
REQUESTS: Final = 20
"""Or as far as this, by the server's."""
OPTIONS: Final = SimulatorOptions(wallets=2, ledger_rows=200, history_days=0, payer=Payer.MANUAL)
ROWS: Final = 1_800
"""Rows that are not of payments, which take the simulator far longer to answer with."""


@dataclass
class Server:
    """The simulator behind a socket that may kill whoever asks, before or after its answer."""

    simulator: Simulator
    busy: Busy
    left: int | None = None
    before: bool = False
    pid: int = 0
    port: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until the other side is gone."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while raw := await read_request(reader):
                self.arrive()
                if self.is_time() and self.before:
                    self.kill()
                    break
                writer.write(await far_end_of(self.simulator)(raw))
                await writer.drain()
                if self.left == 0:
                    self.kill()
        writer.close()

    def arrive(self) -> None:
        """Now and then a few rows come."""
        if self.busy.random.random() < 0.1:
            self.busy.rows(self.busy.random.randrange(30))

    def is_time(self) -> bool:
        """Count a request; whether it is the one."""
        if self.left is not None:
            self.left -= 1
        return self.left == 0

    def kill(self) -> None:
        """End the child, once."""
        self.left = None
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


async def live(process: asyncio.subprocess.Process, job: Job, server: Server) -> bool:
    """One child from its birth to its end; whether it said that the mirror is whole."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
    whole = False
    async for raw in process.stdout:
        match raw.decode().split():
            case ["ready", pid]:
                server.pid = int(pid)
            case ["whole"]:
                whole = True
            case ["ended", _]:
                return whole
            case ["fault", *words]:
                raise AssertionError(" ".join(words))
            case _:
                pass
    raise AssertionError("the zygote has ended")


@asynccontextmanager
async def standing(
    simulator: Simulator,
) -> AsyncIterator[tuple[Server, asyncio.subprocess.Process]]:
    server = Server(simulator, Busy(simulator, Random(SEED)))
    server.busy.rows(ROWS)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.treasury.mirroring.zygote"),
        cwd=REPOSITORY,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield server, process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        listening.close()


def judge(folder: Path, simulator: Simulator, where: str) -> Counter[str]:
    """Nothing there is wrong, and what the sweep says it has passed is there; how far it came."""
    identity = simulator.identity
    mirror = Mirror(places_of(EnvironmentId(identity.environment_id), folder).mirror)
    stages: Counter[str] = Counter()
    try:
        assert mirror._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), where
        for wallet_id in map(WalletId, identity.wallet_ids):
            books = books_of(simulator, wallet_id)
            truth = balances_after(books)
            rows = all_rows(mirror, wallet_id)
            for row in rows:
                total, available = truth[plain_entry(row.entry)]
                assert row.total_after is None or row.total_after.units == total, where
                assert row.available_after is None or row.available_after.units == available, where
            sweep = mirror.ledger_sweep(wallet_id)
            stages[f"{sweep.stage.value} {sweep.number}"] += 1
            known = {(r.entry.entry_id, str(r.entry.kind.value)) for r in rows}
            keys = [(r.id, r.kind.value) for r in books]
            assert len(known) == len(rows) == mirror.row_count(wallet_id), where
            if sweep.solid is not None and sweep.cursor is not None:
                # Later passes go through what is all there already.
                low = keys.index(sweep.cursor) if sweep.number == 1 else 0
                assert set(keys[low : keys.index(sweep.solid) + 1]) <= known, where
        stages[f"payments {mirror.payment_sweep().number}"] += 1
    finally:
        mirror.close()
    return stages


async def test_killed_at_thirty_moments_no_row_is_lost_and_none_is_there_twice(
    tmp_path: Path,
) -> None:
    await asyncio.wait_for(killed_often(tmp_path), MOST_S)


async def killed_often(folder: Path) -> None:
    random = Random(SEED)
    clock = ScaledClock(T0, SPEED)
    simulator = Simulator(clock, OPTIONS)
    identity, seen = simulator.identity, Counter[str]()
    async with standing(simulator) as (server, process):

        def job(statement: int | None) -> Job:
            return Job(
                folder=str(folder),
                url=f"http://127.0.0.1:{server.port}{identity.base_path}",
                key=identity.api_key,
                organization=identity.organization_id,
                environment=identity.environment_id,
                wallets=list(identity.wallet_ids),
                now=clock.now().timestamp(),
                statement=statement,
            )

        for kill in range(KILLS):
            by_server = random.random() < 0.4
            server.left = random.randrange(1, REQUESTS) if by_server else None
            server.before = random.random() < 0.5
            await live(process, job(None if by_server else random.randrange(STATEMENTS)), server)
            seen += judge(folder, simulator, f"seed {SEED}, kill {kill}")
        server.left = None
        assert await live(process, job(None), server)
    judge(folder, simulator, "at the end")
    mirror = Mirror(places_of(EnvironmentId(identity.environment_id), folder).mirror)
    for wallet_id in map(WalletId, identity.wallet_ids):
        rows = all_rows(mirror, wallet_id)
        check_rows(rows, books_of(simulator, wallet_id)[: len(rows)])
        assert mirror.ledger_sweep(wallet_id).stage is Stage.COMPLETE
    assert mirror.payment_count() == 150
    mirror.close()
    assert seen["sweeping 1"] >= 10, seen
    assert seen["sweeping 2"] + seen["complete 2"], seen
