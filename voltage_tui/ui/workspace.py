"""The one Textual screen that pages are shown in: keys go to commands from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from voltage_tui.ui.commands.command import find
from voltage_tui.ui.frame.too_small import is_too_small

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.widget import Widget

    from voltage_tui.ui.app import VoltageApp

AIRY_HEIGHT = 30
"""From here there is a blank line under the tabs."""
_CLASSES = ("too-small", "airy")


class Workspace(Screen[object], inherit_bindings=False):
    """Finds the command of a key that nothing focused wanted."""

    app: VoltageApp
    _had_keys: Widget | None = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    async def on_key(self, event: events.Key) -> None:
        """Do what the key says now."""
        key = event.character if event.is_printable and event.character else event.key
        self.app.pages.before_key(key)
        command = find(self.app.commands(), key)
        if command is None:
            self.app.pages.other_key()
            return
        event.stop()
        event.prevent_default()
        command.run()
        self.app.typed.came_through(event)

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the terminal is too small to be honest in (below 60 by 20)."""
        self._fit(event.size)

    def on_screen_suspend(self) -> None:
        """Something is on top of it."""
        self.app.sight.changed()

    def on_screen_resume(self) -> None:
        """Nothing is any more; the terminal may have become another size meanwhile."""
        self._fit(self.app.size)

    def _fit(self, size: Size) -> None:
        fitting = classes_for(size)
        self._keep_focus(small="too-small" in fitting)
        for name in _CLASSES:
            self.set_class(name in fitting, name)
        self.app.sight.changed()

    def _keep_focus(self, *, small: bool) -> None:
        """What has the keys loses them when it is hidden, and has them again when it is seen."""
        if small and not self.has_class("too-small"):
            self._had_keys = self.focused
        elif not small and (had := self._had_keys) is not None:
            self._had_keys = None
            if had.is_attached:
                self.call_after_refresh(self.set_focus, had)


def classes_for(size: Size) -> set[str]:
    """What the style sheet has to know of a terminal of this size.

    Given from the start, so that nothing is laid out twice.
    """
    found = {
        "too-small": is_too_small(size),
        "airy": size.height >= AIRY_HEIGHT,
    }
    return {name for name, fits in found.items() if fits}
