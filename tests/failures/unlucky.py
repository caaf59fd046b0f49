"""A way to Voltage on which everything goes wrong that can, over real sockets on this machine."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeAlias

FarEnd: TypeAlias = Callable[[bytes], Awaitable[bytes]]
"""The server: a whole request in, a whole response out; what it is given, it does."""


class Mishap(Enum):
    """What happens to a write on its way; `arrives` tells whether the server got it."""

    REFUSED = "nobody listens"
    NOT_TLS = "no TLS at the other end"
    RESET_BEFORE = "reset before the request"
    RESET_AFTER = "reset after the server accepted"
    SILENCE = "read, and never answered nor passed on"
    SILENCE_AFTER = "accepted, and never answered"
    RATE_LIMITED = "429"
    FAILED = "500"
    FAILED_AFTER = "500 after the server accepted"
    BAD_GATEWAY = "502"
    BAD_GATEWAY_AFTER = "502 after the server accepted"
    REDIRECT = "307"
    TRUNCATED = "half an answer"
    GARBAGE = "an answer of garbage"
    PORTAL = "200 with a page of something on the way"
    TURNED_AWAY = "403 of something on the way"
    TOO_EARLY = "425"
    TOO_SLOW = "408"
    TOO_SLOW_AFTER = "408 after the server accepted"
    GIVEN_UP_AFTER = "499 after the server accepted"
    TWICE = "passed on twice by something on the way"

    @property
    def arrives(self) -> bool:
        """Whether the server got the request."""
        return self in _ARRIVING

    @property
    def says_no(self) -> bool:
        """Whether it shows that the server cannot have got it."""
        return self in _SAYING_NO


_ARRIVING: Final = frozenset(
    {
        Mishap.RESET_AFTER,
        Mishap.SILENCE_AFTER,
        Mishap.FAILED_AFTER,
        Mishap.BAD_GATEWAY_AFTER,
        Mishap.TRUNCATED,
        Mishap.GARBAGE,
        Mishap.TOO_SLOW_AFTER,
        Mishap.GIVEN_UP_AFTER,
        Mishap.TWICE,
    }
)
_SAYING_NO: Final = frozenset(
    {
        Mishap.REFUSED,
        Mishap.NOT_TLS,
        Mishap.RATE_LIMITED,
        Mishap.TURNED_AWAY,
        Mishap.TOO_EARLY,
    }
)
_SERVER_ERROR: Final = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
_GATEWAY: Final = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>"
_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"
_HELLO: Final = b"\x16\x03"
"""How a client begins that wants TLS."""
_NO_TLS: Final = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
_DARK: Final = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
_ANSWERS: Final = {
    Mishap.RATE_LIMITED: (
        b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
    ),
    Mishap.FAILED: _SERVER_ERROR,
    Mishap.FAILED_AFTER: _SERVER_ERROR,
    Mishap.BAD_GATEWAY: _GATEWAY,
    Mishap.BAD_GATEWAY_AFTER: _GATEWAY,
    Mishap.REDIRECT: (
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    ),
    Mishap.GARBAGE: bytes(range(256)),
    Mishap.PORTAL: b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
    Mishap.TURNED_AWAY: b"HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\n<html>",
    Mishap.TOO_EARLY: b"HTTP/1.1 425 Too Early\r\nContent-Length: 0\r\n\r\n",
    Mishap.TOO_SLOW: _SLOW,
    Mishap.TOO_SLOW_AFTER: _SLOW,
    Mishap.GIVEN_UP_AFTER: b"HTTP/1.1 499 Client Closed Request\r\nContent-Length: 0\r\n\r\n",
}


@dataclass
class Way:
    """The way: `mishap` is what happens to writes, None nothing; `arrived` are writes that did.

    While it is `dark`, reads are answered with 503. `seen` are the writes that were asked for here,
    `held` counts the requests that are kept waiting, and `when_held` is told when that changes.
    """

    far_end: FarEnd
    mishap: Mishap | None = None
    port: int = 0
    dark: bool = False
    held: int = 0
    base_path: str = "/v1"
    when_held: Callable[[], None] = lambda: None
    arrived: list[bytes] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The base URL that leads here."""
        match self.mishap:
            case Mishap.REFUSED:
                return f"http://127.0.0.1:{_closed_port()}{self.base_path}"
            case Mishap.NOT_TLS:
                return f"https://127.0.0.1:{self.port}{self.base_path}"
            case _:
                return f"http://127.0.0.1:{self.port}{self.base_path}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until one side has enough of it."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while await self._exchange(reader, writer):
                pass
        writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if self.mishap is Mishap.RESET_BEFORE:
            reset(writer)
            return False
        request = await read_request(reader)
        if not request:
            return False
        if request.startswith(_HELLO):
            writer.write(_NO_TLS)
            return False
        if request.startswith(b"GET "):
            writer.write(_DARK if self.dark else await self.far_end(request))
            return True
        self.seen.append(request)
        return await self._write(request, reader, writer)

    async def _write(
        self, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        mishap = self.mishap
        answer = b""
        if mishap is None or mishap.arrives:
            self.arrived.append(request)
            answer = await self.far_end(request)
        match mishap:
            case None:
                writer.write(answer)
            case Mishap.TWICE:
                self.arrived.append(request)
                writer.write(await self.far_end(request))
            case Mishap.RESET_BEFORE | Mishap.RESET_AFTER:
                reset(writer)
                return False
            case Mishap.SILENCE | Mishap.SILENCE_AFTER:
                await self._hold(reader)
                return False
            case Mishap.TRUNCATED:
                writer.write(answer[: max(12, len(answer) // 2)])
                return False
            case _:
                writer.write(_ANSWERS[mishap])
        await writer.drain()
        return True

    async def _hold(self, reader: asyncio.StreamReader) -> None:
        """Say nothing until the other side hangs up."""
        self.held += 1
        self.when_held()
        try:
            await reader.read()
        finally:
            self.held -= 1
            self.when_held()


@asynccontextmanager
async def unlucky(far_end: FarEnd, mishap: Mishap | None = None) -> AsyncIterator[Way]:
    """A way to `far_end`, on a port of its own."""
    way = Way(far_end, mishap)
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        with suppress(asyncio.CancelledError):
            await way.talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    way.port = server.sockets[0].getsockname()[1]
    try:
        yield way
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()


def reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection with a reset, not with a goodbye."""
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """One whole request, the beginning of TLS, or nothing when the other side has gone."""
    try:
        begin = await reader.readexactly(len(_HELLO))
        if begin == _HELLO:
            return begin
        head = begin + await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return b""
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    return head + await reader.readexactly(length)


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
