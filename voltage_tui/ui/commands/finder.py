"""Finding a command by its name: everything that can be done now, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from voltage_tui.ui.commands.command import Command, shown_key
from voltage_tui.ui.paint import Line, Span, pad, spread
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

_ROWS = 12


def matches(commands: Sequence[Command], words: str) -> list[Command]:
    """The enabled commands whose label or help has every word typed, best first."""
    wanted = words.lower().split()
    found = [
        c
        for c in commands
        if c.enabled() and all(w in f"{c.label} {c.help} {c.id}".lower() for w in wanted)
    ]
    first = wanted[0] if wanted else ""
    return sorted(found, key=lambda c: not c.label.lower().startswith(first))


class _List(Painted):
    GROUND = Ground.PANEL

    def __init__(self, finder: CommandFinder) -> None:
        super().__init__()
        self._finder = finder

    def paint(self, width: int, height: int) -> Sequence[Line]:
        finder = self._finder
        if not finder.found:
            return [[Span("  Nothing that works here has this name.", Role.MUTED)]]
        top = max(0, finder.chosen - height + 1)
        lines: list[Line] = []
        for n, command in enumerate(finder.found[top : top + height], top):
            ground = Ground.SELECTED if n == finder.chosen else Ground.PANEL
            mark = "› " if n == finder.chosen else "  "
            left = [
                Span(mark, Role.ACCENT, ground),
                Span(pad(command.label, 14), Role.STRONG, ground),
                Span(f" {command.help}", Role.MUTED, ground),
            ]
            right = [Span(f" {shown_key(command.keys[0])} ", Role.STRONG, Ground.KEYCAP)]
            lines.append(
                [s._replace(ground=s.ground or ground) for s in spread(left, right, width)]
            )
        return lines


class CommandFinder(ModalScreen[None]):
    """Type a part of a name, choose with the arrows, enter does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands
        self.found = matches(commands, "")
        self.chosen = 0

    def compose(self) -> ComposeResult:
        """The line to type in over the list."""
        with Vertical(id="dialog"):
            line = Input(placeholder="what do you want to do?", compact=True)
            line.cursor_blink = False
            yield line
            found = _List(self)
            found.styles.height = _ROWS
            yield found

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits what is typed."""
        self.found = matches(self._commands, event.value)
        self.chosen = 0
        self.query_one(_List).repaint()

    def on_input_submitted(self) -> None:
        """Do the one that is chosen."""
        self._run()

    def action_choose(self, by: int) -> None:
        """Move the choice."""
        self.chosen = max(0, min(len(self.found) - 1, self.chosen + by))
        self.query_one(_List).repaint()

    def on_click(self, event: events.Click) -> None:
        """Do the one under the mouse; outside of the list, close."""
        rows = self.query_one(_List)
        if rows.region.contains(event.screen_x, event.screen_y):
            top = max(0, self.chosen - rows.size.height + 1)
            self.chosen = min(len(self.found) - 1, top + event.screen_y - rows.region.y)
            self._run()

    def _run(self) -> None:
        command = self.found[self.chosen] if self.found else None
        self.dismiss()
        if command is not None:
            self.app.call_later(command.run)
