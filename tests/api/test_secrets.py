"""The key is in the request and nowhere else (S-58, S-59)."""

from __future__ import annotations

import asyncio
import logging
import traceback

import pytest

from tests.api.calls import CALLS, NEW_HOOK, Call
from tests.api.loopback import response, serving
from tests.api.server import (
    CANARY,
    ENVIRONMENT,
    NOON,
    ORGANIZATION,
    Answer,
    Hang,
    Server,
    client_of,
    error_answer,
    json_answer,
    run_clock,
)
from voltage_tui.api import errors
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.connect import connect
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import InvalidKeyError, Patience, Session
from voltage_tui.api.transport import WireRequest, WireResponse
from voltage_tui.clock import ManualClock
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret

FAILURES = (
    ConnectionRefusedError(CANARY),
    ConnectionResetError(CANARY),
    Answer(302, headers=(("location", f"https://x/{CANARY}"),)),
    Answer(200, CANARY.encode()),
    Answer(500, CANARY.encode()),
    Answer(429),
    error_answer(400, "utils"),
    error_answer(401, "wrong_credentials"),
    json_answer({"id": "x"}),
    Hang(),
)


def told(error: BaseException) -> str:
    """Everything a crash report with locals would print of an error raised in the client."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    report.stack = traceback.StackSummary.from_list(
        [frame for frame in report.stack if "/voltage_tui/" in frame.filename]
    )
    return "".join(report.format()) + repr(error) + str(error)


@pytest.mark.safety("S-58", "the key is in no error of any call")
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_no_error_of_any_call_can_show_the_key(
    call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for step in FAILURES:
        clock = ManualClock(NOON)
        client = client_of(Server(step), clock=clock, armed=True, patience=Patience(deadline_s=0.0))
        task = asyncio.ensure_future(call.run(client))
        await run_clock(clock, task)
        error = task.exception()
        if error is not None:
            assert CANARY not in told(error)
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "answer",
    [None, b"SSH-2.0\r\n\r\n", response("302 Found", b"", "Location: /x"), response("401 No")],
)
async def test_no_error_of_the_network_can_show_the_key(
    answer: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clock = ManualClock(NOON)
    async with serving(answer) as there:
        client = connect(
            Secret(CANARY),
            Scope(ORGANIZATION, ENVIRONMENT),
            where=parse_base_url(there.url),
            power=Power(clock, Level.RECEIVE),
            clock=clock,
            patience=Patience(deadline_s=0.0),
        )
        with pytest.raises(errors.ApiError) as caught:
            await client.wallets.list()
        await client.aclose()
        assert CANARY.encode() in there.requests[0]
    assert CANARY not in told(caught.value)
    assert CANARY not in caplog.text


def test_no_part_of_the_client_shows_the_key() -> None:
    clock = ManualClock(NOON)
    server = Server(Answer())
    transport = HandlerTransport(server, clock)
    request = WireRequest("GET", "/x", {"x-api-key": Secret(CANARY)}, b"body")
    client = client_of(server)
    parts = (client, vars(client), vars(transport), request, WireResponse(200, {"a": CANARY}, b""))
    assert CANARY not in repr(parts)
    assert request.plain_headers() == {"x-api-key": CANARY}


@pytest.mark.parametrize("key", ["", "a b", "a\r\nx-evil: 1", "é", "a\x00", "k" * 1_001])
def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str) -> None:
    clock = ManualClock(NOON)
    with pytest.raises(InvalidKeyError) as caught:
        Session(
            HandlerTransport(Server(Answer()), clock),
            Secret(key),
            Scope(ORGANIZATION, ENVIRONMENT),
            Power(clock, Level.VIEW),
            clock,
            client_of(Server(Answer()))._session.random,
        )
    assert not key or key not in told(caught.value)


@pytest.mark.safety("S-59", "a webhook's secret in a broken answer is in no error")
async def test_a_webhook_secret_that_came_with_a_broken_answer_is_not_shown() -> None:
    body = {"id": "not/an/id", "shared_secret": CANARY}
    client = client_of(Server(json_answer(body, 202)), armed=True)
    with pytest.raises(errors.OutcomeUnknown) as caught:
        await client.webhooks.create(NEW_HOOK)
    assert CANARY not in told(caught.value)
