"""Trying an amount: typed into the list of commands (`:what-if 2btc`) or into a field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.money import Money
    from voltage_tui.ui.app import VoltageApp

_JOINED: Final = re.compile(r"([0-9.]+)([A-Za-z]+)")


def typed_bitcoin(app: VoltageApp, text: str) -> Money | str:
    """The amount a text means, in bitcoin, or what is wrong with it.

    `2btc` is two words here: nothing is sent, and it is echoed. A number alone is in the unit
    that amounts are shown in; dollars are taken at the rate known, while that is fresh.
    """
    from voltage_tui.money import BTC, EntryUnit  # noqa: PLC0415
    from voltage_tui.ui.form.typed_amount import Wanted, read_typed  # noqa: PLC0415

    units = {"btc": EntryUnit.BTC, "usd": EntryUnit.USD}
    unit = units.get(app.amounts.unit, EntryUnit.SATS)
    joined = _JOINED.fullmatch(text.strip())
    words = f"{joined[1]} {joined[2]}" if joined is not None else text
    rate = app.snapshot.rate if app.snapshot is not None else None
    asked = read_typed(words, unit, Wanted(BTC, rate, app.now()))
    if isinstance(asked, str):
        return asked
    return asked.amount if asked.amount is not None else "type an amount"


def try_text(app: VoltageApp, text: str) -> None:
    """Try what was typed after the command's name, or say what is wrong with it."""
    amount = typed_bitcoin(app, text)
    if isinstance(amount, str):
        app.say(f"What if: {amount}.", Role.WARN)
    else:
        open_trial(app, amount)


def ask(app: VoltageApp) -> None:
    """Ask for an amount, and try it."""
    from voltage_tui.ui.screens.credit.what_if_dialog import WhatIfDialog  # noqa: PLC0415

    def given(amount: Money | None) -> None:
        if amount is not None:
            open_trial(app, amount)

    app.push_screen(WhatIfDialog(), given)


def open_trial(app: VoltageApp, amount: Money) -> None:
    """Show what each wallet's limits say to an amount."""
    from voltage_tui.ui.screens.credit.what_if_page import WhatIfPage  # noqa: PLC0415

    if isinstance(app.pages.front, WhatIfPage):
        app.pages.back()
    app.pages.open(WhatIfPage(amount))
