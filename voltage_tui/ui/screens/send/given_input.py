"""The field for what was given: a paste is one text, and never a key (product.md 1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.form.plain import Plain
from voltage_tui.ui.screens.send.given import one_line

if TYPE_CHECKING:
    from textual import events


class GivenInput(Plain):
    """Takes the whole of a paste, all its lines, where Textual's own takes the first."""

    def on_paste(self, event: events.Paste) -> None:
        """Put the text in place of what is there: a paste is all of what was given."""
        event.stop()
        event.prevent_default()
        text = one_line(event.text)
        if text:
            self.value = text
            self.cursor_position = len(text)
