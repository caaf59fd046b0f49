"""Choosing the colours: each theme is shown at once, esc goes back to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.choices import Choices
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.widget import Widget

_SAMPLE = (
    Span("  ● completed", Role.OK),
    Span("  ◐ sending", Role.WARN),
    Span("  ○ receiving", Role.WAITING),
    Span("  ✕ failed", Role.BAD),
    Span("   1,250", Role.STRONG),
    Span(".500", Role.FAINT),
)


class ThemePicker(Dialog[None]):
    """The list; the arrows or a click show a theme, enter keeps it."""

    TITLE = "Colours"
    KEYS = (("enter", "keep"), ("esc", "as it was"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "choose(-1)", show=False),
        Binding("down,j", "choose(1)", show=False),
    ]

    def __init__(self, themes: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__()
        self._names = [name for name, _ in themes]
        self._before = current
        rows = [
            ([Span(title, Role.STRONG)], [Span(f"{name}  ", Role.MUTED)]) for name, title in themes
        ]
        self._choices = Choices(rows, self._names.index(current))

    def body(self) -> Iterable[Widget]:
        """The themes, and what their colours say."""
        yield self._choices
        yield Note()
        sample = Note()
        sample.say(_SAMPLE)
        yield sample

    def action_choose(self, by: int) -> None:
        """Show the next theme; after the last comes the first."""
        self._show((self._choices.at + by) % len(self._names))

    def on_click(self, event: events.Click) -> None:
        """Show the theme under the mouse."""
        at = self._choices.row_under(event)
        if at is not None:
            self._show(at)

    def _show(self, at: int) -> None:
        self._choices.choose(at)
        self.app.preferences.preview_theme(self._names[at])

    def accept(self) -> None:
        """Keep and remember the one shown."""
        self.app.preferences.use_theme(self._names[self._choices.at])
        self.dismiss()

    def action_cancel(self) -> None:
        """Back to the theme from before."""
        self.app.preferences.preview_theme(self._before)
        self.dismiss()
