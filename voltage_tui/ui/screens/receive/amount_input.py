"""The field an amount is typed in: its unit always beside it, never changed in silence (S-22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import Input

from voltage_tui.money import EntryUnit
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.receive.units import UNIT_WORDS
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual import events

    from voltage_tui.ui.app import VoltageApp


class Plain(Input):
    """A line of text that neither blinks nor offers anything, hidden with the amounts.

    What is being typed stays in sight: a figure typed blind would be worse than one seen.
    """

    app: VoltageApp

    def __init__(self, value: str = "", *, placeholder: str = "", id: str) -> None:  # noqa: A002
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Show what is typed while it is being typed, hide it after."""
        super().watch_has_focus(_has_focus)
        self.hide_if_asked()

    def hide_if_asked(self) -> None:
        """Mask the text while amounts are hidden and the keys go elsewhere."""
        self.password = self.app.amounts.hidden and not self.has_focus

    async def on_key(self, event: events.Key) -> None:
        """Enter is taken in its turn, so that what is typed after it does not count."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self, self.value))


class AmountInput(Plain):
    """An amount; up and down ask for the next unit, and an open question takes every key."""

    class UnitAsked(Message):
        """The next unit (`step` 1) or the one before (-1) is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Answered(Message):
        """The open question was answered with this key: k, v or escape."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    _STEPS: ClassVar = {"up": -1, "down": 1}
    _ANSWERS: ClassVar = ("k", "v", "escape")

    asking = False
    """Whether a question is open."""

    async def on_key(self, event: events.Key) -> None:
        """Take the keys that are not text."""
        if self.asking:
            event.stop()
            event.prevent_default()
            if event.key in self._ANSWERS:
                self.post_message(self.Answered(event.key))
        elif event.key in self._STEPS:
            event.stop()
            event.prevent_default()
            self.post_message(self.UnitAsked(self._STEPS[event.key]))


class UnitTag(Painted):
    """The unit beside the field; a click is the down key."""

    def __init__(self) -> None:
        super().__init__(id="receive-unit")
        self._unit = EntryUnit.SATS

    def show(self, unit: EntryUnit) -> None:
        """Show this unit."""
        self._unit = unit
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The unit's word."""
        return [[Span(f" {UNIT_WORDS[self._unit]:<4} ", Role.STRONG, Ground.KEYCAP)]]

    def on_click(self) -> None:
        """Ask for the next unit."""
        self.post_message(AmountInput.UnitAsked(1))
