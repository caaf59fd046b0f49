"""A transport without a socket: each request is a call, as the demo makes them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from voltage_tui.api.deadline import Expired, within
from voltage_tui.api.transport import (
    MAX_RESPONSE_BYTES,
    ConnectFailed,
    ConnectionLost,
    ConnectProblem,
    ResponseTooLarge,
    TimedOut,
    WireRequest,
    WireResponse,
)

if TYPE_CHECKING:
    from voltage_tui.clock import Clock

Handler = Callable[
    [str, str, Mapping[str, str], bytes],
    Awaitable[tuple[int, list[tuple[str, str]], bytes]],
]
"""Takes method, target, headers and body; returns status, headers and body.

It raises `ConnectionRefusedError` before it has taken the request, another `ConnectionError`
after.
"""

API_PATH: Final = "/v1"
"""Where the API begins on every host (API reference section 1)."""


class HandlerTransport:
    """Calls `handler` for each request; time-outs follow `clock`.

    `base_path` is put before each target; `max_bytes` bounds a response body.
    """

    def __init__(
        self,
        handler: Handler,
        clock: Clock,
        *,
        base_path: str = API_PATH,
        max_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        self._handler = handler
        self._clock = clock
        self._base_path = base_path.rstrip("/")
        self._max_bytes = max_bytes
        self._closed = False

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """Call the handler once; a call that takes longer is cancelled and counts as sent."""
        if self._closed:
            raise ConnectFailed
        try:
            status, headers, body = await within(self._clock, timeout_s, self._call(request))
        except Expired:
            raise TimedOut(sent=True) from None
        except ConnectionRefusedError:
            raise ConnectFailed(ConnectProblem.REFUSED) from None
        except ConnectionError:
            raise ConnectionLost from None
        if len(body) > self._max_bytes:
            raise ResponseTooLarge(self._max_bytes)
        return WireResponse(status, first_values(headers), body)

    async def aclose(self) -> None:
        """Refuse what comes later, as a closed connection does."""
        self._closed = True

    async def _call(self, request: WireRequest) -> tuple[int, list[tuple[str, str]], bytes]:
        return await self._handler(
            request.method,
            self._base_path + request.target,
            request.plain_headers(),
            request.body or b"",
        )


def first_values(headers: list[tuple[str, str]]) -> dict[str, str]:
    """The headers by lower-case name, the first of a repeated one."""
    values: dict[str, str] = {}
    for name, value in headers:
        values.setdefault(name.lower(), value)
    return values
