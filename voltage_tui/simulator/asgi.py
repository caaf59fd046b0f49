"""The simulator as a plain ASGI application, for any server and for contract tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, TypeAlias, cast
from urllib.parse import quote, urlsplit

from voltage_tui.simulator.body import MAX_BODY
from voltage_tui.simulator.faults import Faults
from voltage_tui.simulator.http import request_of
from voltage_tui.simulator.in_process import answer_with
from voltage_tui.simulator.loopback import is_loopback

if TYPE_CHECKING:
    from voltage_tui.clock import Clock
    from voltage_tui.simulator.core import Simulator
    from voltage_tui.simulator.http import Request

Message: TypeAlias = MutableMapping[str, object]
"""One message or scope of ASGI 3."""
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


class Application:
    """An ASGI 3 callable over a simulator, with the same faults as in process.

    A connection cannot be refused from here: a fault that breaks it begins an answer and leaves
    it unfinished, upon which the server closes the connection.

    Only what was addressed to this machine is answered: a web page whose host name leads here
    (DNS rebinding) could otherwise use it, and what it posts to on this machine, as its own.
    """

    def __init__(self, simulator: Simulator, clock: Clock, faults: Faults | None = None) -> None:
        self.simulator = simulator
        self.faults = faults if faults is not None else Faults()
        self._clock = clock

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        body = await _read(receive)
        request = request_of(str(scope["method"]), _target(scope), _headers(scope), body)
        if not _is_for_us(request):
            await _turn_away(send)
            return
        fault = self.faults.take(request.method, request.path)
        try:
            response = await answer_with(self.simulator, request, fault, self._clock)
        except ConnectionError:
            await _break_off(send)
            return
        headers = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers
        ]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})


def _target(scope: Message) -> str:
    raw, query = scope.get("raw_path"), scope.get("query_string", b"")
    path = raw.decode("latin-1") if isinstance(raw, bytes) else quote(str(scope["path"]))
    return f"{path}?{query.decode('latin-1')}" if isinstance(query, bytes) and query else path


def _headers(scope: Message) -> dict[str, str]:
    pairs = cast("Iterable[tuple[bytes, bytes]]", scope["headers"])
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}


async def _read(receive: Receive) -> bytes:
    """The body, as far as it is needed to know that it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        part = message.get("body", b"")
        if isinstance(part, bytes) and len(body) <= MAX_BODY:
            body += part
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return bytes(body)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return


def _is_for_us(request: Request) -> bool:
    """Whether the host asked for, and the page that asks if one does, are of this machine."""
    host, origin = request.headers.get("host"), request.headers.get("origin")
    return (host is None or _leads_here(f"http://{host}")) and (
        origin is None or _leads_here(origin)
    )


def _leads_here(url: str) -> bool:
    try:
        return is_loopback(urlsplit(url).hostname)
    except ValueError:
        return False


async def _turn_away(send: Send) -> None:
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _break_off(send: Send) -> None:
    headers = [(b"content-length", b"1")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
