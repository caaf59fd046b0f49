"""A page that is filled in: its fields, what is said under them, and the keys that lead through."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Generic

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from voltage_tui.model.ids import WalletId
from voltage_tui.money import EntryUnit
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.snapshot import KnownRate, Snapshot
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.form.amount_input import AmountInput, UnitTag
from voltage_tui.ui.form.choice import Choice
from voltage_tui.ui.form.fault import F, Fault
from voltage_tui.ui.form.plain import Plain
from voltage_tui.ui.form.rows import FieldRow, NoteLine
from voltage_tui.ui.form.units import UnitChange
from voltage_tui.ui.screens.page import Page

if TYPE_CHECKING:
    from textual import events


class FormPage(Page, Generic[F]):
    """The base of both forms. Each has an amount and a wallet among the fields of its `F`.

    A subclass makes the fields in `compose`, shows them by `rows`, and judges them in `judge`.
    """

    NARROW: ClassVar[int] = 100
    """Below this many cells inside its edges there is one column, not two."""

    # Taken before the field that has the focus gets them: keys that come in one burst, over a slow
    # line or from a scanner, would else all go to the field that had the focus when it began.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_field", show=False, priority=True),
        Binding("shift+tab", "previous_field", show=False, priority=True),
    ]

    _amount: AmountInput
    _wallet: Choice[WalletId]
    _by_field: dict[F, Widget]
    _notes: dict[F, NoteLine]

    def __init__(self, unit: EntryUnit) -> None:
        super().__init__()
        self._units = UnitChange(unit)
        self._unit_tag = UnitTag()
        self._snapshot: Snapshot | None = None
        self._fault: Fault[F] | None = None

    @abstractmethod
    def judge(self) -> None:
        """Say what the form comes to, and what is wrong with it."""

    # --- building ------------------------------------------------------------------------------

    def rows(self, *beside_amount: Widget) -> Iterator[Widget]:
        """Each field under its name, and the line for what is said of it."""
        self._notes = {}
        for field, widget in self._by_field.items():
            beside = (self._unit_tag, *beside_amount) if widget is self._amount else ()
            yield FieldRow(str(field.value), widget, *beside)
            self._notes[field] = NoteLine()
            yield self._notes[field]

    def begin_in(self, first: Widget) -> None:
        """Put the focus into this field, unless it is in one already."""
        if not any(widget.has_focus for widget in self._by_field.values()):
            first.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Lay it out anew."""
        self.lay_out()

    def lay_out(self) -> None:
        """One column where two do not fit."""
        self.set_class(self.size.width < self.NARROW, "narrow")

    # --- what is known -------------------------------------------------------------------------

    def tick(self, now: datetime) -> None:
        """What is known grows older, and the power to act may come or go."""
        self.judge()

    def recolour(self) -> None:
        """Hide or show what is typed, and paint again."""
        for field in self.query(Plain):
            field.hide_if_asked()
        super().recolour()
        self.judge()

    @property
    def account(self) -> Account | None:
        """The account chosen."""
        chosen = self._wallet.value
        return self._snapshot.account(chosen) if self._snapshot and chosen else None

    @property
    def rate(self) -> KnownRate | None:
        """The last rate read, however old."""
        return self._snapshot.rate if self._snapshot else None

    @property
    def hidden(self) -> bool:
        """Whether amounts are hidden, and none is being typed."""
        return self.app.amounts.hidden and not self._amount.has_focus

    def show_unit(self, unit: EntryUnit) -> None:
        """Show the unit the amount is read in; while a question is open, keys answer it (S-22)."""
        self._unit_tag.show(unit)
        self._amount.asking = self._units.question is not None

    def refuse(self, fault: Fault[F]) -> None:
        """Go to the field that is wrong and say what is, until that is mended."""
        self._fault = fault
        self._by_field[fault.field].focus()
        self.judge()

    # --- keys ----------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Judge what is typed as it is typed."""
        self.judge()

    def on_amount_input_unit_asked(self, event: AmountInput.UnitAsked) -> None:
        """Change the unit, or ask first when there is a number to be mistaken (S-22)."""
        self._amount.focus()
        self._units.ask(self._amount.value, event.step, self.rate, self.app.now())
        self.judge()

    def on_amount_input_answered(self, event: AmountInput.Answered) -> None:
        """Keep the digits, the value, or the unit."""
        self._amount.value = self._units.answer(event.key, self._amount.value)
        self._amount.cursor_position = len(self._amount.value)
        self.judge()

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.screen.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.screen.focus_previous()

    def commands_with(self, enter: Command, leaving: str) -> tuple[Command, ...]:
        """What enter does, going from field to field, and escape, in the words for it."""
        return (
            enter,
            Command(
                "next-field",
                ("tab", "down"),
                "next field",
                "Go to the next field.",
                self.action_next_field,
                footer=6,
            ),
            Command(
                "previous-field",
                ("shift+tab", "up"),
                "previous field",
                "Go to the field before.",
                self.action_previous_field,
            ),
            Command("close-form", ("escape",), "leave", leaving, self.app.pages.back, footer=7),
        )
