"""Keeps the list's ids: found anew for every question, and kept up with what the mirror gets."""

from __future__ import annotations

import asyncio
from array import array
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.screens.ledger.asked import Asked, Ends, ends
from voltage_tui.ui.searching.here import calendar_of, found_here, wallet_names
from voltage_tui.ui.widgets.long_list_ids import ShownIds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.screens.ledger.reading import LedgerRow
    from voltage_tui.ui.widgets.long_list import LongList

_AT_ONCE: Final = 65_536
"""Ids put into the list together, after the first ones."""
_SOONEST_S: Final = 2.0
"""The least time between two full looks at the same question."""
_NEWS_S: Final = 0.25
"""How soon news is looked at while a full look has to wait."""
_SHARE: Final = 20
"""A full look is had again only after this many times as long as the last one took."""


@dataclass(frozen=True, slots=True)
class Found:
    """How far the list is what was asked for: all of it, or as much as was found so far."""

    count: int = 0
    is_all: bool = False
    error: Exception | None = None


class Finder:
    """One list's; `told` is called whenever `found` is other than before.

    A newer question ends the one before it. Rows that come later are put in where they belong:
    on top and at the bottom at once, anywhere else by looking again, not too often.
    """

    def __init__(
        self, app: Callable[[], VoltageApp], rows: LongList[LedgerRow], told: Callable[[], None]
    ) -> None:
        self._app = app
        self._list = rows
        self._told = told
        self._asked = Asked()
        self._task: asyncio.Task[None] | None = None
        self._has_news = False
        self._look_at = 0.0
        self.found = Found()

    @property
    def is_looking(self) -> bool:
        """Whether something is being looked for now."""
        return self._task is not None and not self._task.done()

    def ask(self, asked: Asked, *, keep_place: bool = False) -> None:
        """Show these rows, the first of them as soon as they are found."""
        self._asked = asked
        self._has_news = False
        self._begin(self._gather if keep_place else self._show)

    def news(self) -> None:
        """The mirror has changed: read again what is in view, and find what has come."""
        self._list.read_again()
        self._has_news = True
        if not self.is_looking:
            self._begin(self._keep_up)

    def stop(self) -> None:
        """Look no further."""
        if self._task is not None:
            self._task.cancel()

    def _begin(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self.stop()
        self._task = asyncio.create_task(self._guarded(work), name="ledger rows")

    async def _guarded(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await work()
            await self._keep_up()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is said
            self._tell(error=error, is_all=False)

    @property
    def _mirror(self) -> MirrorStore | None:
        treasury = self._app().treasury
        return None if treasury is None else treasury.mirror

    async def _parts(self) -> AsyncIterator[array[int]]:
        clock = self._app().launch.clock
        began = clock.monotonic()
        async with aclosing(found_here(self._app(), self._asked.parts)) as parts:
            async for part in parts:
                yield part
        took = clock.monotonic() - began
        self._look_at = began + max(_SOONEST_S, took * _SHARE)

    async def _show(self) -> None:
        """From the top, the first rows before the rest is found."""
        waiting: array[int] | None = None
        async for part in self._parts():
            if waiting is None:
                self._list.show(ShownIds(part), from_top=True)
                waiting = array("q")
                self._tell(is_all=False)
                continue
            waiting.extend(part)
            if len(waiting) >= _AT_ONCE:
                self._list.put_below(waiting)
                waiting = array("q")
                self._tell(is_all=False)
        if waiting is None:
            self._list.show(ShownIds(), from_top=True)
        else:
            self._list.put_below(waiting)
            self._list.measure()
        self._tell(is_all=True)

    async def _gather(self) -> None:
        """All of it, and only then in the place of what is shown."""
        ids = ShownIds()
        async for part in self._parts():
            ids.put_below(part)
        self._list.show(ids)
        self._tell(is_all=True)

    async def _keep_up(self) -> None:
        """Have what came, until nothing more has."""
        clock, is_behind = self._app().launch.clock, False
        while self._has_news or is_behind:
            if self._has_news:
                self._has_news = False
                is_behind = not (self._asked.is_plain and await self._joined())
            elif (left := self._look_at - clock.monotonic()) > 0:
                await clock.sleep(min(left, _NEWS_S))
            else:
                await self._gather()
                is_behind = False

    async def _joined(self) -> bool:
        """Put what came at both ends in; whether the list is whole with that."""
        mirror, asked, known = self._mirror, self._asked, self._list
        if mirror is None:
            return True
        calendar, names = calendar_of(self._app()), wallet_names(self._app().snapshot)
        before = (known.row_count, known.bottom_id)
        come = await mirror.read(lambda r: ends(r, asked, before, calendar, names))
        if not come.newest:
            known.show(ShownIds(), from_top=True)
        elif not self._replaced_top(come):
            return False
        known.put_below(come.below)
        whole = known.row_count == come.count
        self._tell(is_all=whole)
        return whole

    def _replaced_top(self, come: Ends) -> bool:
        """Whether the newest rows, the last of them known before, are on top now."""
        if not self._list.row_count:
            self._list.replace_top(0, come.newest)
            self._has_news = True  # those below them can be found from now on
            return True
        at = self._list.place_of(come.newest[-1])
        if at is None:
            return False
        self._list.replace_top(at + 1, come.newest)
        return True

    def _tell(self, *, is_all: bool, error: Exception | None = None) -> None:
        self.found = Found(self._list.row_count, is_all, error)
        self._told()
