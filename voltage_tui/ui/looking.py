"""When a person last looked, so that what has changed since can be said (product 1.1).

Somebody looks while keys or the mouse are used, and for a little while after. After a longer
absence, what was on the screen at its beginning is what changes are counted from.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.lock.idle import Idle

if TYPE_CHECKING:
    from voltage_tui.model.look import Look
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

AWAY: Final = timedelta(minutes=15)
"""Nobody there for as long is an absence; coming back begins another look."""
STAYS: Final = timedelta(minutes=2)
"""For so long after a key somebody still looks."""
_KEPT_EVERY_S: Final = 60.0
_MOST_PAGES: Final = 10
"""Pages of payments that are read for the counts alone."""


class Looking:
    """The looks of one app. `since` is what changes are counted from, None where there is none."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._idle = Idle(app.launch.clock, 0)
        self._begun = False
        self._newest: Look | None = None
        self._kept_at = app.launch.clock.monotonic()
        self._pages = 0
        self.since: Look | None = None

    async def connected(self) -> None:
        """Find out what was seen before this start; a moment ago is the same look."""
        store, before = self._app.link.store, self._app.launch.last_looks
        if self._begun or store is None:
            return
        self._begun = True
        kept = before() if before is not None else await store.looks()
        now = self._app.now()
        if kept is None or kept.newest.at > now:
            return
        self.since = kept.newest if now - kept.newest.at >= AWAY else kept.since
        self._app.pages.recolour()

    def used(self) -> None:
        """A key was pressed, or the mouse moved: somebody is there, or is back.

        On a locked screen nobody sees anything: only unlocking counts.
        """
        if self._app.lock.is_on:
            return
        if self._idle.spent >= AWAY and self._newest is not None:
            self.since, self._pages = self._newest, 0
            self._app.pages.recolour()
        self._idle.used()

    def tick(self) -> None:
        """A second has passed: somebody may be looking."""
        app, snapshot = self._app, self._app.snapshot
        if snapshot is None or app.lock.is_on or not app.app_focus or self._idle.spent > STAYS:
            return
        from voltage_tui.treasury.looking import look_at  # noqa: PLC0415 - after the first paint

        look = look_at(snapshot, app.now())
        if look is None:
            return
        self._newest = look
        if app.launch.clock.monotonic() - self._kept_at >= _KEPT_EVERY_S:
            from voltage_tui.ui.work import begin  # noqa: PLC0415

            begin(app, self.keep, "looks")

    def news(self, snapshot: Snapshot) -> None:
        """Have the payments read that came since, as far as that takes few pages."""
        book, treasury = snapshot.book.value, self._app.treasury
        if self.since is None or book is None or treasury is None:
            return
        if self._pages < _MOST_PAGES and not book.covers(self.since.at):
            self._pages += 1
            treasury.older_payments()

    async def keep(self) -> None:
        """Keep what was seen last for the next start."""
        from voltage_tui.model.look import Looks  # noqa: PLC0415 - after the first paint

        store = None if self._app.launch.monitor else self._app.link.store
        if store is not None and self._newest is not None and self._begun:
            self._kept_at = self._app.launch.clock.monotonic()
            await store.keep_looks(Looks(self.since, self._newest))
