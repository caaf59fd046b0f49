"""The program on a mirror that is there already, for the measuring tool: `FOLDER` has its files.

Another program holds the lock, as far as this one knows: so the mirror is not filled while keys are
measured. The simulated company lives in the same process, which its memory counts too.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.benchmarks.million import START, company
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.connect import connect
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.cli.demo import demo_launch
from voltage_tui.clock import ScaledClock
from voltage_tui.launch import Launch
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.store.places import Places
from voltage_tui.store.store import Store
from voltage_tui.ui.start import run_app


def launch_on(folder: Path) -> Launch:
    """A start of the program on these files."""
    clock = ScaledClock(START)
    simulator = company()
    identity = simulator.identity

    async def client(store: Store) -> VoltageClient:
        return connect(
            Secret(identity.api_key),
            Scope(OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id)),
            where=HandlerTransport(InProcess(simulator, clock, latency_ms=(5, 25)), clock),
            power=Power(clock, Level.RECEIVE),
            clock=clock,
            random=Random(5),
            write_log=store,
        )

    def store() -> Store:
        return Store(Places(folder), clock)

    return replace(demo_launch(clock), connect=client, open_store=store)


if __name__ == "__main__":
    sys.exit(run_app(launch_on(Path(sys.argv[1]))))
