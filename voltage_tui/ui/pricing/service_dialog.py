"""The dialog that asks whether the coin price service may be asked (S-64)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from voltage_tui.launch import CoinPriceService


class ServiceDialog(Dialog[bool]):
    """Dismissed with True to turn it on."""

    TITLE = "Turn the coin price service on?"
    KEYS = (("enter", "turn on"), ("esc", "leave it off"))

    def __init__(self, service: CoinPriceService) -> None:
        super().__init__()
        self._service = service

    def body(self) -> Iterable[Widget]:
        """Who is asked, what they are told, and what for."""
        who = Note()
        who.say(
            [
                Span("Another host is asked: ", Role.MUTED, Ground.PANEL),
                Span(self._service.host, Role.STRONG, Ground.PANEL),
            ]
        )
        yield who
        yield Note("It is told a minute and says what a bitcoin cost.")
        if self._service.simulated:
            yield Note("In the demo that is made up in this program:")
            yield Note("nothing leaves this machine.")
        else:
            yield Note("No key goes there, no amount, nothing of yours.")
        yield Note()
        yield Note("It is asked only when you fetch missing rates.")
        yield Note("$ turns it off again.")

    def accept(self) -> None:
        """Yes."""
        self.dismiss(True)  # noqa: FBT003 - the answer itself
