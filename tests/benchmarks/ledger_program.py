"""The program on a mirror that is there already, for the measuring tool: `FOLDER SERVED`.

`FOLDER` has its files, `SERVED` is how to reach the company, as JSON. Another program holds the
lock, as far as this one knows: so the mirror is not filled while keys are measured.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.benchmarks.million import START
from tests.cli.simulated import Served
from voltage_tui import garbage
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.connect import connect
from voltage_tui.api.power import Level, Power
from voltage_tui.cli.client_import import load_client
from voltage_tui.cli.demo import demo_launch
from voltage_tui.clock import ScaledClock
from voltage_tui.launch import Launch
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret
from voltage_tui.store.places import Places
from voltage_tui.store.store import Store
from voltage_tui.treasury.patience import POLLING
from voltage_tui.ui.start import run_app


def launch_on(folder: Path, served: Served) -> Launch:
    """A start of the program on these files."""
    clock = ScaledClock(START)

    async def client(store: Store) -> VoltageClient:
        await load_client(network=True)
        return connect(
            Secret(served.api_key),
            Scope(OrganizationId(served.organization_id), EnvironmentId(served.environment_id)),
            where=parse_base_url(served.base_url),
            power=Power(clock, Level.RECEIVE),
            clock=clock,
            random=Random(5),
            patience=POLLING,
            write_log=store,
        )

    def store() -> Store:
        return Store(Places(folder), clock)

    return replace(demo_launch(clock), connect=client, open_store=store)


if __name__ == "__main__":
    garbage.pause()  # as every start of a screen does
    sys.exit(run_app(launch_on(Path(sys.argv[1]), Served(**json.loads(sys.argv[2])))))
