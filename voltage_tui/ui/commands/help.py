"""The keys that work here, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from voltage_tui.ui.commands.command import Command, shown_key
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

MOVING = (
    ("↑ ↓ j k", "Move by a row."),
    ("pgup pgdn", "Move by a screen."),
    ("g G home end", "Go to the first or the last row."),
    ("tab", "Go to the next table or field."),
    ("enter", "Open what the cursor is on."),
    ("esc", "Go back; it never quits."),
)
_KEY = 14


class _Keys(Prose):
    GROUND = Ground.PANEL


class HelpScreen(ModalScreen[None]):
    """Every command that works now, the page's own first, then moving about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", show=False)
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = [c for c in commands if c.enabled()]

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with Vertical(id="dialog", classes="tall"):
            yield _Keys(self._lines)

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = [
            [Span("KEYS", Role.ACCENT_STRONG), Span("  that work here; esc closes", Role.MUTED)],
            (),
        ]
        for command in self._commands:
            keys = " ".join(shown_key(key) for key in command.keys)
            lines += _row(keys, command.help, width)
        lines += [(), [Span("MOVING", Role.ACCENT_STRONG)], ()]
        for keys, words in MOVING:
            lines += _row(keys, words, width)
        return lines


def _row(keys: str, words: str, width: int) -> list[Line]:
    first, *rest = wrap(words, width - _KEY)
    return [
        [Span(f"{keys:<{_KEY}}", Role.ACCENT), Span(first)],
        *([Span(" " * _KEY), Span(piece)] for piece in rest),
    ]
