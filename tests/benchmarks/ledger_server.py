"""The simulated company of the million rows, served on loopback by a process of its own.

So neither its time nor its memory is counted as the program's.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.million import START, company
from tests.cli.simulated import Served
from voltage_tui.clock import ScaledClock
from voltage_tui.simulator.asgi import Application
from voltage_tui.simulator.serve import _announce, _listen


@contextmanager
def served_company() -> Iterator[Served]:
    """How to reach it, for as long as the block lasts."""
    command = [sys.executable, "-m", "tests.benchmarks.ledger_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Served.said(process.stdout.readline())
        finally:
            process.terminate()


async def _serve() -> None:
    import uvicorn  # noqa: PLC0415 - an extra

    simulator = company()
    with _listen(0) as listener:
        config = uvicorn.Config(
            Application(simulator, ScaledClock(START)),
            http="h11",
            lifespan="off",
            log_level="error",
        )
        _announce(simulator.identity, listener.getsockname()[1])
        await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    asyncio.run(_serve())
