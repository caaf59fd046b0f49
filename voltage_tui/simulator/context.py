"""What a route is given, and how it replies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from voltage_tui.simulator.body import Fields, read_object
from voltage_tui.simulator.errors import access_rights
from voltage_tui.simulator.http import Response
from voltage_tui.simulator.query import Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.simulator.flows.deliveries import Courier
    from voltage_tui.simulator.http import Request
    from voltage_tui.simulator.json_types import JsonValue
    from voltage_tui.simulator.state.keys import ApiKey, Permission
    from voltage_tui.simulator.state.state import State


@dataclass(frozen=True)
class Context:
    """One request under way: the state, who asks, and the identifiers in the path."""

    state: State
    request: Request
    key: ApiKey
    ids: dict[str, str]
    courier: Courier

    @cached_property
    def query(self) -> Query:
        """The query parameters."""
        return Query(self.request)

    @cached_property
    def body(self) -> Fields:
        """The JSON object of the body; raises `RefusedError` when there is none."""
        return read_object(self.request)

    def need(self, *permissions: Permission) -> None:
        """Refuse unless the key has one of these permissions."""
        if not self.key.permissions.intersection(permissions):
            raise access_rights()


def reply(status: int, value: JsonValue) -> Response:
    """A JSON answer."""
    body = json.dumps(value, separators=(",", ":")).encode("ascii")
    return Response(status, (("content-type", "application/json"),), body)


def accepted() -> Response:
    """202 with an empty body: queued."""
    return Response(202, (), b"")


if TYPE_CHECKING:
    Handler = Callable[[Context], Response]
