"""Whether what a key would act on can be seen, and since when: nothing is done unseen (S-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from voltage_tui.ui.frame.too_small import is_too_small
from voltage_tui.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp


class Sight:
    """What can be seen of one app; the workspace says when that may have changed."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._since: float | None = None

    @property
    def is_small(self) -> bool:
        """Whether the terminal is too small, or is still painted as one that is."""
        stack = self._app.screen_stack
        painted_small = len(stack) == 1 and stack[0].has_class("too-small")
        return painted_small or is_too_small(self._app.size)

    @property
    def is_clear(self) -> bool:
        """Whether the page in front is on the screen: nothing on top, and room for it."""
        return len(self._app.screen_stack) == 1 and not self.is_small

    @property
    def seconds(self) -> float:
        """For how long the page in front has been on the screen; 0 when it is not."""
        if self._since is None or not self.is_clear:
            return 0.0
        return self._app.launch.clock.monotonic() - self._since

    def changed(self) -> None:
        """The size has changed, or what is on top of the workspace."""
        if not self.is_clear:
            self._since = None
        elif self._since is None:
            self._since = self._app.launch.clock.monotonic()

    def swallows(self, event: events.Event) -> bool:
        """True for a key, a click or a paste that would act on what is not on the screen.

        In a terminal that is too small only leaving and locking are left, and esc of a dialog.
        """
        app = self._app
        if not isinstance(event, events.InputEvent | events.Paste):
            return False
        if app.lock.is_on or not self.is_small:
            return False
        key = event.key if isinstance(event, events.Key) else ""
        top = app.screen_stack[-1]
        if len(app.screen_stack) > 1:
            unharmed = isinstance(top, Dialog) and top.AT_ANY_SIZE
            return not unharmed and key not in ("ctrl+c", "escape")
        if key == "q":
            app.pages.quit()
        elif key == "L":
            app.lock.now()
        return key != "ctrl+c"
