"""Every call at every level: nothing is sent where it is not allowed (S-44)."""

from __future__ import annotations

import pytest

from tests.api.calls import CALLS, Call
from tests.api.server import NOON, Server, client_of, error_answer
from voltage_tui.api.errors import ApiError, NotArmed, PowerRefused, PowerTooLow
from voltage_tui.api.power import Level, Power
from voltage_tui.clock import ManualClock

STATES = (
    ("read-only", Level.RECEIVE, False, True, Level.VIEW),
    ("view", Level.VIEW, False, False, Level.VIEW),
    ("receive", Level.RECEIVE, False, False, Level.RECEIVE),
    ("armed", Level.RECEIVE, True, False, Level.SEND),
    ("armed from view", Level.VIEW, True, False, Level.SEND),
)


@pytest.mark.safety("S-44", "every operation at each level: no request where it is not allowed")
@pytest.mark.parametrize(
    ("base", "armed", "read_only", "in_force"),
    [state[1:] for state in STATES],
    ids=[state[0] for state in STATES],
)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_a_call_is_sent_only_where_its_level_allows(
    call: Call, base: Level, armed: bool, read_only: bool, in_force: Level
) -> None:
    server = Server(error_answer(400, "utils"))
    client = client_of(server, base, armed=armed, read_only=read_only)
    with pytest.raises(ApiError) as caught:
        await call.run(client)
    if call.operation.level <= in_force:
        assert len(server.asked) == 1
        assert not isinstance(caught.value, PowerRefused)
    else:
        assert server.asked == []
        assert type(caught.value) is (PowerTooLow if read_only else NotArmed)


async def test_arming_that_has_run_out_sends_nothing() -> None:
    clock = ManualClock(NOON)
    server = Server(error_answer(400, "utils"))
    client = client_of(server, clock=clock, armed=True)
    clock.advance(300)
    for call in CALLS:
        if call.operation.level is Level.SEND:
            with pytest.raises(NotArmed):
                await call.run(client)
    assert server.asked == []


async def test_held_by_another_program_nothing_is_sent_and_the_refusal_says_by_which() -> None:
    server, clock = Server(error_answer(400, "utils")), ManualClock(NOON)
    client = client_of(server, power=Power(clock, Level.RECEIVE, held="process 4242 has it"))
    for call in CALLS:
        if call.operation.level > Level.VIEW:
            with pytest.raises(PowerTooLow) as caught:
                await call.run(client)
            assert (
                caught.value.advice == "process 4242 has it: this one only looks; close it, press R"
            )
    assert server.asked == []
