"""One operation of the API as data: what it is called, where it lives, what it may do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urlencode

from voltage_tui.api.power import Level

Method = Literal["GET", "POST", "PATCH", "DELETE"]
Permission = Literal["READ", "WRITE", "RECEIVE or WRITE", "BILLING"]
Query = Sequence[tuple[str, str]]
"""Query parameters in order; a name may come more than once."""

ENVIRONMENT: Final = "/organizations/{organization_id}/environments/{environment_id}"
"""Where payments, quotes and webhooks live."""
ORGANIZATION: Final = "/organizations/{organization_id}"
"""Where wallets, lines of credit and bills live."""

_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class InvalidIdentifierError(ValueError):
    """An identifier that could not be part of a path."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of API reference section 4.

    `id` is the reference's own, `level` what it needs (S-44), `success` the statuses that mean it
    worked, `permission` what the API key must have. `creates` says that it makes something under
    an identifier of ours, which is then used once, ever (S-3). Every request is made from one of
    these.
    """

    id: str
    method: Method
    path: str
    level: Level
    success: frozenset[int]
    permission: Permission
    creates: bool = False

    def __post_init__(self) -> None:
        if (self.method == "GET") != (self.level is Level.VIEW):
            raise ValueError(f"{self.id}: GET is view, and only GET")

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing, and so may be asked again."""
        return self.method == "GET"

    def target(self, values: Mapping[str, str], query: Query = ()) -> str:
        """The path with `values` filled in, and the query.

        Raises `InvalidIdentifierError` for a value that is no identifier.
        """
        for name, value in values.items():
            if not _IDENTIFIER.fullmatch(value):
                raise InvalidIdentifierError(f"{name} is not an identifier: {value[:80]!r}")
        path = self.path.format_map(values)
        return f"{path}?{urlencode(query, quote_via=quote)}" if query else path


def get(operation_id: str, path: str, permission: Permission = "READ") -> Operation:
    """A read: view level, 200."""
    return Operation(operation_id, "GET", path, Level.VIEW, frozenset({200}), permission)


def change(
    operation_id: str,
    method: Method,
    path: str,
    level: Level,
    permission: Permission = "WRITE",
) -> Operation:
    """A write: accepted with 202, worked on later (API reference section 1)."""
    return Operation(operation_id, method, path, level, frozenset({202}), permission)


def creation(
    operation_id: str, path: str, level: Level, permission: Permission = "WRITE"
) -> Operation:
    """A POST that makes something under an identifier chosen here; accepted with 202."""
    accepted = frozenset({202})
    return Operation(operation_id, "POST", path, level, accepted, permission, creates=True)
