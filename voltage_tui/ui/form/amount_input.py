"""The field an amount is typed in: its unit always beside it, never changed in silence (S-22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from voltage_tui.money import EntryUnit
from voltage_tui.ui.form.plain import Plain
from voltage_tui.ui.form.units import UNIT_WORDS
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual import events


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
        super().__init__(id="form-unit")
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
