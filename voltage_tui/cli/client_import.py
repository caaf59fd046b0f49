"""Importing the API client after the first paint, while the screen goes on."""

from __future__ import annotations

from importlib import import_module
from typing import Final

# What the first balances need, loaded in a thread so that the screen goes on meanwhile.
_EARLY: Final = (
    "voltage_tui.api.connect",
    "voltage_tui.api.wallets",
    "voltage_tui.api.lines",
)
_NETWORK: Final = "voltage_tui.api.http"


async def load_client(*, network: bool) -> None:
    """Import the API client while the event loop goes on; without `network`, no HTTP library."""
    import asyncio  # noqa: PLC0415

    names = (*_EARLY, _NETWORK) if network else _EARLY
    await asyncio.to_thread(_load, names)


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        import_module(name)
