"""The one Textual screen that pages are shown in: keys go to commands from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from voltage_tui.ui.commands.command import find
from voltage_tui.ui.frame.too_small import LEAST_HEIGHT, LEAST_WIDTH

if TYPE_CHECKING:
    from textual import events

    from voltage_tui.ui.app import VoltageApp

AIRY_HEIGHT = 30
"""From here there is a blank line under the tabs."""


class Workspace(Screen[object], inherit_bindings=False):
    """Finds the command of a key that nothing focused wanted."""

    app: VoltageApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    async def on_key(self, event: events.Key) -> None:
        """Do what the key says now."""
        key = event.character if event.is_printable and event.character else event.key
        command = find(self.app.commands(), key)
        if command is None:
            return
        event.stop()
        event.prevent_default()
        command.run()

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the terminal is too small to be honest in (below 60 by 20)."""
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        self.set_class(small, "too-small")
        self.set_class(event.size.height >= AIRY_HEIGHT, "airy")
