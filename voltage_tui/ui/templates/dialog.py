"""The dialog that asks for the values of a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widgets import Input

from voltage_tui.named_entries import LONGEST_ENTRY
from voltage_tui.text import clean, is_clean
from voltage_tui.ui.paint import fit
from voltage_tui.ui.palette import Role
from voltage_tui.ui.templates.fill import Entries
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.widget import Widget

    from voltage_tui.named_entries import Template

_LABEL = 22


class FillIn(Dialog[Entries]):
    """Dismissed with the entries that have a value; `known` are values that are there already."""

    KEYS = (("enter", "fill in"), ("tab", "next"), ("esc", "cancel"))
    DEFAULT_CSS: ClassVar[str] = f"""
    FillIn Horizontal {{ height: 1; width: 100%; }}
    FillIn Horizontal Note {{ width: {_LABEL}; }}
    FillIn Horizontal Input {{ width: 1fr; }}
    """

    def __init__(self, template: Template, known: Mapping[str, str]) -> None:
        super().__init__()
        self._template = template
        self._inputs = {
            key: _input(known.get(key, value), fixed=bool(value)) for key, value in template.entries
        }
        self._said = Note("They go to Voltage with it, and cannot be changed afterwards.")

    def title_words(self) -> str:
        """Which template."""
        return f"Template {self._template.name}"

    def body(self) -> Iterable[Widget]:
        """A line for each entry."""
        for key, field in self._inputs.items():
            yield Horizontal(Note(fit(key, _LABEL - 1)), field)
        yield Note()
        yield self._said

    def accept(self) -> None:
        """Check every value; the first mistake gets the focus."""
        for key, field in self._inputs.items():
            problem = _problem(key, field.value)
            if problem is not None:
                self._said.say(problem, Role.BAD)
                field.focus()
                return
        values = {key: clean(field.value).strip() for key, field in self._inputs.items()}
        self.dismiss(tuple((key, value) for key, value in values.items() if value))


def _input(value: str, *, fixed: bool) -> Input:
    made = Input(value, placeholder="" if fixed else "empty: left out", compact=True)
    made.cursor_blink = False
    return made


def _problem(key: str, value: str) -> str | None:
    """Why Voltage would not take this value, or None."""
    if len(value) > LONGEST_ENTRY:
        return f"{fit(key, _LABEL)}: at most {LONGEST_ENTRY} characters, these are {len(value)}."
    if not is_clean(value):
        return f"{fit(key, _LABEL)} has characters that cannot be seen."
    return None
