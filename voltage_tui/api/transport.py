"""The seam between the API client and whatever carries its requests.

`http.HttpTransport` goes over the network, `in_process.HandlerTransport` calls the demo's
simulator. Both tell apart what matters after a failure: whether the server may have got it.
"""

# These names say what happened to a request, as the layers above speak of it.
# ruff: noqa: N818

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from voltage_tui.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_RESPONSE_BYTES: Final = 16 * 1024 * 1024
"""The largest response that is read (S-65)."""


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A request as it is handed to a transport.

    `target` is path and query, relative to the transport's base. A header that is a `Secret`
    stays sealed until the transport sends it, so that no traceback can show it (S-58).
    """

    method: str
    target: str
    headers: Mapping[str, str | Secret] = field(repr=False)
    body: bytes | None = field(repr=False)

    def plain_headers(self) -> dict[str, str]:
        """The headers with their secrets, for the transport alone."""
        return {
            name: value.reveal() if isinstance(value, Secret) else value
            for name, value in self.headers.items()
        }


@dataclass(frozen=True, slots=True)
class WireResponse:
    """A whole response; header names are lower case, a repeated one keeps its first value."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class ConnectProblem(Enum):
    """Why no connection came about."""

    REFUSED = "the connection was refused"
    NAME = "the host name could not be found"
    TLS = "the host could not prove who it is (TLS)"
    NETWORK = "no connection could be made"


class TransportFailure(Exception):
    """No response came; the subclass says what is known of the request."""


class ConnectFailed(TransportFailure):
    """There was no connection, so the request surely was not sent."""

    def __init__(self, problem: ConnectProblem = ConnectProblem.NETWORK) -> None:
        super().__init__(problem.value)
        self.problem = problem


class ConnectionLost(TransportFailure):
    """The connection broke after the request had begun, so it may have arrived."""

    def __init__(self) -> None:
        super().__init__("the connection was lost before the answer came")


class TimedOut(TransportFailure):
    """No answer in time; `sent` tells whether the request may have arrived."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__("no answer in time" if sent else "no connection in time")
        self.sent = sent


class ResponseTooLarge(TransportFailure):
    """The answer was longer than `limit` bytes and was not read to its end."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer is larger than {limit} bytes")
        self.limit = limit


class ResponseUnreadable(TransportFailure):
    """An answer came that cannot be taken as HTTP with a plain body; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotRecorded(TransportFailure):
    """A recording that is played holds no answer to this by the moment that is looked at."""

    def __init__(self, words: str = "it is not in the recording") -> None:
        super().__init__(words)


class Transport(Protocol):
    """Carries one request, once: it never retries, follows a redirect or asks again."""

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """Return the answer, whatever its status, within `timeout_s` seconds.

        Raises a `TransportFailure`.
        """
        ...

    async def aclose(self) -> None:
        """Give back connections; afterwards nothing can be sent."""
        ...
