"""Choosing one of many by name: type a part of it, or use the arrows or the mouse."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.choices import Choices, Row
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from voltage_tui.ui.app import VoltageApp

T = TypeVar("T")


class ChooserBase(ModalScreen[T | None], Generic[T]):
    """Dismissed with the item chosen by enter or a click, or with None by esc.

    A subclass says which items fit the words typed, and how one is shown.
    """

    app: VoltageApp
    HEAD: ClassVar[str] = ""
    HINT: ClassVar[str] = "type a part of the name"
    NONE: ClassVar[str] = "Nothing has this name."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(self, items: Sequence[T], at: int = 0) -> None:
        super().__init__()
        self.items = items
        self._found = self.fitting("")
        self._choices = Choices([self.row(item) for item in self._found], at, none=self.NONE)

    @abstractmethod
    def fitting(self, words: str) -> Sequence[T]:
        """The items that fit what is typed, best first; all of them for no words."""

    @abstractmethod
    def row(self, item: T) -> Row:
        """How an item is shown."""

    def head(self) -> str:
        """What is being chosen, said over the line to type in; may be empty."""
        return self.HEAD

    def compose(self) -> ComposeResult:
        """The line to type in over the list."""
        with Vertical(id="dialog"):
            if self.head():
                yield Note(self.head(), Role.ACCENT_STRONG)
            line = Input(placeholder=self.HINT, compact=True)
            line.cursor_blink = False
            yield line
            yield self._choices

    @property
    def chosen(self) -> T | None:
        """The item that is chosen now."""
        return self._found[self._choices.at] if self._found else None

    def replace_items(self, items: Sequence[T]) -> None:
        """Choose among these from now on."""
        self.items = items
        self._found = self.fitting(self.query_one(Input).value)
        self._choices.show([self.row(item) for item in self._found], self._choices.at)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits what is typed."""
        self._found = self.fitting(event.value)
        at = 0 if event.value.strip() else self._choices.at
        self._choices.show([self.row(item) for item in self._found], at)

    def on_input_submitted(self) -> None:
        """Take the one that is chosen."""
        self.dismiss(self.chosen)

    def action_choose(self, by: int) -> None:
        """Move the choice."""
        self._choices.choose(self._choices.at + by)

    def action_cancel(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Take the one under the mouse."""
        at = self._choices.row_under(event)
        if at is not None:
            self.dismiss(self._found[at])


class Chooser(ChooserBase[tuple[str, str]]):
    """Chooses a pair of a key and a name by its name; `current` is the key chosen before."""

    def __init__(self, head: str, pairs: Sequence[tuple[str, str]], current: str) -> None:
        self._head = head
        super().__init__(pairs, next((n for n, (key, _) in enumerate(pairs) if key == current), 0))

    def head(self) -> str:
        """What is being chosen."""
        return self._head

    def fitting(self, words: str) -> Sequence[tuple[str, str]]:
        """The pairs whose names have every word."""
        wanted = words.casefold().split()
        return [pair for pair in self.items if all(w in pair[1].casefold() for w in wanted)]

    def row(self, item: tuple[str, str]) -> Row:
        """The name."""
        return [Span(item[1], Role.STRONG)], ()
