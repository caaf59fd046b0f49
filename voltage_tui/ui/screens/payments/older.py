"""Payments older than those of the live list, fetched as its end comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from voltage_tui.ui.app import VoltageApp


class Older:
    """One page at a time; `told` is called when one begins to be read and when it has ended."""

    def __init__(self, app: Callable[[], VoltageApp], told: Callable[[], None]) -> None:
        self._app = app
        self._told = told
        self._reading: asyncio.Task[None] | None = None

    @property
    def is_reading(self) -> bool:
        """Whether a page is being read."""
        return self._reading is not None and not self._reading.done()

    def fetch(self) -> None:
        """Have the next page read, unless one is or all are here; a failure is in the snapshot."""
        treasury, snapshot = self._app().treasury, self._app().snapshot
        if treasury is None or snapshot is None or self.is_reading:
            return
        book = snapshot.book.value
        if book is None or book.complete:
            return
        self._reading = treasury.older_payments()
        self._reading.add_done_callback(lambda _: self._told())
        self._told()
