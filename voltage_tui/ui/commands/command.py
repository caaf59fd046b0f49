"""One object for each thing a person can do: its key, footer, palette entry and help row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """What a key does now.

    `keys` are printable characters or Textual's key names, the first being the one shown.
    `label` is one or two words for the footer, `help` a sentence. `footer` orders the footer from
    the left, 0 keeps the command out of it. A command that is not `enabled` does nothing and is
    not offered. `typed` is done with what follows the `id` in the list of commands, as in
    `:what-if 2btc`.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    run: Callable[[], object] = field(repr=False)
    enabled: Callable[[], bool] = field(default=_always, repr=False)
    footer: int = 0
    typed: Callable[[str], object] | None = field(default=None, repr=False)


_SHOWN = {
    "escape": "esc",
    " ": "space",
    "question_mark": "?",
    "ctrl+g": "^g",
    "ctrl+p": "^p",
    "ctrl+c": "^c",
    "ctrl+l": "^l",
    "ctrl+f": "^f",
    "ctrl+n": "^n",
    "ctrl+r": "^r",
    "up": "↑",
    "down": "↓",
}


def shown_key(key: str) -> str:
    """A key as a person reads it."""
    return _SHOWN.get(key, key)


def find(commands: Iterable[Command], key: str) -> Command | None:
    """The first enabled command with this key."""
    return next((c for c in commands if key in c.keys and c.enabled()), None)


def without_shadowed(commands: Iterable[Command]) -> list[Command]:
    """The commands without those whose every key does something else now, an earlier one's."""
    kept: list[Command] = []
    taken: set[str] = set()
    for command in commands:
        if command.enabled():
            if taken.issuperset(command.keys):
                continue
            taken.update(command.keys)
        kept.append(command)
    return kept


def footer_of(commands: Iterable[Command]) -> list[Command]:
    """The commands for the line at the bottom: those that work now, in their order."""
    offered: dict[str, Command] = {}
    for command in commands:
        if command.footer and command.enabled() and command.keys[0] not in offered:
            offered[command.keys[0]] = command
    return sorted(offered.values(), key=lambda c: c.footer)
