"""The simulator as an HTTP server on loopback, for any client of the Voltage API."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import sys
from typing import TYPE_CHECKING, Final

from voltage_tui.clock import ScaledClock, SystemClock
from voltage_tui.simulator.asgi import Application
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.loopback import LoopbackCourier
from voltage_tui.simulator.options import SimulatorOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from voltage_tui.simulator.identity import Identity

HOST: Final = "127.0.0.1"
MISSING: Final = "The server is not installed: pip install 'voltage-tui[simulate]'\n"
_TICK_S: Final = 0.1
_BACKLOG: Final = 128


def serve(
    port: int,
    seed: int = 7,
    speed: float = 1.0,
    wallets: int = 4,
    ledger_rows: int | None = None,
) -> int:
    """Serve until SIGINT or SIGTERM, and return the process's exit code.

    `port` 0 takes any free one; `speed` is how much faster than real time it runs. One JSON line
    on standard output says how to connect, once connections are taken. 2 means that uvicorn is
    missing or an option is out of range, 1 that the port cannot be used.
    """
    try:
        import uvicorn  # noqa: F401, PLC0415 - an extra that need not be installed
    except ImportError:
        sys.stderr.write(MISSING)
        return 2
    try:
        options = SimulatorOptions(seed=seed, wallets=wallets, ledger_rows=ledger_rows)
        clock = ScaledClock(SystemClock().now(), speed)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        listener = _listen(port)
    except (OSError, OverflowError) as error:
        why = (isinstance(error, OSError) and error.strerror) or error
        sys.stderr.write(f"Cannot listen on {HOST}:{port}: {why}\n")
        return 1
    with listener, _stop_quietly():
        asyncio.run(_run(listener, clock, options))
    return 0


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


@contextlib.contextmanager
def _stop_quietly() -> Iterator[None]:
    """Let the signals that stop the server end it without a trace.

    uvicorn raises them once more after it has stopped, for whoever had a handler before it.
    """

    def ignore(_number: int, _frame: FrameType | None) -> None:
        return

    before = [(number, signal.signal(number, ignore)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


async def _run(listener: socket.socket, clock: ScaledClock, options: SimulatorOptions) -> None:
    import uvicorn  # noqa: PLC0415 - an extra that need not be installed

    courier = LoopbackCourier()
    simulator = Simulator(clock, options, courier.deliver)
    config = uvicorn.Config(
        Application(simulator, clock),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    _announce(simulator.identity, listener.getsockname()[1])
    ticking = asyncio.create_task(_tick(simulator))
    try:
        await server.serve(sockets=[listener])
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        await courier.close()


def _announce(identity: Identity, port: int) -> None:
    line = {
        "base_url": f"http://{HOST}:{port}{identity.base_path}",
        "api_key": identity.api_key,
        "organization_id": identity.organization_id,
        "environment_id": identity.environment_id,
        "wallet_ids": identity.wallet_ids,
        "line_of_credit_ids": identity.line_of_credit_ids,
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


async def _tick(simulator: Simulator) -> None:
    """Let due things happen even while nobody asks, about ten times a second."""
    clock = SystemClock()
    while True:
        simulator.run_due()
        await clock.sleep(_TICK_S)
