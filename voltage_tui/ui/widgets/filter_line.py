"""The line to type a filter in, shown by `/`, gone again with esc."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Found(Note):
    """How many rows a filter left."""

    GROUND = Ground.PAGE


class FilterLine(Horizontal):
    """`Changed` is posted while typing, with the words; empty ones show everything."""

    class Changed(Message):
        """The filter is other words now."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Left(Message):
        """The person is done typing; the table should have the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", show=False, priority=True),
        Binding("down", "leave", show=False, priority=True),
    ]

    def __init__(self, hint: str) -> None:
        super().__init__(classes="filter")
        self._input = Input(placeholder=hint, compact=True)
        self._input.cursor_blink = False
        self._count = Found()
        self.display = False

    def compose(self) -> ComposeResult:
        """The input and what it found."""
        yield self._input
        yield self._count

    @property
    def words(self) -> str:
        """What is typed."""
        return self._input.value.strip()

    def open(self) -> None:
        """Show the line and type in it."""
        self.display = True
        self._input.focus()

    def say(self, words: str, role: Role = Role.MUTED) -> None:
        """What the filter found, or what is wrong with it."""
        self._count.say(f"  {words}", role)

    def action_clear(self) -> None:
        """Show everything again."""
        self._input.value = ""
        self.display = False
        self.post_message(self.Changed(""))
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Keep the filter and go to the rows."""
        self.post_message(self.Left())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what is typed."""
        event.stop()
        self.post_message(self.Changed(event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and go to the rows."""
        event.stop()
        if not self.words:
            self.display = False
        self.post_message(self.Left())
