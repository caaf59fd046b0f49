"""Choosing the colours: each theme is shown at once, esc goes back to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from voltage_tui.ui.paint import Line, Span, spread
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from voltage_tui.ui.app import VoltageApp


class _Themes(Painted):
    GROUND = Ground.PANEL

    def __init__(self, picker: ThemePicker) -> None:
        super().__init__()
        self._picker = picker

    def paint(self, width: int, height: int) -> Sequence[Line]:
        picker = self._picker
        lines: list[Line] = [[Span("COLOURS", Role.ACCENT_STRONG)], ()]
        for n, (name, title) in enumerate(picker.choices):
            chosen = n == picker.chosen
            ground = Ground.SELECTED if chosen else Ground.PANEL
            left = [
                Span("› " if chosen else "  ", Role.ACCENT, ground),
                Span(title, Role.STRONG, ground),
            ]
            right = [Span(f"{name}  ", Role.MUTED, ground)]
            lines.append([s._replace(ground=ground) for s in spread(left, right, width)])
        sample = [
            Span("  ● completed", Role.OK),
            Span("  ◐ sending", Role.WARN),
            Span("  ○ receiving", Role.WAITING),
            Span("  ✕ failed", Role.BAD),
            Span("   1,250", Role.STRONG),
            Span(".500", Role.FAINT),
        ]
        keys = [
            Span(" enter ", Role.STRONG, Ground.KEYCAP),
            Span(" keep  ", Role.MUTED),
            Span(" esc ", Role.STRONG, Ground.KEYCAP),
            Span(" as it was  ", Role.MUTED),
        ]
        return [*lines, (), sample, (), keys]


class ThemePicker(ModalScreen[None]):
    """The list; the arrows show a theme, enter keeps it."""

    app: VoltageApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "put_back", show=False),
        Binding("up,k", "choose(-1)", show=False),
        Binding("down,j", "choose(1)", show=False),
        Binding("enter", "keep", show=False),
    ]

    def __init__(self, choices: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__()
        self.choices = choices
        self._before = current
        self.chosen = next((n for n, (name, _) in enumerate(choices) if name == current), 0)

    def compose(self) -> ComposeResult:
        """One painted list."""
        with Vertical(id="dialog"):
            themes = _Themes(self)
            themes.styles.height = len(self.choices) + 6
            yield themes

    def action_choose(self, by: int) -> None:
        """Show the next theme."""
        self.chosen = (self.chosen + by) % len(self.choices)
        self.app.use_theme(self.choices[self.chosen][0], remember=False)
        self.query_one(_Themes).recolour()

    def action_keep(self) -> None:
        """Keep and remember the one shown."""
        self.app.use_theme(self.choices[self.chosen][0])
        self.dismiss()

    def action_put_back(self) -> None:
        """Back to the theme from before."""
        self.app.use_theme(self._before, remember=False)
        self.dismiss()
