"""Finding a command by its name: everything that can be done now, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.ui.commands.command import Command, shown_key
from voltage_tui.ui.paint import Span, pad
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.chooser import ChooserBase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.ui.widgets.choices import Row

_LABEL = 14


def matches(commands: Sequence[Command], words: str) -> list[Command]:
    """The enabled commands whose label, help or id has every word typed, best first."""
    wanted = words.lower().split()
    found = [
        c
        for c in commands
        if c.enabled() and all(w in f"{c.label} {c.help} {c.id}".lower() for w in wanted)
    ]
    first = wanted[0] if wanted else ""
    return sorted(found, key=lambda c: not c.label.lower().startswith(first))


def with_words(commands: Sequence[Command], words: str) -> Command | None:
    """The command whose id comes first, to be done with the rest of what was typed."""
    name, _, rest = words.strip().partition(" ")
    rest = rest.strip()
    for command in commands:
        if command.id != name.lower() or command.typed is None or not command.enabled():
            continue
        if rest:
            return replace(command, help=rest, run=partial(command.typed, rest))
    return None


class CommandFinder(ChooserBase[Command]):
    """Dismissed with the command to be run."""

    HINT = "what do you want to do?"
    NONE = "Nothing that works here has this name."

    def fitting(self, words: str) -> Sequence[Command]:
        """The commands that work now and have every word; one that takes words, with them."""
        given = with_words(self.items, words)
        return matches(self.items, words) if given is None else [given]

    def row(self, item: Command) -> Row:
        """Its label and help, and its key at the end."""
        left = [Span(pad(item.label, _LABEL), Role.STRONG), Span(f" {item.help}", Role.MUTED)]
        return left, [Span(f" {shown_key(item.keys[0])} ", Role.STRONG, Ground.KEYCAP)]
