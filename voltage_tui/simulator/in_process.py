"""The simulator without a socket: the far end of a client's transport, in the same process."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, assert_never

from voltage_tui.simulator.faults import Answer, Break, Faults
from voltage_tui.simulator.http import Response, request_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voltage_tui.clock import Clock
    from voltage_tui.simulator.core import Simulator
    from voltage_tui.simulator.faults import Fault
    from voltage_tui.simulator.http import Request

_FOREVER_S = 1_000_000_000


class InProcess:
    """Answers after a seeded latency, or fails as its faults say.

    `latency_ms` is the range each exchange takes, by the clock, a part of it before the request
    is executed and the rest after. (0, 0) takes no time at all.
    """

    def __init__(
        self,
        simulator: Simulator,
        clock: Clock,
        *,
        latency_ms: tuple[int, int] = (20, 80),
        faults: Faults | None = None,
        seed: int = 7,
    ) -> None:
        self.simulator = simulator
        self.faults = faults if faults is not None else Faults()
        self._clock = clock
        self._latency_ms = latency_ms
        self._rng = random.Random(seed)

    async def __call__(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """One exchange; `target` is the path with its query. Raises `ConnectionError`."""
        request = request_of(method, target, headers, body)
        total = self._rng.randint(*self._latency_ms)
        await self._wait(total * 2 // 5)
        fault = self.faults.take(request.method, request.path)
        response = await answer_with(self.simulator, request, fault, self._clock)
        await self._wait(total - total * 2 // 5)
        return response.status, list(response.headers), response.body

    async def _wait(self, milliseconds: int) -> None:
        if milliseconds > 0:
            await self._clock.sleep(milliseconds / 1_000)


async def answer_with(
    simulator: Simulator, request: Request, fault: Fault | None, clock: Clock
) -> Response:
    """The answer to a request struck by `fault`; raises `ConnectionError` for a broken one."""
    match fault:
        case None:
            return simulator.handle(request)
        case Answer(response):
            return response
        case Break.NEVER_ANSWER:
            await clock.sleep(_FOREVER_S)
            raise ConnectionResetError("the connection was lost")
        case Break.DROP_AFTER_ACCEPTING:
            simulator.handle(request)
            raise ConnectionResetError("the connection was lost after the request")
        case Break.REFUSE:
            raise ConnectionRefusedError("the connection was refused")
        case _ as never:
            assert_never(never)
