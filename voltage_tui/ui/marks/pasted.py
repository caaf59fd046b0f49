"""A line to type in that takes all the lines of a paste, where Textual's own takes the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from voltage_tui.text import clean

if TYPE_CHECKING:
    from textual import events

_LARGEST_PASTE = 10_000
"""Characters of a paste that are looked at."""


class WholePaste(Input):
    """The lines of a paste become one, a space between them."""

    def __init__(self, value: str, *, hint: str = "") -> None:
        super().__init__(value, placeholder=hint, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        """Put the text where the cursor is, or in place of what is selected."""
        event.stop()
        event.prevent_default()
        text = " ".join(clean(line, _LARGEST_PASTE).strip() for line in event.text.splitlines())
        if text.strip():
            self.replace(text, *self.selection)
