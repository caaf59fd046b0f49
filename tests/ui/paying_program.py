"""The real program before the simulator, which a test may have answer late, badly or not at all.

`python -m tests.ui.paying_program FOLDER` keeps its journal in the folder, writes there an
`invoice` that can be paid, and obeys the files that a test makes there:

`hold` requests to pay are never answered, nor seen in any list, `fail` they are answered with 500,
`quiet` reads are answered with 429 and no longer wait of the program ends, `blind` single
payments cannot be read.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui.stage import Exchange, FarEnd, launch_to
from voltage_tui.clock import ScaledClock
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store
from voltage_tui.ui.start import run_app

if TYPE_CHECKING:
    from collections.abc import Sequence

ENVIRONMENT = EnvironmentId("e-1")
_JSON = [("content-type", "application/json")]


class Clock(ScaledClock):
    """The machine's time; while it is `quiet` whoever waits for longer than a second waits on."""

    def __init__(self, folder: Path) -> None:
        super().__init__(datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC))
        self._folder = folder

    async def sleep(self, seconds: float) -> None:
        """As the base does."""
        if seconds > 1.0 and (self._folder / "quiet").exists():
            await asyncio.get_running_loop().create_future()
        await super().sleep(seconds)


def obeying(folder: Path, far_end: FarEnd) -> FarEnd:
    """`far_end` as the files in `folder` have it."""

    def asked(name: str) -> bool:
        return (folder / name).exists()

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        if method == "GET":
            if asked("quiet"):
                return 429, [*_JSON, ("retry-after", "5")], b"{}"
            if asked("blind") and "/payments/" in target:
                return 503, _JSON, b"{}"
            return await far_end(method, target, headers, body)
        if asked("fail"):
            return 500, _JSON, b"{}"
        if asked("hold"):
            await asyncio.get_running_loop().create_future()
        return await far_end(method, target, headers, body)

    return answer


def main(arguments: Sequence[str]) -> int:
    """Run until it is left."""
    folder = Path(arguments[0])
    clock = Clock(folder)
    simulator = Simulator(clock, SimulatorOptions(payer=Payer.MANUAL, history_days=5))
    (folder / "invoice").write_text(simulator.invoice_to_pay(1_000_000, "hosting", 3_600))
    far_end = obeying(folder, InProcess(simulator, clock, latency_ms=(0, 0)))
    places = places_of(ENVIRONMENT, folder / "data")
    launch = launch_to(clock, simulator, far_end)
    return run_app(replace(launch, open_store=lambda: Store(places, clock)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
