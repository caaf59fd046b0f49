"""One file per resource: from a request to a reply. They are imported when first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voltage_tui.simulator.router import Route

_FILES: Final = {
    "assets": ("assets",),
    "wallets": ("wallets", "ledger", "policies", "summaries"),
    "lines_of_credit": ("lines",),
    "bills": ("bills",),
    "webhooks": ("webhooks", "deliveries"),
    "payments": ("payments", "payments_create", "summaries"),
    "treasury_movements": ("payments_create",),
    "quotes": ("quotes",),
}
"""The files that serve a resource, by its word in the path."""


def routes_of(resource: str) -> tuple[Route, ...]:
    """The operations below one word of the path, such as `wallets`; none for an unknown word."""
    found: list[Route] = []
    for name in _FILES.get(resource, ()):
        routes: tuple[Route, ...] = import_module(f"{__name__}.{name}").ROUTES
        found += (route for route in routes if resource in route.pattern.split("/"))
    return tuple(found)
