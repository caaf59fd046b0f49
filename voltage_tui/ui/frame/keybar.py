"""The frame's last line: the keys that work now, or a notice for a few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from voltage_tui.ui.commands.command import Command, footer_of, shown_key
from voltage_tui.ui.paint import Line, Span, spread, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.rate_age import unit_note
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


MOST: Final = 8
STAYING: Final = frozenset({"back", "help"})
"""The commands that do not leave the line when there is little room."""


class KeyBar(Painted):
    """At most eight keys with what they do; a click is the key."""

    GROUND = Ground.PANEL

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._shown: list[tuple[int, Command]] = []

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line."""
        now = self.app.now()
        rate = unit_note(self.app.amounts, now)
        clock = [
            *rate,
            Span(f"  {now:%H:%M:%S} UTC " if rate else f"{now:%H:%M:%S} UTC ", Role.FAINT),
        ]
        notice = self.app.notices.now
        if notice is not None:
            self._shown = []
            words = whole_clauses(notice.words, width - 2)
            return [spread([Span(" "), Span(words, notice.role)], clock, width)]
        # What is said of every amount on the screen never gives way to a key.
        return [spread(self._keys(width - width_of(clock) - 1 if rate else width), clock, width)]

    def _keys(self, width: int) -> Line:
        commands = footer_of(self._offered())
        while len(commands) > MOST or sum(width_of(_key(c)) for c in commands) > width:
            # The way back and the list of all keys stay; of the others the last leaves first.
            leaving = [c for c in commands if c.id not in STAYING] or commands
            commands.remove(leaving[-1])
        line: list[Span] = []
        self._shown = []
        for command in commands:
            line.extend(_key(command))
            self._shown.append((width_of(line), command))
        return line

    def _offered(self) -> list[Command]:
        """The commands whose first key works now: while something is typed, letters are text.

        None of the page's work under a dialog, which names its own.
        """
        if len(self.app.screen_stack) > 1:
            return []
        commands = self.app.commands()
        if self.app.is_typing:
            return [c for c in commands if len(c.keys[0]) > 1]
        return commands

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for end, command in self._shown:
            if event.x < end:
                command.run()
                return


def whole_clauses(words: str, room: int) -> str:
    """As many clauses from the first on as fit in `room` cells: none ends in the middle."""
    while cell_len(words) > room:
        end = max(words.rfind(mark, 0, -1) for mark in ("; ", ". "))
        if end <= 0:
            return words
        words = f"{words[:end]}."
    return words


def _key(command: Command) -> Line:
    return (
        Span(f" {shown_key(command.keys[0])} ", Role.STRONG, Ground.KEYCAP),
        Span(f" {command.label}  ", Role.MUTED),
    )
