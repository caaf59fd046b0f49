"""A field of a form: its label, what is typed, and a sentence about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input

from voltage_tui.ui.paint import Line, Span, flow, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.geometry import Size


class Note(Painted):
    """A line of words under or over something; in a dialog as many lines as the words take.

    Without words it is air, which leaves first where a terminal is low.
    """

    GROUND = Ground.PANEL

    def __init__(self, words: str = "", role: Role = Role.MUTED) -> None:
        super().__init__()
        self._line: Line = [Span(words, role)]
        self.set_class(not words, "-air")

    def say(self, words: str | Line, role: Role = Role.MUTED) -> None:
        """Show other words."""
        before, width = self._line, self.size.width
        self._line = [Span(words, role)] if isinstance(words, str) else words
        self.set_class(not any(span.text for span in self._line), "-air")
        if width and _high(before, width) != _high(self._line, width):
            self.refresh(layout=True)
        self.repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words take, where the styles leave the height to them."""
        return _high(self._line, width)

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The words."""
        return [self._line] if height == 1 else _broken(self._line, width)


def _broken(line: Line, width: int) -> Sequence[Line]:
    """Words broken at spaces; a line made of parts stays one."""
    if len(line) != 1:
        return [line]
    return [[line[0]._replace(text=text)] for text in wrap(line[0].text, width)]


def _high(line: Line, width: int) -> int:
    return len(_broken(line, width))


class Keys(Painted):
    """The keys of a dialog with what they do, in as many lines as they take."""

    GROUND = Ground.PANEL

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys: Sequence[Line] = [
            [
                Span(f" {key} ", Role.STRONG, Ground.KEYCAP),
                Span(f" {label}  ", Role.MUTED),
            ]
            for key, label in keys
        ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the keys take."""
        return len(self.paint(width, 0))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """No key without its word."""
        return flow(self._keys, width, gap=0)


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
