"""A field of a form: its label, what is typed, and a sentence about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input

from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Note(Painted):
    """One line of words under or over something."""

    GROUND = Ground.PANEL

    def __init__(self, words: str = "", role: Role = Role.MUTED) -> None:
        super().__init__()
        self._line: Line = [Span(words, role)]

    def say(self, words: str | Line, role: Role = Role.MUTED) -> None:
        """Show other words."""
        self._line = [Span(words, role)] if isinstance(words, str) else words
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The words."""
        return [self._line]


class Field(Vertical):
    """A labelled input of one line; what was typed is never lost by a mistake."""

    def __init__(self, label: str, *, value: str = "", hint: str = "") -> None:
        super().__init__(classes="field")
        self._label = Note(label)
        self.input = Input(value=value, placeholder=hint, compact=True)
        self.input.cursor_blink = False
        self._note = Note()

    def compose(self) -> ComposeResult:
        """Label, input, note."""
        yield self._label
        yield self.input
        yield self._note

    @property
    def value(self) -> str:
        """What is typed, with the spaces around it gone."""
        return self.input.value.strip()

    def rename(self, label: str) -> None:
        """Show another label."""
        self._label.say(label)

    def say(self, words: str | Line, role: Role = Role.MUTED) -> None:
        """Say something about what is typed, under it."""
        self._note.say(words, role)
