"""What happens each second: less of it while another window is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui import garbage

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp

UNWATCHED_S: Final = 5
"""Seconds from one tick of ages and clocks to the next while another window is in use."""

_STARTED: Final = 3
"""Seconds after which a start is over, or waits for something outside."""
_STARTED_ANYHOW: Final = 30
"""The same while keys are pressed all the time."""


class Pace:
    """The seconds of one app, and whether its worker reads at the full pace."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._ticks = 0
        self._used = False

    def used(self) -> None:
        """A key was pressed, or the mouse moved."""
        self._used = True

    def tick(self) -> None:
        """A second has passed."""
        self._ticks += 1
        self._tidy(quiet=not self._used)
        self._used = False
        if self._app.app_focus or self._ticks % UNWATCHED_S == 0:
            self._second()

    def watched(self, focus: bool) -> None:  # noqa: FBT001 - Textual's own way of telling
        """Read and paint less often while another window is in use, and at once after that."""
        treasury = self._app.treasury
        if treasury is None:
            return
        if focus:
            treasury.resume()
            self._second()
        else:
            treasury.pause()

    def connected(self) -> None:
        """A new worker begins at the pace of the moment."""
        if self._app.treasury is not None and not self._app.app_focus:
            self._app.treasury.pause()

    def paint_now(self) -> None:
        """Show what is known at once, without waiting for the next quarter of a second."""
        self._app.link.flush()
        self._second()

    def _tidy(self, *, quiet: bool) -> None:
        if self._ticks >= (_STARTED if quiet else _STARTED_ANYHOW):
            garbage.resume()
        if quiet:
            garbage.tidy()

    def _second(self) -> None:
        if self._app.treasury is not None:
            self._app.treasury.notice_time()
        self._app.lock.tick()
        self._app.teller.tick()
        self._app.looking.tick()
        self._app.frame_changed()
        self._app.pages.tick(self._app.now())
