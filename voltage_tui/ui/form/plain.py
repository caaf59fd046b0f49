"""A field of a form that takes text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events

    from voltage_tui.ui.app import VoltageApp


class Plain(Input):
    """A line of text that neither blinks nor offers anything, hidden with the amounts.

    What is being typed stays in sight: a figure typed blind would be worse than one seen.
    """

    app: VoltageApp

    def __init__(self, value: str = "", *, placeholder: str = "", id: str) -> None:  # noqa: A002
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Show what is typed while it is being typed, hide it after."""
        super().watch_has_focus(_has_focus)
        self.hide_if_asked()

    def hide_if_asked(self) -> None:
        """Mask the text while amounts are hidden and the keys go elsewhere."""
        self.password = self.app.amounts.hidden and not self.has_focus

    async def on_key(self, event: events.Key) -> None:
        """Enter is taken in its turn, so that what is typed after it does not count."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self, self.value))
