"""Raising the power to send, and having the record know when it was and why it ended (S-61)."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from voltage_tui.api.power import ARM_SECONDS, Disarmed
from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from voltage_tui.api.power import Power
    from voltage_tui.store.store import Store

_log = logging.getLogger(__name__)


class Arming:
    """Arms `power` once the record has a line of it, and adds one when that has ended.

    `tell` is called once the power was raised, was not raised or has ended, with words for the
    person where there is something to say. Nothing here makes the caller wait.
    """

    def __init__(self, power: Power, store: Store, tell: Callable[[str | None], None]) -> None:
        self._power = power
        self._store = store
        self._tell = tell
        self._arming: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        power.listen(self._ended)

    def arm(self) -> None:
        """Raise the power soon, unless that is under way."""
        if self._arming is None or self._arming.done():
            self._arming = self._spawn(self._arm())

    async def aclose(self) -> None:
        """Lower the power, and wait until the record has it."""
        self._power.disarm(Disarmed.LEFT)
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _arm(self) -> None:
        before = self._power.disarms
        try:
            await self._store.note("arm", {"seconds": f"{ARM_SECONDS:.0f}"})
        except (WriteForbiddenError, TroubleError) as error:
            self._tell(f"Not armed. {_words(error)}")
            return
        if self._power.disarms != before:
            # Locked or left while the line was being written: it stays lowered.
            self._ended(Disarmed.ASKED)
            return
        self._power.arm()
        self._tell("Armed for five minutes.")

    def _ended(self, why: Disarmed) -> None:
        self._spawn(self._note_end(why))

    async def _note_end(self, why: Disarmed) -> None:
        words = None
        try:
            await self._store.note("disarm", {"why": why.value})
        except (WriteForbiddenError, TroubleError) as error:
            _log.warning("the end of armed power was not noted: %s", type(error).__name__)
            words = f"No longer armed, but that was not noted. {_words(error)}"
        self._tell(words)

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name="arming")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _words(error: WriteForbiddenError | TroubleError) -> str:
    if isinstance(error, TroubleError):
        return str(error)
    return f"{error.words[:1].upper()}{error.words[1:]}: {error.advice}."
