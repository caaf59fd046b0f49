"""A key that counts only where it is pressed alone, and not as a letter of a text (S-9)."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.ui.screens.page import Page

LONE_S: Final = 0.25
"""Seconds after the key in which another one shows that both are of a text."""
_ROUNDS: Final = 3
"""A wait that took far too long is begun anew, so often at most: keys may still be unread."""


class LoneKey:
    """Waits after a key of one page; `alone` is called once, where nothing stopped it."""

    def __init__(self, page: Page, alone: Callable[[], None]) -> None:
        self._page = page
        self._alone = alone
        self._waits: asyncio.Task[None] | None = None

    def pressed(self) -> None:
        """The key was pressed; whatever came before it has been looked at."""
        self.stop()
        self._waits = asyncio.create_task(self._wait(), name="lone key")

    def stop(self) -> None:
        """It was not alone, or nobody waits for it any more."""
        waits, self._waits = self._waits, None
        if waits is not None:
            waits.cancel()

    async def _wait(self) -> None:
        clock, page = self._page.app.launch.clock, self._page
        for _ in range(_ROUNDS):
            began = clock.monotonic()
            await clock.sleep(LONE_S)
            if clock.monotonic() - began < 2 * LONE_S:
                break
        # Those that have arrived by now are heard before it is over.
        page.app.typed.after(partial(self._over, self._waits))

    def _over(self, waits: asyncio.Task[None] | None) -> None:
        if waits is not None and waits is self._waits:
            self._waits = None
            self._alone()
