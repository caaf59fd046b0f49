"""A write is sent exactly once, and what is known of it afterwards is said (S-4, S-5)."""

from __future__ import annotations

import asyncio

import pytest

from tests.api.calls import CALLS, WRITES, Call
from tests.api.server import NOON, Answer, Hang, Server, Step, client_of, error_answer, run_clock
from voltage_tui.api import errors
from voltage_tui.clock import ManualClock

UNKNOWN: tuple[tuple[str, Step, type[errors.ApiError]], ...] = (
    ("lost", ConnectionResetError(), errors.Unreachable),
    ("broken pipe", BrokenPipeError(), errors.Unreachable),
    ("500", error_answer(500, "internal_error"), errors.ServerFailed),
    ("502 with a page", Answer(502, b"<html>bad gateway</html>"), errors.ServerFailed),
    ("503", error_answer(503, "write_message"), errors.ServerFailed),
    ("504", Answer(504), errors.ServerFailed),
    ("301", Answer(301, headers=(("location", "/x"),)), errors.UnexpectedRedirect),
    ("307", Answer(307, headers=(("location", "http://x"),)), errors.UnexpectedRedirect),
    ("200 of a captive portal", Answer(200, b"<html>hello</html>"), errors.MalformedResponse),
    ("204", Answer(204), errors.MalformedResponse),
    ("600", Answer(600), errors.MalformedResponse),
    ("408 of a gateway", Answer(408, b"<html>request timeout</html>"), errors.ServerFailed),
    ("408 with an envelope", error_answer(408, "invalid_request"), errors.ServerFailed),
    ("406 without an envelope", Answer(406), errors.Rejected),
    ("412 without an envelope", Answer(412), errors.Rejected),
    ("424 without an envelope", Answer(424), errors.Rejected),
    ("460 of a balancer", Answer(460), errors.ServerFailed),
    ("499 of a proxy", Answer(499), errors.ServerFailed),
    ("endless", Answer(202, b"x" * 2_000), errors.MalformedResponse),
)
REFUSED: tuple[tuple[str, Step, type[errors.ApiError]], ...] = (
    ("400", error_answer(400, "invalid_payment"), errors.Rejected),
    ("401", error_answer(401, "wrong_credentials"), errors.CredentialsRefused),
    ("403", error_answer(403, "access_rights"), errors.PermissionMissing),
    ("404", error_answer(404, "wallet_not_found"), errors.NotFound),
    ("409", error_answer(409, "payment_exists"), errors.AlreadyExists),
    ("422", error_answer(422, "invalid_data"), errors.Rejected),
    ("403 of a firewall", Answer(403, b"<html>"), errors.PermissionMissing),
    ("413 of a proxy", Answer(413, b"<html>"), errors.Rejected),
    ("418 with an envelope", error_answer(418, "something_new"), errors.Rejected),
    ("425", Answer(425), errors.Rejected),
    ("429", Answer(429, headers=(("retry-after", "1"),)), errors.RateLimited),
)

every_write = pytest.mark.parametrize("call", WRITES, ids=lambda call: call.name)


@every_write
@pytest.mark.parametrize(("step", "cause"), [u[1:] for u in UNKNOWN], ids=[u[0] for u in UNKNOWN])
async def test_what_may_have_arrived_is_unknown_and_never_repeated(
    call: Call, step: Step, cause: type[errors.ApiError]
) -> None:
    server = Server(step)
    with pytest.raises(errors.OutcomeUnknown) as caught:
        await call.run(client_of(server, armed=True, max_bytes=1_000))
    assert len(server.asked) == 1
    assert caught.value.operation == call.operation.id
    assert caught.value.resource_id == call.resource_id
    assert type(caught.value.cause) is cause


@every_write
@pytest.mark.parametrize(("step", "kind"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
async def test_what_was_refused_says_so_and_is_never_repeated(
    call: Call, step: Step, kind: type[errors.ApiError]
) -> None:
    server = Server(step)
    with pytest.raises(kind):
        await call.run(client_of(server, armed=True))
    assert len(server.asked) == 1


@every_write
async def test_what_found_no_connection_was_not_sent(call: Call) -> None:
    server = Server(ConnectionRefusedError())
    with pytest.raises(errors.WriteNotSent) as caught:
        await call.run(client_of(server, armed=True))
    assert len(server.asked) == 1
    assert isinstance(caught.value.cause, errors.Unreachable)


@every_write
async def test_what_is_not_answered_is_unknown_after_its_time(call: Call) -> None:
    clock = ManualClock(NOON)
    server = Server(Hang())
    task = asyncio.ensure_future(call.run(client_of(server, clock=clock, armed=True)))
    assert await run_clock(clock, task) == [30.0]
    with pytest.raises(errors.OutcomeUnknown) as caught:
        task.result()
    assert isinstance(caught.value.cause, errors.TimedOut)
    assert len(server.asked) == 1


@pytest.mark.safety(
    "S-59", "a webhook whose secret cannot be read is an unknown outcome, told without it"
)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b"[]",
        b'{"id":"a","shared_secret":""}',
        b'{"id":"a","shared_secret":1}',
    ],
)
@pytest.mark.parametrize("name", ["webhooks.create", "webhooks.generate_key"])
async def test_an_accepted_webhook_whose_secret_cannot_be_read_is_unknown(
    name: str, body: bytes
) -> None:
    server = Server(Answer(202, body))
    call = next(call for call in WRITES if call.name == name)
    with pytest.raises(errors.OutcomeUnknown) as caught:
        await call.run(client_of(server, armed=True))
    assert isinstance(caught.value.cause, errors.MalformedResponse)
    assert len(server.asked) == 1


SILENT = [call for call in WRITES if call.name not in ("webhooks.create", "webhooks.generate_key")]


@pytest.mark.parametrize("call", SILENT, ids=lambda call: call.name)
@pytest.mark.parametrize("body", [b"", b"null", b"anything"])
async def test_a_202_is_all_that_is_needed(call: Call, body: bytes) -> None:
    server = Server(Answer(202, body))
    assert await call.run(client_of(server, armed=True)) is None
    assert len(server.asked) == 1


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_a_write_cannot_take_the_road_of_a_read_nor_the_other_way(call: Call) -> None:
    server = Server(Answer(503))
    session = client_of(server, armed=True)._session
    read = call.operation.is_read
    wrong = (
        session.write(call.operation, {}, resource_id="x") if read else session.read(call.operation)
    )
    with pytest.raises(ValueError, match="is a read" if read else "is a write"):
        await wrong
    assert server.asked == []


@every_write
@pytest.mark.parametrize("fault", [ValueError("x"), RuntimeError("x"), OSError("x"), EOFError()])
async def test_a_fault_nobody_foresaw_leaves_it_unknown(call: Call, fault: Exception) -> None:
    server = Server(fault)
    with pytest.raises(errors.OutcomeUnknown):
        await call.run(client_of(server, armed=True))
    assert len(server.asked) == 1
