"""The limit on requests a minute holds at the wire, whatever fails and however often."""

from __future__ import annotations

from random import Random

import pytest

from tests.treasury.harness import World, world
from voltage_tui.simulator.faults import (
    Break,
    Fault,
    answer,
    garbage,
    server_error,
    too_many_requests,
)
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.cadence import Cadence

MINUTE_S = 60.0
TIGHT = Cadence(requests_per_minute=20)
"""Far less than the treasury would like to ask."""
FAULTS: dict[str, Fault] = {
    "500": server_error(),
    "503": server_error(503),
    "429 at once": too_many_requests(0),
    "429": too_many_requests(7),
    "401": answer(401, b'{"error":{"type":"wrong_credentials","detail":""}}'),
    "garbage": garbage(),
    "lost": Break.DROP_AFTER_ACCEPTING,
    "refused": Break.REFUSE,
    "silence": Break.NEVER_ANSWER,
}


def most_in_a_minute(moments: list[float]) -> int:
    """The most requests of any sixty seconds on end."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - MINUTE_S:
            first += 1
        most = max(most, last - first + 1)
    return most


async def asked_with(cadence: Cadence, fault: Fault, percent: int, seconds: float) -> list[float]:
    """When the requests of so many seconds reached the server, that share of them failing so."""
    random = Random(percent)

    def strike(_method: str, _path: str) -> None:
        if random.randrange(100) < percent:
            w.faults.add(fault)

    async with world(SimulatorOptions(wallets=2, history_days=2), cadence=cadence) as w:
        w.when_asked = strike
        await w.pass_time(seconds)
        return [at for at, *_ in w.asked]


@pytest.mark.parametrize("percent", [50, 100])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_no_failure_makes_more_requests_than_the_limit(fault: Fault, percent: int) -> None:
    moments = await asked_with(TIGHT, fault, percent, 130.0)
    assert moments
    assert most_in_a_minute(moments) <= TIGHT.requests_per_minute + TIGHT.burst


async def test_what_failed_is_asked_again_at_once_only_while_the_limit_lets_it() -> None:
    """With room each failure is asked again before it is told; with none it is told at once."""
    roomy = Cadence()

    def one_attempt(w: World) -> int:
        return w.count(path_end="/wallets", since=0.0)

    async def tries(cadence: Cadence) -> int:
        async with world(SimulatorOptions(history_days=0), cadence=cadence, running=False) as w:
            w.faults.add(server_error(), times=None)
            w.run()
            await w.until(lambda s: s.wallets.problem is not None)
            return one_attempt(w)

    assert await tries(roomy) > 1
    assert await tries(Cadence(requests_per_minute=4)) == 1
