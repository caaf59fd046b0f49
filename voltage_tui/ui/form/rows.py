"""The pieces the form is made of: a heading, a labelled field, and the words under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual import events

_LABEL_WIDTH = 10


class FormHeading(Painted):
    """What the form is for: its title, and a note beside it."""

    DEFAULT_CSS: ClassVar[str] = "FormHeading { height: 2; }"

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self._title = title
        self._note = note

    def say(self, note: str) -> None:
        """Say this beside the title."""
        if note != self._note:
            self._note = note
            self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line."""
        return [[Span(self._title, Role.ACCENT_STRONG), Span(f"   {self._note}", Role.MUTED)]]


class FieldLabel(Painted):
    """The name of a field."""

    DEFAULT_CSS: ClassVar[str] = f"FieldLabel {{ width: {_LABEL_WIDTH}; height: 1; }}"

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The words."""
        return [[Span(self._words, Role.MUTED)]]


class FieldRow(Horizontal):
    """A label and what it names, side by side."""

    DEFAULT_CSS: ClassVar[str] = """
    FieldRow { height: 1; width: 100%; }
    FieldRow > Input, FieldRow > Choice { width: 1fr; height: 1; }
    FieldRow > AmountInput { width: 28; }
    FieldRow > UnitTag { width: 6; height: 1; }
    """

    def __init__(self, label: str, *widgets: Widget) -> None:
        super().__init__()
        self._label = label
        self._widgets = widgets

    def compose(self) -> ComposeResult:
        """The label, then the rest."""
        yield FieldLabel(self._label)
        yield from self._widgets


class NoteLine(Painted):
    """Words under a field: a hint, a question, or what is wrong.

    Without words it keeps a line, so that nothing moves when there are some; see `keep`.
    """

    DEFAULT_CSS: ClassVar[str] = "NoteLine { height: 1; width: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._least = 1
        self._words = Span("")

    def say(self, words: Span) -> None:
        """Show these words, on as many lines as they take."""
        if words == self._words:
            return
        self._words = words
        self._make_room()
        self.repaint()

    def keep(self, lines: int) -> None:
        """Keep this many lines while there are no words: none where room is short."""
        if lines != self._least:
            self._least = lines
            self._make_room()

    def on_resize(self, event: events.Resize) -> None:
        """Break the words anew."""
        self._make_room()
        super().on_resize(event)

    def _make_room(self) -> None:
        self.styles.height = max(self._least, len(self._wrapped(self.size.width)))

    def _wrapped(self, width: int) -> list[str]:
        if not self._words.text:
            return []
        return wrap(self._words.text, max(20, width - _LABEL_WIDTH))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The words, under the field rather than under its name."""
        indent = Span(" " * _LABEL_WIDTH)
        return [(indent, self._words._replace(text=line)) for line in self._wrapped(width)]
