"""A server on this machine that answers in any way, also in ways no HTTP library would."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.http import CONNECT_TIMEOUT_S, HttpTransport
from voltage_tui.api.transport import MAX_RESPONSE_BYTES
from voltage_tui.clock import Clock


@dataclass
class Loopback:
    """What arrived: connections, and the heads and bodies of requests."""

    port: int = 0
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def response(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@asynccontextmanager
async def serving(
    *answers: bytes | None, tls: ssl.SSLContext | None = None, greeting: bytes | None = None
) -> AsyncIterator[Loopback]:
    """Answer each request with the next of `answers`, the last for ever; None closes instead.

    With a `greeting` it says only that, at once, and then never another word.
    """
    there = Loopback()
    left = list(answers)
    writers: set[asyncio.StreamWriter] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there.connections += 1
        writers.add(writer)
        if greeting is not None:
            writer.write(greeting)
            there.arrived.set()
            return
        while head := await _request(reader):
            there.requests.append(head)
            there.arrived.set()
            answer = left.pop(0) if len(left) > 1 else left[0]
            if answer is None:
                break
            writer.write(answer)
            await writer.drain()
            if b"Connection: close" in answer:
                break
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    there.port = server.sockets[0].getsockname()[1]
    try:
        yield there
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await server.wait_closed()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """One whole request, or nothing when the other side has gone."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            ),
            0,
        )
        return head + await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        return b""


@asynccontextmanager
async def transport_to(
    url: str,
    clock: Clock,
    max_bytes: int = MAX_RESPONSE_BYTES,
    connect_timeout_s: float = CONNECT_TIMEOUT_S,
) -> AsyncIterator[HttpTransport]:
    transport = HttpTransport(
        parse_base_url(url), clock, max_bytes=max_bytes, connect_timeout_s=connect_timeout_s
    )
    try:
        yield transport
    finally:
        await transport.aclose()
