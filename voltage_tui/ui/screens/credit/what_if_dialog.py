"""The dialog that asks which amount is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.money import Money
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.credit.what_if_open import typed_bitcoin
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget
    from textual.widgets import Input


class WhatIfDialog(Dialog[Money]):
    """Dismissed with the amount, bitcoin."""

    TITLE = "What if this were paid now?"
    KEYS = (("enter", "look"), ("esc", "cancel"))

    def __init__(self) -> None:
        super().__init__()
        self._amount = Field("Amount", hint="2 btc, 25000 sats, 500 usd")

    def body(self) -> Iterable[Widget]:
        """One field."""
        yield self._amount
        yield Note("Nothing is sent and nobody is asked.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what it comes to while it is typed."""
        event.stop()
        if not self._amount.value:
            self._amount.say("")
            return
        amount = typed_bitcoin(self.app, self._amount.value)
        words = amount if isinstance(amount, str) else self.app.amounts.words(amount)
        self._amount.say(words)

    def accept(self) -> None:
        """Take an amount that can be read."""
        amount = typed_bitcoin(self.app, self._amount.value)
        if isinstance(amount, str):
            self._amount.say(amount, Role.BAD)
        else:
            self.dismiss(amount)
