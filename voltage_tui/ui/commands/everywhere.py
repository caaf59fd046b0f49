"""What can be done on every page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.ui.commands.command import Command

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp


def everywhere(app: VoltageApp) -> list[Command]:
    """The commands that hold everywhere."""
    return [
        *_pages(app),
        Command(
            "receive",
            ("r",),
            "receive",
            "Ask for a payment and show its QR code.",
            app.pages.receive,
            app.pages.can_receive,
            footer=10,
        ),
        Command(
            "units",
            ("u",),
            "units",
            "Show amounts in sats, BTC, USD or both.",
            app.next_unit,
            footer=60,
        ),
        Command(
            "hide",
            ("p",),
            "hide",
            "Hide every amount, or show them again.",
            app.toggle_hidden,
            footer=70,
        ),
        Command(
            "arm",
            ("A",),
            "arm",
            "Raise the power to send for five minutes, or lower it.",
            app.pages.toggle_armed,
            lambda: app.power is not None,
        ),
        Command(
            "refresh",
            ("R", "ctrl+l"),
            "read now",
            "Read everything again now.",
            app.pages.read_now,
            lambda: app.treasury is not None or app.trouble is not None,
        ),
        Command("theme", ("T",), "theme", "Choose the colours.", app.pages.choose_theme),
        Command(
            "palette",
            (":", "ctrl+p"),
            "commands",
            "Find a command by its name.",
            app.pages.open_palette,
        ),
        Command(
            "help",
            ("?",),
            "keys",
            "Show every key that works here.",
            app.pages.open_help,
            footer=90,
        ),
        Command(
            "back",
            ("escape",),
            "back",
            "Go back one step.",
            app.pages.back,
            lambda: app.pages.deep,
            footer=80,
        ),
        Command("quit", ("q", "ctrl+c"), "quit", "Leave.", app.pages.quit),
    ]


def _pages(app: VoltageApp) -> list[Command]:
    return [
        Command(f"page-{n}", (str(n),), title, f"Go to {title}.", partial(app.go, n))
        for n, title in enumerate(app.page_titles, 1)
    ]
