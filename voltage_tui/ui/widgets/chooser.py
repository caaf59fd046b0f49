"""Choosing one of many by name: type a part of it, or use the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.field import Note
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from voltage_tui.ui.app import VoltageApp

_ROWS = 12


class Choices(Painted):
    """The names that fit what is typed."""

    GROUND = Ground.PANEL

    def __init__(self, chooser: Chooser) -> None:
        super().__init__()
        self._chooser = chooser

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line for each, the chosen one on the selection."""
        found = self._chooser.found
        if not found:
            return [[Span("  Nothing has this name.", Role.MUTED)]]
        top = self._chooser.top(height)
        lines: list[Line] = []
        for n, (_, name) in enumerate(found[top : top + height], top):
            chosen = n == self._chooser.at
            ground = Ground.SELECTED if chosen else Ground.PANEL
            lines.append(
                [
                    Span("› " if chosen else "  ", Role.ACCENT, ground),
                    Span(name, Role.STRONG if chosen else Role.TEXT, ground),
                ]
            )
        return lines


class Chooser(ModalScreen[str | None]):
    """Dismissed with the key of the one chosen, or None by esc."""

    app: VoltageApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__()
        self._words = title
        self._choices = choices
        self.found = list(choices)
        self.at = next((n for n, (key, _) in enumerate(choices) if key == current), 0)

    def compose(self) -> ComposeResult:
        """Title, the line to type in, the names."""
        with Vertical(id="dialog"):
            title = Note(self._words, Role.ACCENT_STRONG)
            yield title
            line = Input(placeholder="type a part of the name", compact=True)
            line.cursor_blink = False
            yield line
            names = Choices(self)
            names.styles.height = min(_ROWS, max(1, len(self._choices)))
            yield names

    def top(self, height: int) -> int:
        """The first name in view."""
        return max(0, self.at - height + 1)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the names that have what is typed."""
        words = event.value.casefold().split()
        self.found = [c for c in self._choices if all(w in c[1].casefold() for w in words)]
        self.at = 0 if words else self.at
        self.query_one(Choices).repaint()

    def on_input_submitted(self) -> None:
        """Take the one that is chosen."""
        self.dismiss(self.found[self.at][0] if self.found else None)

    def action_choose(self, by: int) -> None:
        """Move the choice."""
        self.at = max(0, min(len(self.found) - 1, self.at + by))
        self.query_one(Choices).repaint()

    def action_cancel(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Take the one under the mouse."""
        names = self.query_one(Choices)
        if names.region.contains(event.screen_x, event.screen_y):
            n = self.top(names.size.height) + event.screen_y - names.region.y
            if n < len(self.found):
                self.dismiss(self.found[n][0])
