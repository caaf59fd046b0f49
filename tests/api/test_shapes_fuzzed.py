"""Whatever the reference lets the API send is read; anything else is at worst malformed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.calls import CALLS, Call
from tests.api.server import CANARY, ENVIRONMENT, NOON, ORGANIZATION
from tests.reference.location import needs_reference
from tests.reference.operations import operations
from tests.reference.strategies import strategy_for
from voltage_tui.api import errors
from voltage_tui.api.connect import connect
from voltage_tui.api.power import Level, Power
from voltage_tui.api.transport import WireRequest, WireResponse
from voltage_tui.clock import ManualClock
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret
from voltage_tui.store.store import Store

pytestmark = needs_reference

ANSWERED = [
    call
    for call in CALLS
    if call.operation.is_read or call.name in ("webhooks.create", "webhooks.generate_key")
]
Path: TypeAlias = tuple[str | int, ...]


class Canned:
    """A transport that has its answer ready."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        return WireResponse(self.status, {}, self.body)

    async def aclose(self) -> None:
        return


def read(call: Call, body: bytes) -> object:
    """What the call makes of an answer; nothing in it ever waits."""
    clock = ManualClock(NOON)
    power = Power(clock, Level.RECEIVE)
    power.arm()
    client = connect(
        Secret(CANARY),
        Scope(ORGANIZATION, ENVIRONMENT),
        where=Canned(min(call.operation.success), body),
        power=power,
        clock=clock,
        random=Random(1),
        write_log=Store(None, clock),
    )
    running = call.run(client).__await__()
    try:
        next(running)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")


def judged(call: Call, body: bytes) -> type[errors.ApiError] | None:
    """The error an answer leads to; of a write, the reason why its outcome is unknown."""
    try:
        read(call, body)
    except errors.OutcomeUnknown as error:
        return type(error.cause)
    except errors.ApiError as error:
        return type(error)
    return None


def shape_of(call: Call) -> str:
    shape = operations()[call.operation.id].response
    assert shape is not None
    return shape


def coherent(value: object) -> object:
    """What the shapes cannot say: a balance stands in one currency, a secret is not empty."""
    if isinstance(value, list):
        return [coherent(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() >= {"available", "total", "currency"}:
        parts = {name: value["total"] | {"amount": 1} for name in ("available", "total")}
        return value | parts | {"currency": value["total"]["currency"]}
    whole = {key: coherent(item) for key, item in value.items()}
    if "shared_secret" in value:
        whole["shared_secret"] = "s" + value["shared_secret"]
    return whole


@pytest.mark.parametrize("call", ANSWERED, ids=lambda call: call.name)
@settings(max_examples=15)
@given(data=st.data())
def test_every_answer_of_the_reference_is_read(call: Call, data: st.DataObject) -> None:
    value = coherent(data.draw(strategy_for(shape_of(call))))
    assert read(call, json.dumps(value).encode()) is not None


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["", "\ud800", "\x1b[2J", "btc", "2026-10-05T12:00:00Z", "9" * 30]),
    st.just([]),
    st.just({}),
    st.just([{}]),
    st.just({"type": "new", "data": {"amount": 1.5}}),
)


def places(value: object, here: Path = ()) -> Iterator[Path]:
    yield here
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*here, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*here, index))


def changed(value: object, path: Path, junk: object, *, remove: bool) -> object:
    if not path:
        return junk
    whole = copy.deepcopy(value)
    holder = whole
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index]
    if remove:
        del holder[path[-1]]  # type: ignore[attr-defined]
    else:
        holder[path[-1]] = junk  # type: ignore[index]
    return whole


@pytest.mark.parametrize("call", ANSWERED, ids=lambda call: call.name)
@settings(max_examples=25)
@given(data=st.data())
def test_a_damaged_answer_is_read_or_malformed(call: Call, data: st.DataObject) -> None:
    value = data.draw(strategy_for(shape_of(call)))
    path = data.draw(st.sampled_from(list(places(value))))
    junk = data.draw(JUNK)
    body = json.dumps(changed(value, path, junk, remove=data.draw(st.booleans()))).encode()
    assert judged(call, body) in (None, errors.MalformedResponse)


@pytest.mark.parametrize("call", ANSWERED, ids=lambda call: call.name)
@settings(max_examples=5)
@given(body=st.binary(max_size=40) | st.sampled_from([b"", b"null", b"[]", b"{}", b"[[]]", b"[1]"]))
def test_any_bytes_are_read_or_malformed(call: Call, body: bytes) -> None:
    assert judged(call, body) in (None, errors.MalformedResponse)
