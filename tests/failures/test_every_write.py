"""Every write, over real sockets, through everything that can go wrong on the way.

Of each it holds that the server got it at most once, and that what the client and the journal say
of it is true: never "not sent" or "refused" of what arrived, never "accepted" of what did not.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.api.calls import WRITES, Call
from tests.api.server import CANARY, ENVIRONMENT, NOON, ORGANIZATION
from tests.failures.unlucky import Mishap, unlucky
from voltage_tui.api import errors
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.connect import connect
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import Patience
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.scope import Scope
from voltage_tui.model.writes import WriteOutcome
from voltage_tui.secret import Secret
from voltage_tui.store.store import Store

NOT_ARRIVED = frozenset({WriteOutcome.NOT_SENT, WriteOutcome.REFUSED, WriteOutcome.UNKNOWN})
SURELY_NOT = frozenset({Mishap.REFUSED, Mishap.NOT_TLS})
MISHAPS = [mishap for mishap in Mishap if mishap is not Mishap.TWICE]
"""What is passed on twice needs a server that knows an ID again: see `test_matrix`."""


async def accept(request: bytes) -> bytes:
    """A server that takes whatever it is given."""
    body = b'{"secret":"whsec_x"}' if b"/keys" in request or b"/webhooks " in request else b"{}"
    return b"HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


@pytest.mark.safety(
    "S-4",
    "every write, 20 mishaps over real sockets: one request at most arrived",
)
@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.name.lower())
@pytest.mark.parametrize("call", WRITES, ids=lambda call: call.name)
async def test_it_arrives_at_most_once_and_what_is_said_of_it_is_true(
    call: Call, mishap: Mishap
) -> None:
    clock = ManualClock(NOON)
    store = Store(None, clock)
    resource_id = PaymentId(call.resource_id or "")
    if call.operation.creates:
        await store.reserve(resource_id, WalletId("w-1"), [])
    async with unlucky(accept, mishap) as way:
        way.when_held = lambda: clock.advance(30.0)  # while nobody answers, the time runs out
        power = Power(clock, Level.RECEIVE)
        power.arm()
        client = connect(
            Secret(CANARY),
            Scope(ORGANIZATION, ENVIRONMENT),
            where=parse_base_url(way.url),
            power=power,
            clock=clock,
            random=Random(1),
            patience=Patience(write_timeout_s=30.0),
            write_log=store,
        )
        with pytest.raises(errors.ApiError) as caught:
            await call.run(client)
        await client.aclose()
        assert len(way.arrived) == (1 if mishap.arrives else 0)
        assert len(way.seen) <= 1
    assert _is_true(caught.value, mishap)
    if call.operation.creates:
        (kept,) = await store.open_sends()
        assert kept.intended_at is not None
        may_be = {WriteOutcome.UNKNOWN} if mishap.arrives else NOT_ARRIVED
        assert kept.outcome in may_be
        if mishap in SURELY_NOT:
            assert kept.outcome is WriteOutcome.NOT_SENT


def _is_true(error: errors.ApiError, mishap: Mishap) -> bool:
    """What may have arrived is unknown; what surely did not leave is told as that."""
    if mishap.arrives:
        return isinstance(error, errors.OutcomeUnknown)
    if mishap in SURELY_NOT:
        return isinstance(error, errors.WriteNotSent)
    if mishap.says_no:
        return isinstance(error, errors.RateLimited | errors.EnvelopeError)
    return isinstance(error, errors.OutcomeUnknown | errors.WriteNotSent)
