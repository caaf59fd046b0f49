"""The key that asks Voltage itself whether a payment would be let pass; it never pays."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from voltage_tui.treasury.paying.server_check import Answer
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.ui.screens.page import Page


class AskVoltage:
    """Asks about the order of one page, one question at a time; the preflight has the answer."""

    def __init__(self, page: Page, order: Callable[[], PayOrder | None]) -> None:
        self._page = page
        self._order = order
        self._asking: asyncio.Task[None] | None = None

    def command(self, *more_keys: str) -> Command:
        """The key; it works while something is typed, too."""
        return Command(
            "ask-voltage",
            ("ctrl+t", *more_keys),
            "ask Voltage",
            "Ask Voltage whether its policies would let this pass; nothing is paid by asking.",
            self._ask,
            lambda: self._order() is not None and self._page.app.treasury is not None,
        )

    def _ask(self) -> None:
        order = self._order()
        if order is not None and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._carry_out(order), name="check with server")

    async def _carry_out(self, order: PayOrder) -> None:
        app = self._page.app
        if app.treasury is None:
            return
        app.say("Asking Voltage: nothing is paid by this.")
        word = await app.treasury.check_with_server(order)
        fine = word.answer is Answer.ALLOWED
        said = (
            word.words
            if word.answer in (Answer.NOT_ASKED, Answer.SILENT)
            else f"Voltage: {word.words}"
        )
        app.say(said, Role.TEXT if fine else Role.WARN)
