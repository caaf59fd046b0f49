"""A read is asked again after what may pass, with patience that ends (API reference section 1)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.api.calls import PAYMENT, READS, Call
from tests.api.server import (
    CANARY,
    NOON,
    Answer,
    Hang,
    Server,
    Step,
    client_of,
    error_answer,
    json_answer,
    run_clock,
)
from voltage_tui.api import errors
from voltage_tui.api.session import Patience
from voltage_tui.clock import ManualClock

HISTORY = json_answer({"events": []})


async def ask(server: Server, patience: Patience | None = None) -> tuple[object, list[float]]:
    """The result or the error of one read, and what was waited in between."""
    clock = ManualClock(NOON)
    client = client_of(server, clock=clock, patience=patience)
    task = asyncio.ensure_future(client.payments.history(PAYMENT))
    waits = await run_clock(clock, task)
    error = task.exception()
    return (error if error is not None else task.result()), waits


PASSING: tuple[tuple[str, Step], ...] = (
    ("refused", ConnectionRefusedError()),
    ("lost", ConnectionResetError()),
    ("500", error_answer(500, "internal_error")),
    ("502", Answer(502, b"<html>")),
    ("503", error_answer(503, "read_temporarily_unavailable")),
    ("408", Answer(408)),
    ("504", Answer(504)),
    ("429", Answer(429)),
)


@pytest.mark.parametrize("step", [p[1] for p in PASSING], ids=[p[0] for p in PASSING])
async def test_what_may_pass_is_asked_again_until_it_has(step: Step) -> None:
    server = Server(step, step, HISTORY)
    result, waits = await ask(server)
    assert result == ()
    assert len(server.asked) == 3
    assert len(waits) == 2


async def test_a_read_that_hangs_is_given_up_and_asked_again() -> None:
    server = Server(Hang(), HISTORY)
    result, waits = await ask(server)
    assert result == ()
    assert waits[0] == 10.0
    assert len(server.asked) == 2


FINAL: tuple[tuple[str, Step, type[errors.ApiError]], ...] = (
    ("400", error_answer(400, "utils"), errors.Rejected),
    ("401", error_answer(401, "invalid_token"), errors.CredentialsRefused),
    ("403", error_answer(403, "access_rights"), errors.PermissionMissing),
    ("404", error_answer(404, "payment_not_found"), errors.NotFound),
    ("501", error_answer(501, "utils"), errors.ServerFailed),
    ("302", Answer(302, headers=(("location", "https://x"),)), errors.UnexpectedRedirect),
    ("204", Answer(204), errors.MalformedResponse),
    ("no json", Answer(200, b"<html>"), errors.MalformedResponse),
    ("another shape", json_answer([]), errors.MalformedResponse),
)


@pytest.mark.parametrize(("step", "kind"), [f[1:] for f in FINAL], ids=[f[0] for f in FINAL])
async def test_what_will_not_pass_is_asked_once(step: Step, kind: type[errors.ApiError]) -> None:
    server = Server(step)
    result, waits = await ask(server)
    assert type(result) is kind
    assert (len(server.asked), waits) == (1, [])


@pytest.mark.parametrize("step", [p[1] for p in PASSING], ids=[p[0] for p in PASSING])
async def test_patience_ends_with_the_last_failure(step: Step) -> None:
    server = Server(step)
    result, waits = await ask(server)
    assert isinstance(result, errors.Unreachable | errors.ServerFailed | errors.RateLimited)
    assert 12 < sum(waits) < 20
    assert len(server.asked) == len(waits) + 1 < 40


async def test_a_server_that_never_answers_is_left_within_the_deadline() -> None:
    result, waits = await ask(Server(Hang()))
    assert isinstance(result, errors.TimedOut)
    assert sum(waits) <= 20.0


async def test_waits_are_jittered_below_a_ceiling_that_doubles() -> None:
    _, waits = await ask(Server(Answer(503)), Patience(deadline_s=1_000, longest_backoff_s=8))
    ceilings = [min(0.5 * 2**n, 8.0) for n in range(len(waits))]
    assert all(0 <= wait <= ceiling for wait, ceiling in zip(waits, ceilings, strict=True))
    assert len({round(wait, 6) for wait in waits}) > len(waits) // 2


async def test_retry_after_in_seconds_is_kept_to() -> None:
    server = Server(Answer(429, headers=(("Retry-After", "7"),)), HISTORY)
    result, waits = await ask(server)
    assert (result, waits) == ((), [7.0])


async def test_retry_after_as_a_date_is_read_by_the_servers_own_clock() -> None:
    headers = (
        ("date", "Mon, 05 Oct 2026 13:00:00 GMT"),
        ("retry-after", "Mon, 05 Oct 2026 13:00:09 GMT"),
    )
    result, waits = await ask(Server(Answer(429, headers=headers), HISTORY))
    assert (result, waits) == ((), [9.0])


async def test_a_retry_after_beyond_the_deadline_is_told_and_not_waited_for() -> None:
    server = Server(Answer(429, headers=(("retry-after", "120"),)))
    result, waits = await ask(server)
    assert isinstance(result, errors.RateLimited)
    assert (result.retry_after_s, waits, len(server.asked)) == (120.0, [], 1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("999999999999999999", 3600.0), ("-1", None), ("soon", None), ("", None), ("٣", None),
     ("Mon, 05 Oct 2026 11:00:00 GMT", 0.0), ("Mon, 99 Oct 2026 11:00:00 GMT", None)],
)  # fmt: skip
async def test_a_strange_retry_after_is_bounded_or_ignored(
    text: str, seconds: float | None
) -> None:
    server = Server(Answer(429, headers=(("retry-after", text),)))
    result, _ = await ask(server, Patience(deadline_s=0.0))
    assert isinstance(result, errors.RateLimited)
    assert result.retry_after_s == seconds


@pytest.mark.parametrize("call", READS, ids=lambda call: call.name)
async def test_every_read_is_asked_again(call: Call) -> None:
    clock = ManualClock(NOON)
    server = Server(Answer(503), error_answer(404, "utils"))
    task = asyncio.ensure_future(call.run(client_of(server, clock=clock)))
    await run_clock(clock, task)
    assert isinstance(task.exception(), errors.NotFound)
    assert len(server.asked) == 2
    first, second = server.asked
    assert first == second


async def test_a_request_carries_the_key_the_scope_and_our_name() -> None:
    server = Server(HISTORY)
    await ask(server)
    asked = server.asked[0]
    assert asked.headers["x-api-key"] == CANARY
    assert asked.headers["user-agent"].startswith("voltage-tui/")
    assert asked.path == (
        "/v1/organizations/5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10"
        "/environments/8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21"
        f"/payments/{PAYMENT}/history"
    )


async def test_the_servers_clock_is_compared_with_ours() -> None:
    clock = ManualClock(NOON)
    date = json_answer({"events": []}, Date="Mon, 05 Oct 2026 12:01:30 GMT")
    server = Server(HISTORY, date, HISTORY)
    client = client_of(server, clock=clock)
    assert client.server_offset is None
    await client.payments.history(PAYMENT)
    assert client.server_offset is None
    for _ in range(2):
        await client.payments.history(PAYMENT)
        assert client.server_offset == timedelta(seconds=90)


async def test_a_cancelled_read_stops_asking() -> None:
    clock = ManualClock(NOON)
    server = Server(Hang())
    task = asyncio.ensure_future(client_of(server, clock=clock).payments.history(PAYMENT))
    for _ in range(10):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(server.asked) == 1
    assert clock.next_wake is None
