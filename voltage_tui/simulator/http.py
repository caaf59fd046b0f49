"""A request and a response, free of any server or client library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent; header names are lower case, the path is without its query."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back: a status, headers in order, and the whole body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def request_of(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
    """A request from a raw target such as `/v1/x?limit=2`, header names in any case."""
    path, _, query = target.partition("?")
    return Request(
        method=method.upper(),
        path=path,
        query=tuple(parse_qsl(query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in headers.items()},
        body=body,
    )
