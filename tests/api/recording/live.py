"""A little while of a company's life with an outage in it, recorded over the real client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.treasury.harness import World, world
from voltage_tui.api.recording.lines import Header
from voltage_tui.api.recording.recorder import Recorder
from voltage_tui.api.recording.recording_transport import RecordingTransport
from voltage_tui.model.ids import WalletId
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.snapshot import Snapshot

BUSY = SimulatorOptions(seed=7, activity=True, history_days=2)


@dataclass
class Live:
    """What was seen while it was recorded."""

    path: Path
    seen: list[tuple[datetime, Snapshot]] = field(default_factory=list)

    def look(self, w: World) -> None:
        self.seen.append((w.clock.now(), w.snapshot))


@asynccontextmanager
async def recorded(path: Path) -> AsyncIterator[tuple[World, Live]]:
    async with world(BUSY, running=False) as w:
        recorder = Recorder(path, w.clock)
        identity = w.simulator.identity
        scope = (identity.organization_id, identity.environment_id)
        recorder.begin(Header("0", "Meridian", "simulated", *scope, "UTC", True, False))
        session = w.client._session
        session._transport = RecordingTransport(session._transport, recorder, w.clock)
        w.run()
        yield w, Live(path)
        recorder.close()


async def an_incident(path: Path) -> Live:
    """Two minutes, an outage of half a minute, and half a minute after it."""
    async with recorded(path) as (w, live):
        wallet_id = w.simulator.identity.wallet_ids[0]
        await w.pass_time(5)
        w.treasury.watch_ledger(WalletId(wallet_id))
        for _ in range(4):
            await w.pass_time(28)
            live.look(w)
        w.faults.add(Break.REFUSE, times=None)
        for _ in range(3):
            await w.pass_time(11)
            live.look(w)
        w.faults.clear()
        await w.pass_time(30)
        live.look(w)
    return live
