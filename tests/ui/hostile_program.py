"""The real program before a hostile server: run in a pseudo-terminal by the tests."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime

from tests.ui.hostile import CORPUS, hostile
from tests.ui.stage import launch_to
from voltage_tui.alert_rules import AlertRules
from voltage_tui.clock import ScaledClock
from voltage_tui.settings import Settings
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.ui.start import run_app


def main() -> int:
    """Run until it is left."""
    clock = ScaledClock(datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC), speed=4)
    simulator = Simulator(clock, SimulatorOptions(wallets=14, activity=True))
    far_end = hostile(InProcess(simulator, clock, latency_ms=(0, 0)))
    launch = launch_to(clock, simulator, far_end)
    # A bell of the program's own could not be told from one that a memo rang.
    launch.settings.save(Settings(alerts=AlertRules(bell=False)))
    marked = replace(launch, profile_title=CORPUS[7] + CORPUS[23], key_note=CORPUS[10])
    return run_app(marked)


if __name__ == "__main__":
    sys.exit(main())
