"""The dialog that asks for a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.store.mirror.marks import LONGEST_NOTE
from voltage_tui.text import clean
from voltage_tui.ui.marks.pasted import WholePaste
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget
    from textual.widgets import Input

_LINES: Final = 8
"""Lines of the note in view, its end being what was typed last."""


class Whole(Painted):
    """All of the note, broken into lines, where the line to type in shows a part of it."""

    GROUND = Ground.PANEL
    DEFAULT_CSS = "Whole { height: auto; width: 100%; }"
    text = ""

    def show(self, text: str) -> None:
        """Show this now."""
        self.text = text
        self.refresh(layout=True)
        self.repaint()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as it takes; none while the line to type in shows all of it."""
        return len(self._wrapped(width))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The last lines."""
        return [[Span(line, Role.MUTED)] for line in self._wrapped(width)]

    def _wrapped(self, width: int) -> list[str]:
        lines = wrap(self.text, max(8, width))
        return lines[-_LINES:] if len(lines) > 1 else []


class NoteDialog(Dialog[str]):
    """Dismissed with the note, empty to take it away."""

    TITLE = "Note on this payment"
    KEYS = (("enter", "keep"), ("ctrl+u", "empty"), ("esc", "cancel"))

    def __init__(self, note: str) -> None:
        super().__init__()
        self._input = WholePaste(note)
        self._whole = Whole()
        self._said = Note("Kept here, found by searching, put into exports; Voltage never sees it.")

    def body(self) -> Iterable[Widget]:
        """The line to type in, all of it, and how much more fits."""
        yield self._input
        yield self._whole
        yield Note()
        yield self._said

    def on_mount(self) -> None:
        """Show all of a long one."""
        self._whole.show(self._note)

    @property
    def _note(self) -> str:
        return clean(self._input.value, LONGEST_NOTE * 2).strip()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show all of what is typed."""
        event.stop()
        self._whole.show(self._note)
        left = LONGEST_NOTE - len(self._note)
        if left < 0:
            self._said.say(f"{-left:,} characters too many: at most {LONGEST_NOTE:,}.", Role.BAD)
        elif left < LONGEST_NOTE // 10:
            self._said.say(f"Room for {left:,} more characters.")
        else:
            self._said.say(f"{len(self._note):,} of {LONGEST_NOTE:,} characters.")

    def accept(self) -> None:
        """Keep it, if it is not too long."""
        if len(self._note) <= LONGEST_NOTE:
            self.dismiss(self._note)
