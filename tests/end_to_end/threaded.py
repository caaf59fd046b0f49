"""A simulated Voltage over real HTTP in a thread of the test, which can look into its books."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.cli.simulated import Served
from tests.failures.unlucky import Way, unlucky
from tests.failures.way_to_simulator import far_end_of
from voltage_tui.clock import ScaledClock
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.options import Payer, SimulatorOptions


class Voltage:
    """The simulator, the way to it (`way.arrived` are the writes it got), and how to reach it."""

    def __init__(self) -> None:
        options = SimulatorOptions(wallets=2, history_days=0, payer=Payer.MANUAL)
        self.simulator = Simulator(ScaledClock(datetime.now(UTC)), options)
        self.way = Way(far_end_of(self.simulator))
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._done = asyncio.Event()

    @property
    def served(self) -> Served:
        """As a server in a process of its own says it."""
        identity = self.simulator.identity
        return Served(
            base_url=f"http://127.0.0.1:{self.way.port}{identity.base_path}",
            api_key=identity.api_key,
            organization_id=identity.organization_id,
            environment_id=identity.environment_id,
            wallet_ids=tuple(identity.wallet_ids),
            line_of_credit_ids=tuple(identity.line_of_credit_ids),
        )

    def run(self) -> None:
        """Serve until `end`."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    def begin(self) -> None:
        """Return once it serves."""
        assert self._ready.wait(20)

    def end(self) -> None:
        """Have it end."""
        self._loop.call_soon_threadsafe(self._done.set)

    async def _serve(self) -> None:
        async with unlucky(self.way.far_end) as self.way:
            self._ready.set()
            await self._done.wait()


@contextmanager
def voltage() -> Iterator[Voltage]:
    """Serve for as long as the block lasts."""
    made = Voltage()
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        made.begin()
        yield made
    finally:
        made.end()
        thread.join()
