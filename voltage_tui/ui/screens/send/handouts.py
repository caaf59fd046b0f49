"""In the demo: something to pay, filled in as if it had been pasted, another each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.commands.command import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.ui.screens.page import Page


class Handouts:
    """Asks the demo's world for what suppliers send; outside of the demo it offers nothing."""

    def __init__(self, form: Page, fill_in: Callable[[str], None]) -> None:
        self._form = form
        self._fill_in = fill_in
        self._turn = 0

    def command(self) -> Command:
        """The key that hands out the next one."""
        return Command(
            "demo-invoice",
            ("ctrl+g",),
            "demo invoice",
            "Fill in something to pay, another each time (demo only).",
            self._next,
            lambda: self._form.app.launch.handout is not None,
            footer=8,
        )

    def _next(self) -> None:
        hand_out = self._form.app.launch.handout
        given = None if hand_out is None else hand_out(self._turn)
        if given is None:
            return
        self._turn += 1
        title, text = given
        self._fill_in(text)
        self._form.app.say(f"Demo: {title}.")
