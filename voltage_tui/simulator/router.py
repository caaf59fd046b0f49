"""From method and path to a handler: literal segments before identifiers (section 4.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voltage_tui.simulator.body import is_uuid
from voltage_tui.simulator.errors import RefusedError, access_rights, invalid_parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.simulator.context import Handler
    from voltage_tui.simulator.identity import Identity
    from voltage_tui.simulator.state.keys import Permission


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
    """All routes below the base path."""

    def __init__(self, base_path: str, routes: Iterable[Route]) -> None:
        self._base = base_path
        self._routes: dict[tuple[str, int], list[tuple[tuple[str, ...], Route]]] = {}
        for route in routes:
            segments = tuple(route.pattern.strip("/").split("/"))
            self._routes.setdefault((route.method, len(segments)), []).append((segments, route))
        for candidates in self._routes.values():
            candidates.sort(key=lambda one: [segment.startswith("{") for segment in one[0]])

    def find(self, method: str, path: str) -> Found:
        """The route for a request; raises `RefusedError` when there is none."""
        if path.startswith(self._base + "/"):
            asked = tuple(path[len(self._base) + 1 :].split("/"))
            for segments, route in self._routes.get((method, len(asked)), []):
                if _fits(segments, asked):
                    return Found(route, _identifiers(segments, asked))
        raise RefusedError(404, "not_found", "There is no such operation.")


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
