"""The key that fills in the entries of a template, and how they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import fit
from voltage_tui.ui.widgets.chooser import Chooser

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.named_entries import Template
    from voltage_tui.ui.app import VoltageApp

Entries: TypeAlias = tuple[tuple[str, str], ...]
"""Keys of metadata with their values, none empty."""

FILL_KEY: Final = "ctrl+f"
_ROOM: Final = 72
"""Cells of entries in a form."""


def fill_command(
    app: VoltageApp, known: Callable[[], Entries], take: Callable[[Entries], None]
) -> Command:
    """Chooses a template and asks for its values; `known` are the entries there are already."""
    return Command(
        "fill-in",
        (FILL_KEY,),
        "template",
        "Fill in metadata from a template: invoice number, cost centre, project.",
        lambda: fill_in(app, known, take),
    )


def fill_in(app: VoltageApp, known: Callable[[], Entries], take: Callable[[Entries], None]) -> None:
    """Ask which template, where there are several, and then for its values."""
    from voltage_tui.ui.templates.dialog import FillIn  # noqa: PLC0415 - when asked for

    templates = {template.name: template for template in app.settings.templates}

    def filled(entries: Entries | None) -> None:
        if entries is not None:
            take(entries)

    def ask(template: Template) -> None:
        app.push_screen(FillIn(template, dict(known())), filled)

    def chosen(pair: tuple[str, str] | None) -> None:
        if pair is not None:
            ask(templates[pair[0]])

    if not templates:
        app.say("No template yet: [templates.invoice] in settings.toml makes one.")
    elif len(templates) == 1:
        ask(*templates.values())
    else:
        app.push_screen(Chooser("Which template", [(name, name) for name in templates], ""), chosen)


def with_words(entries: Entries) -> str:
    """What goes with it, as much as a form has room for: the card shows all of it."""
    return f"with {fit(entries_words(entries), _ROOM)}"


def entries_words(entries: Entries) -> str:
    """The entries in one line: `cost_center=ops, invoice=42`."""
    return ", ".join(f"{key}={value}" for key, value in entries)
