"""The real program before the simulator, with a fault on request: run in a pseudo-terminal."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from tests.ui.stage import launch_to
from voltage_tui.cli.crash import report_of
from voltage_tui.clock import ScaledClock
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.store import Store
from voltage_tui.ui.preferences import Preferences
from voltage_tui.ui.screens.credit.page import CreditPage
from voltage_tui.ui.start import run_app

if TYPE_CHECKING:
    from voltage_tui.api.client import VoltageClient
    from voltage_tui.launch import Launch


def main() -> int:
    """Run until it is left."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fault", default="")
    parser.add_argument("--secret", default="")
    options = parser.parse_args()
    clock = ScaledClock(datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC))
    simulator = Simulator(clock, SimulatorOptions(history_days=0))
    launch = launch_to(clock, simulator, InProcess(simulator, clock, latency_ms=(0, 0)))
    try:
        return run_app(_broken(launch, options.fault, options.secret))
    except ZeroDivisionError as error:
        sys.stderr.write(report_of(error))
        return 1


def _broken(launch: Launch, where: str, secret: str) -> Launch:
    """The same start, in which what is named by `where` fails with a secret at hand."""

    def fail(*arguments: object) -> NoReturn:
        kept = f"the key is {secret}"
        raise ZeroDivisionError(kept)

    tries = iter(["the first fails"])

    async def connect(store: Store) -> VoltageClient:
        if where == "connect" and next(tries, None):
            fail()
        return await launch.connect(store)

    places = {
        "page": (CreditPage, "update"),
        "key": (Preferences, "next_unit"),
        "tick": (CreditPage, "tick"),
    }
    if where in places:
        owner, name = places[where]
        setattr(owner, name, fail)
    return replace(launch, connect=connect)


if __name__ == "__main__":
    sys.exit(main())
