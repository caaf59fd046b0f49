"""What can be done on every page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.pricing.open import toggle_service
from voltage_tui.ui.screens.credit.what_if_open import ask, try_text

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp


def everywhere(app: VoltageApp) -> list[Command]:
    """The commands that hold everywhere."""
    return [*_going(app), *_showing(app), *_doing(app)]


def _going(app: VoltageApp) -> list[Command]:
    """Where to."""
    pages = app.pages
    return [
        *(
            Command(f"page-{n}", (str(n),), title, f"Go to {title}.", partial(app.go, n))
            for n, title in app.page_titles.items()
        ),
        Command(
            "back",
            ("escape",),
            "back",
            "Go back one step.",
            pages.back,
            lambda: pages.deep,
            footer=80,
        ),
        Command("quit", ("q", "ctrl+c"), "quit", "Leave.", pages.quit),
    ]


def _showing(app: VoltageApp) -> list[Command]:
    """How things are shown."""
    pages = app.pages
    units = "Show amounts in sats, BTC, USD or both."
    hide = "Hide every amount, or show them again."
    finder = "Find a command by its name."
    keys = "Show every key that works here."
    prices = "Let the coin price service be asked for missing rates, or not."
    return [
        Command("units", ("u",), "units", units, app.preferences.next_unit, footer=60),
        Command("hide", ("p",), "hide", hide, app.preferences.toggle_hidden, footer=70),
        Command(
            "coin-prices",
            ("$",),
            "coin prices",
            prices,
            partial(toggle_service, app),
            lambda: app.launch.coin_prices is not None,
        ),
        Command("theme", ("T",), "theme", "Choose the colours.", pages.choose_theme),
        Command("palette", (":", "ctrl+p"), "commands", finder, pages.open_palette),
        Command("help", ("?",), "keys", keys, pages.open_help, footer=90),
    ]


def _doing(app: VoltageApp) -> list[Command]:
    """What can be done."""
    pages = app.pages
    receive = "Ask for a payment and show its QR code."
    send = "Pay an invoice, an address or a payment link."
    arm = "Raise the power to send for five minutes, or lower it."
    lock = "Hide everything and end armed power; enter goes on."
    read = "Read everything again now."
    trial = "Try an amount: which limit would stop it, and until when (:what-if 2btc)."
    return [
        Command("receive", ("r",), "receive", receive, pages.receive, pages.can_receive, footer=10),
        Command("send", ("s",), "send", send, pages.send, pages.can_send, footer=11),
        Command(
            "what-if",
            ("W",),
            "what if",
            trial,
            partial(ask, app),
            lambda: app.treasury is not None,
            typed=partial(try_text, app),
        ),
        Command("arm", ("A",), "arm", arm, pages.toggle_armed, lambda: app.power is not None),
        Command("lock", ("L",), "lock", lock, app.lock.now),
        Command("refresh", ("R", "ctrl+l"), "read now", read, pages.read_now),
    ]
