"""The coin price service: what is asked of it, and which answers are taken (S-50, S-64, S-69)."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.loopback import response, serving, transport_to
from tests.api.server import (
    CANARY,
    NOON,
    Answer,
    Hang,
    Server,
    Step,
    client_of,
    json_answer,
    run_clock,
)
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.coin_price_host import COIN_PRICE_URL, coin_price_url
from voltage_tui.api.coin_prices import (
    MAX_BYTES,
    TIMEOUT_S,
    CoinPriceError,
    CoinPriceFault,
    CoinPrices,
)
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.clock import ManualClock
from voltage_tui.money import USD, Rate
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.in_process import InProcess

MINUTE = datetime(2026, 3, 4, 14, 2, tzinfo=UTC)
GOOD = {"pair": "BTCUSD", "time": "2026-03-04T14:02:00Z", "price": "80172.100000000000"}
PRICE = Rate(8_017_210, 0, USD)


async def asked(step: Step, minute: datetime = MINUTE, max_bytes: int = MAX_BYTES) -> Rate:
    clock = ManualClock(NOON)
    transport = HandlerTransport(Server(step), clock, base_path="", max_bytes=max_bytes)
    return await CoinPrices(transport, clock).price_of(minute)


async def refused(step: Step) -> CoinPriceError:
    with pytest.raises(CoinPriceError) as caught:
        await asked(step)
    return caught.value


def says(words: object) -> Answer:
    return json_answer({"error": words}, 400)


def answered(**changes: object) -> Answer:
    return json_answer({**GOOD, **changes})


async def test_a_price_is_kept_to_its_last_digit() -> None:
    assert await asked(answered()) == PRICE
    assert await asked(answered(price="62500.125000000001")) == Rate(62500125000000001, 10, USD)
    assert await asked(answered(price="62500")) == Rate(6_250_000, 0, USD)
    assert await asked(answered(price="0.01")) == Rate(1, 0, USD)
    assert await asked(answered(time="2026-03-04T14:02:00.000+00:00", more=1)) == PRICE


@settings(max_examples=50)
@given(dollars=st.integers(1, 10**12 - 1), fraction=st.text("0123456789", max_size=16))
def test_any_price_is_read_exactly(dollars: int, fraction: str) -> None:
    text = f"{dollars}.{fraction}" if fraction else str(dollars)
    rate = asyncio.run(asked(answered(price=text)))
    assert Decimal(rate.coefficient).scaleb(-rate.scale - 2) == Decimal(text)


@pytest.mark.safety("S-69", "a price of nothing, or of another minute or pair, is refused")
@pytest.mark.parametrize(
    "changes",
    [
        {"price": "0"},
        {"price": "0.000"},
        {"price": "0.009"},
        {"price": "-80172.10"},
        {"price": "+80172.10"},
        {"price": "NaN"},
        {"price": "Infinity"},
        {"price": "1e400"},
        {"price": "8e4"},
        {"price": ""},
        {"price": " 80172.10"},
        {"price": "80,172.10"},
        {"price": "80172."},
        {"price": ".5"},
        {"price": "٨٠١٧٢"},
        {"price": "9" * 13},
        {"price": "80172." + "1" * 27},
        {"price": "1." + "1" * 41},
        {"price": 80172.10},
        {"price": 80172},
        {"price": None},
        {"price": True},
        {"price": ["80172.10"]},
        {"pair": "BTCEUR"},
        {"pair": "ETHUSD"},
        {"pair": None},
        {"time": "2026-03-04T14:03:00Z"},
        {"time": "2026-03-04T14:02:00"},
        {"time": "2026-03-04T15:02:00+01:00"},
        {"time": "2026-10-05T12:00:00Z"},
        {"time": "yesterday"},
        {"time": 1_772_632_920},
        {"time": None},
    ],
    ids=str,
)
async def test_an_answer_that_is_no_price_of_that_minute_is_refused(
    changes: dict[str, object],
) -> None:
    error = await refused(answered(**changes))
    assert error.fault is CoinPriceFault.THIS_MINUTE
    assert error.what.startswith("The answer of the coin price service was not taken: ")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"<html>",
        b"\xff\xfe",
        b'{"pair": "BTCUSD"}',
        json.dumps(GOOD).encode()[:-1],
        json.dumps(GOOD).encode().replace(b'"80172.100000000000"', b"1e400"),
        json.dumps(GOOD).encode().replace(b'"80172.100000000000"', b"NaN"),
        json.dumps(GOOD).encode()[:-1] + b', "price": "1.00"}',
        b"[" * 100_000,
    ],
    ids=range(11),
)
async def test_what_is_no_such_object_is_refused(body: bytes) -> None:
    with pytest.raises(CoinPriceError) as caught:
        await asked(Answer(200, body), max_bytes=1_000_000)
    assert caught.value.fault is CoinPriceFault.THIS_MINUTE


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)


@settings(max_examples=50)
@given(
    changes=st.dictionaries(st.sampled_from(sorted(GOOD)), JSON, min_size=1),
    body=st.none() | st.binary(max_size=200),
)
def test_nothing_odd_gets_through(changes: dict[str, object], body: bytes | None) -> None:
    answer = answered(**changes) if body is None else Answer(200, body)
    try:
        rate = asyncio.run(asked(answer))
    except CoinPriceError:
        return
    price = str(changes.get("price", GOOD["price"]))
    assert Decimal(rate.coefficient).scaleb(-rate.scale - 2) == Decimal(price) > 0


async def test_an_answer_too_long_is_not_read() -> None:
    assert (await refused(Answer(200, b" " * (MAX_BYTES + 1)))).fault is CoinPriceFault.THIS_MINUTE


@pytest.mark.parametrize(
    ("answer", "fault", "words", "wait"),
    [
        (Answer(301, b"", (("location", "/"),)), CoinPriceFault.LASTING, "redirect (301)", None),
        (Answer(404, b"x"), CoinPriceFault.LASTING, "status 404", None),
        (Answer(204), CoinPriceFault.LASTING, "status 204", None),
        (Answer(503), CoinPriceFault.PASSING, "failed (503)", None),
        (Answer(429, b"", (("retry-after", "7"),)), CoinPriceFault.PASSING, "fewer", 7.0),
        (says("too \x1b[2Jold."), CoinPriceFault.THIS_MINUTE, "minute: too old.", None),
        (says(5), CoinPriceFault.THIS_MINUTE, "this minute.", None),
        (Answer(400, b"\x00"), CoinPriceFault.THIS_MINUTE, "this minute.", None),
    ],
)  # fmt: skip
async def test_a_refusal_says_what_it_means_for_asking_again(
    answer: Answer, fault: CoinPriceFault, words: str, wait: float | None
) -> None:
    error = await refused(answer)
    assert (error.fault, error.retry_after_s) == (fault, wait)
    assert words in error.what


@pytest.mark.parametrize("broken", [ConnectionRefusedError(), ConnectionResetError()])
async def test_no_connection_may_come_back(broken: Exception) -> None:
    error = await refused(broken)
    assert error.fault is CoinPriceFault.PASSING
    assert "cannot be reached" in error.what


async def test_no_answer_in_time_is_given_up() -> None:
    clock = ManualClock(NOON)
    prices = CoinPrices(HandlerTransport(Server(Hang()), clock, base_path=""), clock)
    task: asyncio.Task[object] = asyncio.create_task(prices.price_of(MINUTE))
    assert await run_clock(clock, task) == [TIMEOUT_S]
    with pytest.raises(CoinPriceError, match="in time") as caught:
        await task
    assert caught.value.fault is CoinPriceFault.PASSING


@pytest.mark.parametrize(
    "minute", [MINUTE.replace(second=1), MINUTE.replace(microsecond=1), MINUTE.replace(tzinfo=None)]
)
async def test_only_a_whole_minute_is_asked_for(minute: datetime) -> None:
    server = Server(answered())
    prices = CoinPrices(HandlerTransport(server, ManualClock(NOON)), ManualClock(NOON))
    with pytest.raises(ValueError, match="minute"):
        await prices.price_of(minute)
    assert server.asked == []


async def test_the_minute_is_named_in_utc_as_the_service_wants_it() -> None:
    server = Server(answered())
    prices = CoinPrices(
        HandlerTransport(server, ManualClock(NOON), base_path=""), ManualClock(NOON)
    )
    berlin = timezone(timedelta(hours=1))
    assert await prices.price_of(MINUTE.astimezone(berlin)) == PRICE
    assert [(a.method, a.path, a.query) for a in server.asked] == [
        ("GET", "/currency/BTCUSD/2026-03-04T14:02:00Z", ())
    ]


@pytest.mark.safety("S-50", "no key, cookie or identifier goes to the coin price service")
@pytest.mark.safety("S-64", "the rate service is told the pair and the minute, nothing else")
async def test_nothing_but_the_pair_and_the_minute_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("VOLTAGE_API_KEY", "HTTP_COOKIE", "VOLTAGE_ORGANIZATION"):
        monkeypatch.setenv(name, CANARY)
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login canary password {CANARY}\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    good = response("200 OK", json.dumps(GOOD).encode(), "Set-Cookie: seen=canary; Path=/")
    clock = ManualClock(NOON)
    # A client with a key is at work in the same program.
    client = client_of(Server(json_answer([])))
    async with serving(good) as there, transport_to(there.url[:-3], clock) as transport:
        await client.wallets.list()
        prices = CoinPrices(transport, clock)
        for _ in range(2):
            assert await prices.price_of(MINUTE) == PRICE
        host = f"127.0.0.1:{there.port}"
    assert len(there.requests) == 2
    for request in there.requests:
        head, _, body = request.decode().partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        assert first == "GET /currency/BTCUSD/2026-03-04T14:02:00Z HTTP/1.1"
        assert body == ""
        assert dict(line.lower().split(": ", 1) for line in lines) == {
            "host": host,
            "accept": "application/json",
            "accept-encoding": "identity",
            "connection": "keep-alive",
            "user-agent": "voltage-tui",
        }
    await client.aclose()


@pytest.mark.safety("S-64", "a redirect of the rate service is not followed")
async def test_it_is_led_nowhere_else() -> None:
    clock = ManualClock(NOON)
    async with serving(response("200 OK", json.dumps(GOOD).encode())) as elsewhere:
        away = response("302 Found", b"", f"Location: {elsewhere.url}")
        async with serving(away) as there, transport_to(there.url[:-3], clock) as transport:
            with pytest.raises(CoinPriceError, match="not followed"):
                await CoinPrices(transport, clock).price_of(MINUTE)
        assert elsewhere.connections == 0


def test_the_service_is_asked_over_tls() -> None:
    base = parse_base_url(COIN_PRICE_URL)
    assert (base.text, base.is_https) == ("https://coinprice.voltage.cloud", True)
    for api in ("https://voltageapi.com/v1", "https://staging.voltageapi.com/v1"):
        assert coin_price_url(api) == COIN_PRICE_URL
    # A simulator serves its own; plain http is only ever to this machine.
    assert coin_price_url("http://127.0.0.1:8080/v1") == "http://127.0.0.1:8080"


async def test_the_simulators_prices_are_understood() -> None:
    clock = ManualClock(NOON)
    far_end = InProcess(Simulator(clock), clock, latency_ms=(0, 0))
    prices = CoinPrices(HandlerTransport(far_end, clock, base_path=""), clock)
    rate = await prices.price_of(MINUTE)
    assert 6_100_000 < rate.price.units < 6_400_000
    assert rate.scale > 0
    with pytest.raises(CoinPriceError, match="future"):
        await prices.price_of(NOON + timedelta(minutes=1))
