"""Work that belongs to the program's life and not to whoever asked for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from voltage_tui.treasury.problems import log_unexpected

if TYPE_CHECKING:
    from collections.abc import Coroutine


class Background:
    """Tasks that go on when a dialog closes or its caller is cancelled."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, name: str, work: Coroutine[None, None, None]) -> None:
        """Run `work` to its end, whoever asked; what it raises is logged."""
        task = asyncio.create_task(_guarded(name, work), name=f"treasury {name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def aclose(self) -> None:
        """Cancel what is left, and wait for it to end."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _guarded(name: str, work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the guard: nothing here may be lost silently
        log_unexpected(name, error)
