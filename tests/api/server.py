"""A programmable far end for the client: answers from a script and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from urllib.parse import parse_qsl

from voltage_tui.api.client import VoltageClient
from voltage_tui.api.connect import connect
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import Patience
from voltage_tui.api.transport import MAX_RESPONSE_BYTES
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret
from voltage_tui.store.store import Store

ORGANIZATION = OrganizationId("5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10")
ENVIRONMENT = EnvironmentId("8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21")
CANARY = "vltg_CANARYcanaryCANARYcanaryCANARY00"
NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """One response to give."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Hang:
    """Never answers."""


Step = Answer | Exception | Hang


class Server:
    """Gives its steps one after another, the last one for ever."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.asked: list[Asked] = []
        self.respond: Callable[[Asked], Step] | None = None

    async def __call__(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        path, _, query = target.partition("?")
        asked = Asked(method, path, tuple(parse_qsl(query)), dict(headers), body)
        self.asked.append(asked)
        step = self._next(asked)
        if isinstance(step, Hang):
            await asyncio.Event().wait()
        if isinstance(step, Exception):
            raise step
        assert isinstance(step, Answer)
        return step.status, list(step.headers), step.body

    def _next(self, asked: Asked) -> Step:
        if self.respond is not None:
            return self.respond(asked)
        return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]


def json_answer(value: object, status: int = 200, **headers: str) -> Answer:
    pairs = tuple((name.replace("_", "-"), text) for name, text in headers.items())
    return Answer(status, json.dumps(value).encode(), pairs)


def error_answer(status: int, kind: str, code: str | None = None, **rest: object) -> Answer:
    error: dict[str, object] = {"type": kind, "detail": "words for people", **rest}
    if code is not None:
        error["code"] = code
    return json_answer({"error": error}, status)


def client_of(
    server: Server,
    level: Level = Level.RECEIVE,
    *,
    clock: ManualClock | None = None,
    armed: bool = False,
    read_only: bool = False,
    power: Power | None = None,
    patience: Patience | None = None,
    max_bytes: int = MAX_RESPONSE_BYTES,
) -> VoltageClient:
    clock = clock or ManualClock(NOON)
    power = power or Power(clock, level, read_only=read_only)
    if armed:
        power.arm()
    return connect(
        Secret(CANARY),
        Scope(ORGANIZATION, ENVIRONMENT),
        where=HandlerTransport(server, clock, max_bytes=max_bytes),
        power=power,
        clock=clock,
        random=Random(1),
        patience=patience,
        write_log=Store(None, clock),
    )


async def run_clock(clock: ManualClock, task: asyncio.Task[object]) -> list[float]:
    """Advance the clock from sleeper to sleeper until the task ends; what was waited each time."""
    waits: list[float] = []
    while not task.done():
        for _ in range(20):
            await asyncio.sleep(0)
        if task.done():
            break
        wait = clock.next_wake
        assert wait is not None, "nobody sleeps and nothing ends"
        waits.append(wait)
        clock.advance(wait)
    return waits
