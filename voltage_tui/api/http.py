"""The network transport, and the only module that imports httpx.

What it decides, and why:

- TLS is verified against certifi's roots, whatever the environment says; plain http only to this
  machine. Proxies, `.netrc` and certificate variables of the environment are not used: the key
  goes where the profile says and nowhere else (S-50, S-64).
- Redirects are not followed; the 3xx is handed back as it is. Cookies are neither kept nor sent.
- Answers are asked for uncompressed, so that their size is known as they arrive, and are read up
  to a limit (S-65).
- Nothing is repeated here. httpcore's trace tells whether a request had begun to leave, so that
  what surely was not sent is never reported as perhaps sent, nor the other way round.
"""

from __future__ import annotations

import os
import socket
import ssl
import sys
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import httpx

from voltage_tui.api.deadline import Expired, within
from voltage_tui.api.transport import (
    MAX_RESPONSE_BYTES,
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voltage_tui.api.base_url import BaseUrl
    from voltage_tui.clock import Clock

CONNECT_TIMEOUT_S: Final = 8.0
_KEEPALIVE_S: Final = 20.0
_MAX_CONNECTIONS: Final = 8


class HttpTransport:
    """Sends requests to `base` over kept-alive connections; time-outs follow `clock`.

    Connecting and the TLS handshake may each take `connect_timeout_s` seconds of real time.
    Nothing is built before the first request, since the certificates alone take a while to load.
    """

    def __init__(
        self,
        base: BaseUrl,
        clock: Clock,
        *,
        max_bytes: int = MAX_RESPONSE_BYTES,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
    ) -> None:
        self._base = base
        self._clock = clock
        self._max_bytes = max_bytes
        self._connect_timeout_s = connect_timeout_s
        self._client: httpx.AsyncClient | None = None
        self._closed = False

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """Send once, within `timeout_s` seconds from connecting to the last byte."""
        if self._closed:
            raise ConnectFailed
        progress = _Progress()
        try:
            return await within(self._clock, timeout_s, self._send(request, timeout_s, progress))
        except Expired:
            raise TimedOut(sent=progress.began) from None
        except httpx.HTTPError as error:
            raise _failure(error, sent=progress.began) from None
        except httpx.InvalidURL:
            raise ConnectFailed from None

    async def aclose(self) -> None:
        """Close every connection."""
        self._closed = True
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _send(
        self, request: WireRequest, timeout_s: float, progress: _Progress
    ) -> WireResponse:
        client = self._client = self._client or _new_client(self._base)
        async with client.stream(
            request.method,
            self._base.text + request.target,
            headers={"accept-encoding": "identity", **request.plain_headers()},
            content=request.body,
            timeout=httpx.Timeout(timeout_s, connect=min(self._connect_timeout_s, timeout_s)),
            extensions={"trace": progress.note},
        ) as response:
            body = await self._body(response)
            headers = {
                name.lower(): value for name, value in reversed(response.headers.multi_items())
            }
            return WireResponse(response.status_code, headers, body)

    async def _body(self, response: httpx.Response) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding != "identity":
            raise ResponseUnreadable("the answer is compressed, which was not asked for")
        length = response.headers.get("content-length", "")
        if length.isascii() and length.isdecimal() and int(length[:20]) > self._max_bytes:
            raise ResponseTooLarge(self._max_bytes)
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._max_bytes:
                raise ResponseTooLarge(self._max_bytes)
        return bytes(body)


class _Progress:
    """Whether any of a request can have left, as httpcore's trace tells."""

    def __init__(self) -> None:
        self.began = False

    async def note(self, event: str, info: object) -> None:
        if event.endswith("send_request_headers.started"):
            self.began = True


def _new_client(base: BaseUrl) -> httpx.AsyncClient:
    _note_missing("sniffio")
    return httpx.AsyncClient(
        verify=_trusted() if base.is_https else _nobody(),
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        limits=httpx.Limits(
            max_connections=_MAX_CONNECTIONS,
            max_keepalive_connections=_MAX_CONNECTIONS,
            keepalive_expiry=_KEEPALIVE_S,
        ),
    )


def _note_missing(name: str) -> None:
    """Have a module that is not installed looked for once: httpcore imports it at each request."""
    if name not in sys.modules and find_spec(name) is None:
        sys.modules.update({name: None})  # type: ignore[dict-item]  # what import takes as missing


def _trusted() -> ssl.SSLContext:
    """Whom https is believed."""
    trusted = httpx.create_ssl_context(verify=True, trust_env=False)
    # SSLKEYLOGFILE would have the keys of the connection, and so the API key in it, written down.
    trusted.keylog_filename = os.devnull
    return trusted


def _nobody() -> ssl.SSLContext:
    """For plain http to this machine: no certificates are loaded, so none would be believed."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _failure(error: httpx.HTTPError, *, sent: bool) -> TransportFailure:
    """What an error of httpx means for the request; its text, which may quote it, is dropped."""
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(sent=sent)
    if sent:
        return ConnectionLost()
    return ConnectFailed(_problem(error))


def _problem(error: BaseException) -> ConnectProblem:
    for cause in _causes(error):
        match cause:
            case ssl.SSLError():
                return ConnectProblem.TLS
            case socket.gaierror():
                return ConnectProblem.NAME
            case ConnectionRefusedError():
                return ConnectProblem.REFUSED
            case _:
                continue
    return ConnectProblem.NETWORK


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, at most ten of them."""
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
