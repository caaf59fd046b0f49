"""The network transport against a real server on this machine (S-4, S-50, S-65)."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.loopback import response, serving, transport_to
from tests.api.server import CANARY, NOON
from voltage_tui.api.transport import (
    ConnectFailed,
    ConnectionLost,
    ConnectProblem,
    ResponseTooLarge,
    ResponseUnreadable,
    TimedOut,
    TransportFailure,
    WireRequest,
    WireResponse,
)
from voltage_tui.clock import ManualClock
from voltage_tui.secret import Secret

HEADERS: dict[str, str | Secret] = {"x-api-key": Secret(CANARY), "accept": "application/json"}
GET = WireRequest("GET", "/wallets?limit=2", HEADERS, None)
POST = WireRequest("POST", "/payments", {**HEADERS, "content-type": "application/json"}, b'{"a":1}')
OK = response("200 OK", b"{}", "Date: Mon, 05 Oct 2026 12:00:00 GMT", "X-Two: first", "X-Two: b")


async def ask(
    url: str, request: WireRequest = GET, max_bytes: int = 10_000
) -> WireResponse | TransportFailure:
    async with transport_to(url, ManualClock(NOON), max_bytes) as transport:
        try:
            return await transport.send(request, timeout_s=10)
        except TransportFailure as failure:
            return failure


async def test_a_request_arrives_as_it_was_made() -> None:
    async with serving(OK) as there:
        got = await ask(there.url, POST)
    assert isinstance(got, WireResponse)
    assert (got.status, got.body) == (200, b"{}")
    assert got.headers["date"] == "Mon, 05 Oct 2026 12:00:00 GMT"
    assert got.headers["x-two"] == "first"
    head, _, body = there.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    assert lines[0] == "post /v1/payments http/1.1"
    assert body == b'{"a":1}'
    assert f"x-api-key: {CANARY}".lower() in lines
    assert "content-type: application/json" in lines
    assert "accept-encoding: identity" in lines


async def test_the_connection_is_kept_for_the_next_request() -> None:
    async with serving(OK) as there, transport_to(there.url, ManualClock(NOON)) as transport:
        for _ in range(3):
            await transport.send(GET, timeout_s=10)
        assert (there.connections, len(there.requests)) == (1, 3)


@pytest.mark.safety("S-50", "the key reaches no other host")
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 T", "308 P"])
@pytest.mark.parametrize("request_", [GET, POST], ids=["GET", "POST"])
async def test_a_redirect_is_never_followed(status: str, request_: WireRequest) -> None:
    async with serving(OK) as elsewhere:
        away = response(status, b"", f"Location: {elsewhere.url}/wallets")
        async with serving(away) as there:
            got = await ask(there.url, request_)
            assert isinstance(got, WireResponse)
            assert got.status == int(status[:3])
            assert len(there.requests) == 1
        assert elsewhere.connections == 0


@pytest.mark.safety("S-64", "a proxy named in the environment gets nothing")
async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(OK) as proxy, serving(OK) as there:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert isinstance(await ask(there.url), WireResponse)
        assert (proxy.connections, there.connections) == (0, 1)


async def test_no_connection_is_surely_not_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        got = await ask(f"http://127.0.0.1:{port}/v1", POST)
    assert isinstance(got, ConnectFailed)
    assert got.problem is ConnectProblem.REFUSED


HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nabc"
ODD: dict[str, bytes | None] = {
    "closed without a word": None,
    "cut in the middle": HALF,
    "no HTTP": b"SSH-2.0-OpenSSH_9\r\nConnection: close\r\n\r\n",
    "a broken header": b"HTTP/1.1 200 OK\r\nA b: \x00\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
async def test_a_broken_answer_is_a_lost_connection_and_asked_once(answer: bytes | None) -> None:
    async with serving(answer) as there:
        assert isinstance(await ask(there.url, POST), ConnectionLost)
        assert len(there.requests) == 1


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"3e8\r\n" + b"x" * 1000 + b"\r\n"
)


@pytest.mark.safety("S-65", "an answer over the limit is not read to its end")
@pytest.mark.parametrize(
    "answer",
    [
        response("200 OK", b"x" * 10_001),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        CHUNKED + (b"3e8\r\n" + b"x" * 1000 + b"\r\n") * 20,
    ],
    ids=["too long", "says it is endless", "chunks without end"],
)
async def test_an_answer_too_large_is_not_read_to_its_end(answer: bytes) -> None:
    async with serving(answer) as there:
        got = await ask(there.url)
    assert isinstance(got, ResponseTooLarge | ConnectionLost)
    if b"9999" not in answer:
        assert isinstance(got, ResponseTooLarge)
        assert got.limit == 10_000


async def test_an_answer_of_just_the_limit_is_read() -> None:
    async with serving(response("200 OK", b"x" * 10_000)) as there:
        got = await ask(there.url)
    assert isinstance(got, WireResponse)
    assert len(got.body) == 10_000


async def test_a_compressed_answer_is_not_unpacked() -> None:
    async with serving(response("200 OK", b"\x1f\x8b", "Content-Encoding: gzip")) as there:
        assert isinstance(await ask(there.url), ResponseUnreadable)


async def test_no_answer_in_time_may_have_arrived() -> None:
    clock = ManualClock(NOON)
    async with serving(b"") as there, transport_to(there.url, clock) as transport:
        task = asyncio.ensure_future(transport.send(POST, timeout_s=10))
        await there.arrived.wait()
        clock.advance(10)
        with pytest.raises(TimedOut) as caught:
            await task
    assert caught.value.sent


async def test_an_answer_that_trickles_is_given_up_in_time() -> None:
    clock = ManualClock(NOON)
    slow = HALF.replace(b"Connection: close\r\n", b"")
    async with serving(slow) as there, transport_to(there.url, clock) as transport:
        task = asyncio.ensure_future(transport.send(GET, timeout_s=10))
        await there.arrived.wait()
        clock.advance(9)
        await asyncio.sleep(0)
        assert not task.done()
        clock.advance(1)
        with pytest.raises(TimedOut):
            await task


async def test_a_handshake_that_never_ends_was_surely_not_sent() -> None:
    async with serving(greeting=b"") as there:
        url = there.url.replace("http:", "https:")
        async with transport_to(url, ManualClock(NOON), connect_timeout_s=0.05) as transport:
            with pytest.raises(TimedOut) as caught:
                await transport.send(POST, timeout_s=10)
    assert not caught.value.sent
    assert there.requests == []


async def test_a_host_that_speaks_no_tls_gets_nothing() -> None:
    async with serving(greeting=b"SSH-2.0-OpenSSH_9\r\n") as there:
        got = await ask(there.url.replace("http:", "https:"), POST)
    assert isinstance(got, ConnectFailed)
    assert got.problem is ConnectProblem.TLS


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that only its maker believes."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path / "both.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")],
        check=True,
        capture_output=True,
    )  # fmt: skip
    path.write_bytes((tmp_path / "key.pem").read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return path


async def test_an_unknown_certificate_is_refused_whatever_the_environment_trusts(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with serving(OK, tls=context) as there:
        got = await ask(there.url.replace("http:", "https:"), POST)
        assert isinstance(got, ConnectFailed)
        assert got.problem is ConnectProblem.TLS
        assert there.requests == []


async def test_the_keys_of_a_connection_are_written_nowhere(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "keys.log"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    async with serving(OK, tls=context) as there:
        got = await ask(there.url.replace("http:", "https:"), POST)
    assert isinstance(got, ConnectFailed)
    assert not log.exists() or "SECRET" not in log.read_text(encoding="utf-8")


async def test_a_cancelled_request_leaves_the_transport_usable() -> None:
    clock = ManualClock(NOON)
    async with serving(b"", OK) as there, transport_to(there.url, clock) as transport:
        task = asyncio.ensure_future(transport.send(GET, timeout_s=10))
        await there.arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await transport.send(GET, timeout_s=10)).status == 200


async def test_a_closed_transport_sends_nothing() -> None:
    async with serving(OK) as there, transport_to(there.url, ManualClock(NOON)) as transport:
        await transport.aclose()
        with pytest.raises(ConnectFailed):
            await transport.send(GET, timeout_s=10)
        assert there.connections == 0


def test_naming_the_client_loads_neither_httpx_nor_pydantic() -> None:
    code = (
        "import sys; from voltage_tui.api.connect import connect; "
        "import voltage_tui.api.client, voltage_tui.api.errors, voltage_tui.api.in_process; "
        "print(sorted({'httpx', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_wallets_and_lines_loads_no_other_resource() -> None:
    code = (
        "import sys, voltage_tui.api.wallets, voltage_tui.api.lines; "
        "print([name for name in sys.modules if name.startswith('voltage_tui.api.wire.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in done.stdout.strip("[]\n'").split("', '")}
    assert loaded == {"fields", "values", "wallet", "line"}
