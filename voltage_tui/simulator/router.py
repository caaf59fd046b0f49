"""From method and path to a handler: literal segments before identifiers (section 4.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from voltage_tui.simulator.body import is_uuid
from voltage_tui.simulator.errors import RefusedError, access_rights, invalid_parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voltage_tui.simulator.context import Handler
    from voltage_tui.simulator.identity import Identity
    from voltage_tui.simulator.state.keys import Permission


_Table: TypeAlias = "dict[tuple[str, int], list[tuple[tuple[str, ...], Route]]]"


class Route(NamedTuple):
    """One operation: `pattern` has identifiers in braces, e.g. `/organizations/{org}/wallets`.

    A key needs one of the permissions.
    """

    method: str
    pattern: str
    handler: Handler
    permissions: tuple[Permission, ...]


class Found(NamedTuple):
    """The route of a request and the identifiers in its path, in lower case."""

    route: Route
    ids: dict[str, str]


class Router:
    """All routes below the base path, learnt resource by resource as they are asked for."""

    def __init__(self, base_path: str, routes_of: Callable[[str], Iterable[Route]]) -> None:
        self._base = base_path
        self._routes_of = routes_of
        self._known: dict[str, _Table] = {}

    def find(self, method: str, path: str) -> Found:
        """The route for a request; raises `RefusedError` when there is none."""
        if path.startswith(self._base + "/"):
            asked = tuple(path[len(self._base) + 1 :].split("/"))
            for segments, route in self._table(asked).get((method, len(asked)), ()):
                if _fits(segments, asked):
                    return Found(route, _identifiers(segments, asked))
        raise RefusedError(404, "not_found", "There is no such operation.")

    def _table(self, asked: tuple[str, ...]) -> _Table:
        """The routes of the resource that a path is about."""
        place = 4 if len(asked) > 4 and asked[2] == "environments" else 2
        resource = asked[place] if len(asked) > place else ""
        if resource not in self._known:
            table: _Table = {}
            for route in self._routes_of(resource):
                segments = tuple(route.pattern.strip("/").split("/"))
                table.setdefault((route.method, len(segments)), []).append((segments, route))
            for candidates in table.values():
                candidates.sort(key=lambda one: [part.startswith("{") for part in one[0]])
            if not table:
                return {}
            self._known[resource] = table
        return self._known[resource]


def check_scope(identity: Identity, ids: dict[str, str]) -> None:
    """A key works only in its own organization and environment (section 1)."""
    if ids.get("org", identity.organization_id) != identity.organization_id:
        raise access_rights()
    if ids.get("env", identity.environment_id) != identity.environment_id:
        raise access_rights()


def _fits(segments: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return all(
        segment.startswith("{") or segment == given
        for segment, given in zip(segments, asked, strict=True)
    )


def _identifiers(segments: tuple[str, ...], asked: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for segment, given in zip(segments, asked, strict=True):
        if segment.startswith("{"):
            name = segment[1:-1]
            if not is_uuid(given):
                raise invalid_parameter(name)
            found[name] = given.lower()
    return found
