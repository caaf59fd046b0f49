"""The simulator in process and as an ASGI application: latency, faults, no socket."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine, MutableMapping
from typing import TypeVar

import pytest

from tests.simulator.driver import START, btc, new_id
from voltage_tui.clock import ManualClock
from voltage_tui.simulator import faults
from voltage_tui.simulator.asgi import Application
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.faults import Break, Faults
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import SimulatorOptions

T = TypeVar("T")
Exchange = tuple[int, list[tuple[str, str]], bytes]


class Line:
    """A client's end of the wire."""

    def __init__(self, latency_ms: tuple[int, int] = (0, 0), seed: int = 7) -> None:
        self.clock = ManualClock(START)
        self.simulator = Simulator(self.clock, SimulatorOptions(history_days=0))
        self.faults = Faults()
        self.end = InProcess(
            self.simulator, self.clock, latency_ms=latency_ms, faults=self.faults, seed=seed
        )
        identity = self.simulator.identity
        self.wallets = f"/v1/organizations/{identity.organization_id}/wallets"
        environment = f"/environments/{identity.environment_id}"
        self.payments = f"/v1/organizations/{identity.organization_id}{environment}/payments"
        self.headers = {"X-Api-Key": identity.api_key, "Content-Type": "application/json"}

    async def ask(self, method: str, target: str, body: object = None) -> Exchange:
        data = b"" if body is None else json.dumps(body).encode()
        return await self.end(method, target, self.headers, data)

    async def timed(self, work: Coroutine[object, object, T]) -> tuple[T, float]:
        """The result, and how long it took by the clock."""
        began = self.clock.monotonic()
        task = asyncio.create_task(work)
        while not task.done():
            await asyncio.sleep(0)
            if self.clock.next_wake is not None:
                self.clock.advance(self.clock.next_wake)
        return await task, self.clock.monotonic() - began

    def new_receive(self) -> dict[str, object]:
        wallet = self.simulator.identity.wallet_ids[0]
        return {
            "id": new_id(),
            "wallet_id": wallet,
            "payment_kind": "bolt11",
            "amount": btc(1_000),
        }


async def test_a_query_is_understood_as_it_stands_on_the_wire() -> None:
    line = Line()
    status, headers, body = await line.ask("get", f"{line.wallets}?inactive=true")
    assert (status, len(json.loads(body))) == (200, 4)
    assert ("content-type", "application/json") in headers
    status, _, body = await line.ask(
        "GET", f"{line.payments}?metadata%5Ba%5D=b%20c&statuses%5B%5D=x"
    )
    assert json.loads(body)["error"]["type"] == "invalid_parameter"


async def test_an_exchange_takes_its_seeded_latency_by_the_clock() -> None:
    def times(seed: int) -> Coroutine[object, object, list[int]]:
        async def measure() -> list[int]:
            line = Line((20, 80), seed)
            return [
                round((await line.timed(line.ask("GET", line.wallets)))[1] * 1_000)
                for _ in range(20)
            ]

        return measure()

    first, again, other = await times(1), await times(1), await times(2)
    assert first == again != other
    assert all(20 <= taken <= 80 for taken in first)
    assert len(set(first)) > 5


async def test_a_fault_strikes_what_it_is_for_as_often_as_it_is_for() -> None:
    line = Line()
    line.faults.add(faults.too_many_requests(3), method="GET", path=".*/wallets", times=2)
    statuses = [(await line.ask("GET", line.wallets))[0] for _ in range(3)]
    assert statuses == [429, 429, 200]
    line.faults.add(faults.server_error(503), path=".*/payments", times=None)
    assert [(await line.ask("GET", line.payments))[0] for _ in range(3)] == [503] * 3
    assert (await line.ask("GET", line.wallets))[0] == 200
    line.faults.clear()
    assert (await line.ask("GET", line.payments))[0] == 200


async def test_faults_that_answer() -> None:
    line = Line()
    line.faults.add(faults.too_many_requests(3))
    line.faults.add(faults.server_error())
    line.faults.add(faults.garbage())
    line.faults.add(faults.huge(5_000_000))
    status, headers, _ = await line.ask("GET", line.wallets)
    assert (status, dict(headers)["retry-after"]) == (429, "3")
    status, _, body = await line.ask("GET", line.wallets)
    assert (status, json.loads(body)["error"]["type"]) == (500, "internal_error")
    _, _, body = await line.ask("GET", line.wallets)
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(body)
    _, _, body = await line.ask("GET", line.wallets)
    assert len(body) == 5_000_000


async def test_a_request_dropped_after_acceptance_was_executed_and_a_refused_one_was_not() -> None:
    line = Line()
    dropped, refused = line.new_receive(), line.new_receive()
    line.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST")
    line.faults.add(Break.REFUSE, method="POST")
    for body in (dropped, refused):
        with pytest.raises(ConnectionError):
            await line.ask("POST", line.payments, body)
    line.clock.advance(1)
    assert (await line.ask("GET", f"{line.payments}/{dropped['id']}"))[0] == 200
    assert (await line.ask("GET", f"{line.payments}/{refused['id']}"))[0] == 404


async def test_a_request_that_is_swallowed_waits_for_ever_and_can_be_given_up() -> None:
    line = Line()
    line.faults.add(Break.NEVER_ANSWER)
    body = line.new_receive()
    task = asyncio.create_task(line.ask("POST", line.payments, body))
    await asyncio.sleep(0)
    line.clock.advance(86_400)
    await asyncio.sleep(0)
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await line.ask("GET", f"{line.payments}/{body['id']}"))[0] == 404


def test_in_process_loads_no_server_no_client_and_no_screen() -> None:
    code = (
        "import sys; import voltage_tui.simulator.in_process, voltage_tui.simulator.core;"
        "print([m for m in ('uvicorn', 'httpx', 'pydantic', 'textual', 'socket', 'ssl')"
        " if m in sys.modules and m != 'socket'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


async def asgi(
    application: Application, method: str, target: str, headers: dict[str, str], *parts: bytes
) -> list[MutableMapping[str, object]]:
    """The messages sent for one request whose body comes in parts."""
    path, _, query = target.partition("?")
    scope: MutableMapping[str, object] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    incoming = [
        {"type": "http.request", "body": part, "more_body": place < len(parts) - 1}
        for place, part in enumerate(parts or (b"",))
    ]
    sent: list[MutableMapping[str, object]] = []

    async def receive() -> MutableMapping[str, object]:
        return dict(incoming.pop(0))

    async def send(message: MutableMapping[str, object]) -> None:
        sent.append(message)

    await application(scope, receive, send)
    return sent


async def test_the_asgi_application_answers_as_the_core_does() -> None:
    line = Line()
    application = Application(line.simulator, line.clock, line.faults)
    body = json.dumps(line.new_receive()).encode()
    sent = await asgi(application, "POST", line.payments, line.headers, body[:9], body[9:])
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert (sent[0]["status"], sent[1]["body"]) == (202, b"")
    sent = await asgi(application, "GET", f"{line.wallets}?inactive=true", line.headers)
    _, _, wanted = await line.ask("GET", f"{line.wallets}?inactive=true")
    assert sent[1]["body"] == wanted
    huge = [b"x" * 700_000] * 3
    sent = await asgi(application, "POST", line.payments, line.headers, *huge)
    assert sent[0]["status"] == 413


async def test_the_asgi_application_breaks_off_where_a_fault_says_so() -> None:
    line = Line()
    application = Application(line.simulator, line.clock, line.faults)
    line.faults.add(Break.REFUSE)
    sent = await asgi(application, "GET", line.wallets, line.headers)
    assert [message["type"] for message in sent] == ["http.response.start"]
    assert (b"content-length", b"1") in sent[0]["headers"]  # type: ignore[operator]  # a list


async def test_the_asgi_application_starts_and_stops() -> None:
    line = Line()
    messages: list[MutableMapping[str, object]] = [
        {"type": "lifespan.startup"},
        {"type": "lifespan.shutdown"},
    ]
    sent: list[object] = []

    async def receive() -> MutableMapping[str, object]:
        return messages.pop(0)

    async def send(message: MutableMapping[str, object]) -> None:
        sent.append(message["type"])

    await Application(line.simulator, line.clock)({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("host", "127.0.0.1:8080", 200),
        ("host", "localhost:8080", 200),
        ("host", "[::1]:8080", 200),
        ("origin", "http://localhost:3000", 200),
        ("host", "evil.example:8080", 421),
        ("host", "localhost.evil.example", 421),
        ("host", "127.0.0.1@evil.example", 421),
        ("host", "[", 421),
        ("host", "", 421),
        ("origin", "https://evil.example", 421),
        ("origin", "null", 421),
    ],
)
async def test_a_page_that_found_its_way_here_is_turned_away(
    name: str, value: str, status: int
) -> None:
    line = Line()
    application = Application(line.simulator, line.clock, line.faults)
    sent = await asgi(application, "GET", line.wallets, {**line.headers, name: value})
    assert sent[0]["status"] == status
