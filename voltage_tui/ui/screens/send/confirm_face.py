"""What the page that asks is made of: its card, the line that asks, the field for the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.ui.form.plain import Plain
from voltage_tui.ui.paint import Line, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.send.confirm_lines import Asking, confirm_lines, prompt
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual import events


class LastFour(Plain):
    """Takes the last four characters, typed: a paste would be no comparison."""

    def on_paste(self, event: events.Paste) -> None:
        """Refuse it in words."""
        event.stop()
        event.prevent_default()
        self.app.say("Read the last four off the card and type them.", Role.WARN)


class ConfirmCard(Painted):
    """All of what is confirmed."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    asking: Asking | None = None

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The card's lines."""
        return [] if self.asking is None else confirm_lines(self.asking, width, height)


class Prompt(Painted):
    """What to press."""

    asking: Asking | None = None

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """In as many lines as it takes."""
        if self.asking is None:
            return []
        first, *more = prompt(self.asking)
        if not more:
            return [[first._replace(text=text)] for text in wrap(first.text, width)]
        words = more[0]
        lines = wrap(words.text, max(8, width - len(first.text)))
        head: Line = (first, words._replace(text=lines[0]))
        return [head, *([words._replace(text=f"  {text}")] for text in lines[1:])]
