"""The simulator's coin price service, by the reference's section 19."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from voltage_tui.clock import ManualClock
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.http import Response, request_of
from voltage_tui.simulator.options import SimulatorOptions

NOW = datetime(2026, 10, 5, 12, 0, 30, tzinfo=UTC)
THEN = "/currency/BTCUSD/2026-03-04T14:02:00Z"


def simulator(now: datetime = NOW, seed: int = 7) -> Simulator:
    return Simulator(ManualClock(now), SimulatorOptions(seed=seed, history_days=0))


def ask(target: str, there: Simulator | None = None, method: str = "GET") -> Response:
    return (there or simulator()).handle(request_of(method, target, {}, b""))


def price(target: str, there: Simulator | None = None) -> dict[str, str]:
    answer = ask(target, there)
    assert answer.status == 200
    found = json.loads(answer.body)
    assert list(found) == ["pair", "time", "price"]
    return dict(found)


def test_a_minute_has_one_price_as_text_with_many_digits_and_no_key_is_asked_for() -> None:
    found = price(THEN)
    assert (found["pair"], found["time"]) == ("BTCUSD", "2026-03-04T14:02:00Z")
    assert len(found["price"].partition(".")[2]) == 12
    assert 61_000 < Decimal(found["price"]) < 64_000
    assert price(THEN, simulator(NOW + timedelta(days=9))) == found
    assert price(THEN, simulator(seed=8)) != found
    assert price(THEN.replace(":02:00Z", ":02:59Z")) == found
    assert price(THEN.replace(":02:00Z", ":03:00Z"))["price"] != found["price"]


@pytest.mark.parametrize("when", ["now", "yesterday", "2026-03-04", ""])
def test_what_is_no_time_gives_the_price_of_now(when: str) -> None:
    assert price(f"/currency/BTCUSD/{when}")["time"] == "2026-10-05T12:00:00Z"


@pytest.mark.parametrize(
    "target",
    ["/currency/BTCEUR/now", "/currency/ETHUSD/now", "/currency/BTCUSD/2026-10-05T12:01:00Z"],
)
def test_what_has_no_price_is_refused_without_the_usual_envelope(target: str) -> None:
    answer = ask(target)
    assert answer.status == 400
    assert isinstance(json.loads(answer.body)["error"], str)


def test_it_is_well_until_its_source_fails() -> None:
    there = simulator()
    assert (ask("/", there).status, ask("/", there).body) == (200, b"ok")
    there.price_source_works = False
    assert ask(THEN, there).status == 503


def test_nothing_else_is_its_own() -> None:
    assert ask("/currency").status == 404
    assert ask(THEN, method="POST").status == 400
