"""A program that fills its mirror, loaded once and forked for each round, to be killed often.

`python -m tests.treasury.mirroring.zygote` reads one job a line (JSON) and answers `ready PID`;
the forked child fills the mirror in the job's folder over HTTP, and dies by its own hand after so
many statements of SQLite, or when the mirror is whole and proven. Then the line is `ended PID`.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import tests.failures.conftest  # noqa: F401 - as cheap here as there
import voltage_tui.api.ledger
import voltage_tui.api.payments
import voltage_tui.api.wallets  # noqa: F401
from tests.treasury.builders import T0
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.connect import connect
from voltage_tui.api.http import HttpTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import Patience
from voltage_tui.api.wire.base import decode
from voltage_tui.api.wire.ledger import LedgerWire, ledger_page_of
from voltage_tui.api.wire.payment import PaymentsWire, to_payment_page
from voltage_tui.clock import ScaledClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId, WalletId
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.store import MirrorStore
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.gate import Gate
from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools
from voltage_tui.treasury.mirroring.mirroring import Mirroring

SPEED = 20.0
EAGER = Cadence(requests_per_minute=1_000_000)


@dataclass(frozen=True)
class Job:
    """What one child does; it dies at its `statement`, None to live until all is there."""

    folder: str
    url: str
    key: str
    organization: str
    environment: str
    wallets: list[str]
    now: float
    statement: int | None


def say(*words: str) -> None:
    """One line, on the pipe when this returns, whatever becomes of us."""
    os.write(1, (" ".join(words) + "\n").encode())


async def live(job: Job) -> None:
    """Fill the mirror, or die."""
    clock = ScaledClock(datetime.fromtimestamp(job.now, UTC), SPEED)
    scope = Scope(OrganizationId(job.organization), EnvironmentId(job.environment))
    client = connect(
        Secret(job.key),
        scope,
        where=parse_base_url(job.url),
        power=Power(clock, Level.VIEW),
        clock=clock,
        patience=Patience(60.0, 600.0, 120.0),
        write_log=Store(None, clock),
    )
    store = MirrorStore(places_of(EnvironmentId(job.environment), Path(job.folder)))
    left = job.statement

    def count(_sql: str) -> None:
        nonlocal left
        if left is None:
            return
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(mirror: Mirror) -> None:
        mirror._connection.set_trace_callback(count)

    await store.write(watch)
    wallets = tuple(map(WalletId, job.wallets))
    tools = MirrorTools(client, Gate(clock, EAGER), clock, store, page=100)
    done = asyncio.Event()

    def changed() -> None:
        ledgers = mirroring.ledgers.values()
        problems = [p.problem.words for p in (*ledgers, mirroring.payments) if p.problem]
        for words in problems:
            say("fault", words)
        if all(p.is_whole and p.is_proven for p in ledgers) and mirroring.payments.is_whole:
            done.set()

    mirroring = Mirroring(tools, EAGER, lambda: wallets, changed)
    running = asyncio.create_task(mirroring.run())
    await done.wait()
    say("whole")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def warm() -> None:
    """Have everything loaded and built that the first request of a child needs."""
    HttpTransport(parse_base_url("http://127.0.0.1:9/v1"), ScaledClock(T0))
    wallet_id = WalletId("")
    decode(
        "",
        {"items": [], "offset": 0, "limit": 1, "total": 0},
        LedgerWire,
        ledger_page_of(wallet_id),
    )
    page = {"items": [], "offset": 0, "limit": 1, "next_cursor": None, "has_more": False}
    decode("", page, PaymentsWire, to_payment_page)


def main() -> None:
    """Fork a child for each job, until there are no more."""
    warm()
    for line in sys.stdin:
        job = Job(**json.loads(line))
        pid = os.fork()
        if pid == 0:
            try:
                asyncio.run(live(job))
            except BaseException:  # noqa: BLE001 - told to the parent
                say("fault", traceback.format_exc().replace("\n", "|"))
            finally:
                os._exit(0)
        say("ready", str(pid))
        os.waitpid(pid, 0)
        say("ended", str(pid))


if __name__ == "__main__":
    main()
