"""When the program locks, what that ends, and how it is unlocked (S-45, S-48 and S-49)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from voltage_tui.ui.lock.idle import Idle
from voltage_tui.ui.lock.title import LOCKED_TITLE

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.lock.screen import LockScreen


class Lock:
    """The lock of one app; the worker knows nothing of it and goes on."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        # A monitor is looked at for hours, and never used.
        minutes = 0 if app.launch.monitor else app.settings.lock_after_minutes
        self._idle = Idle(app.launch.clock, minutes)
        self._screen: LockScreen | None = None

    @property
    def is_on(self) -> bool:
        """Whether everything is hidden."""
        return self._screen is not None

    def swallows(self, event: events.Event) -> bool:
        """Take note that somebody is there; True for what came too late to do anything.

        The key that ends a long sleep of the machine comes before the second that would lock.
        """
        if not isinstance(event, events.InputEvent | events.Paste):
            return False
        if not self.is_on and self._idle.is_over:
            self._engage(by_hand=False)
            return True
        self._idle.used()
        return False

    def tick(self) -> None:
        """A second has passed: lock when nobody was there for long enough."""
        if self._screen is not None:
            self._screen.tick()
        elif self._idle.is_over:
            self._engage(by_hand=False)

    def now(self) -> None:
        """Lock because somebody asked for it."""
        if not self.is_on:
            self._engage(by_hand=True)

    def _engage(self, *, by_hand: bool) -> None:
        from voltage_tui.api.power import Disarmed  # noqa: PLC0415 - when locked
        from voltage_tui.ui.lock.screen import Locked, LockScreen  # noqa: PLC0415

        app = self._app
        disarmed = app.power is not None and app.power.armed_left_s > 0
        if app.power is not None:
            app.power.disarm(Disarmed.LOCKED)
        closed = self._close_confirms()
        app.pages.locking()
        minutes = None if by_hand else self._idle.minutes
        self._screen = LockScreen(Locked(app.now(), minutes, disarmed, closed))
        app.push_screen(self._screen, self._unlocked)
        app.title = LOCKED_TITLE
        app.title_line.lock(on=True)

    def _close_confirms(self) -> bool:
        """Close a confirm and what is open on top of it: it is asked for afresh (S-48)."""
        from voltage_tui.ui.widgets.dialog import Dialog  # noqa: PLC0415 - when locked

        app = self._app
        confirms = [
            n for n, s in enumerate(app.screen_stack) if isinstance(s, Dialog) and s.IS_CONFIRM
        ]
        while confirms and len(app.screen_stack) > confirms[0]:
            app.screen.dismiss(None)
        return bool(confirms)

    def _unlocked(self, _: None) -> None:
        self._screen = None
        self._idle.used()
        self._app.looking.used()
        self._take_back_title()
        self._app.teller.unlocked()
        self._app.pace.paint_now()

    def _take_back_title(self) -> None:
        """The title says no longer that it is locked."""
        self._app.title = self._app.TITLE or ""
        self._app.title_line.lock(on=False)
