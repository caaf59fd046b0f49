"""A dialog: a panel in the middle that asks for something, left with esc."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.field import Keys, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from voltage_tui.ui.app import VoltageApp

R = TypeVar("R")


class Dialog(ModalScreen[R | None]):
    """The base: a subclass gives the title, the body and what the keys do.

    It is dismissed with None by esc. Enter calls `accept()`, which dismisses with a result or
    says what is wrong and stays open.
    """

    app: VoltageApp
    TITLE: ClassVar[str] = ""
    IS_CONFIRM: ClassVar[bool] = False
    """A yes here moves money or cannot be undone; locking closes it, unlike other dialogs."""
    AT_ANY_SIZE: ClassVar[bool] = False
    """Its keys work in a terminal too small for the rest too, as they only leave or stay."""
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("enter", "ok"), ("esc", "cancel"))
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - declared so by Textual
    """A low terminal has room for the words and the keys, not for the air between them."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("enter", "accept", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The panel with its title on top and its keys at the bottom."""
        with Vertical(id="dialog"):
            title = Note()
            title.say([Span(self.title_words(), Role.ACCENT_STRONG)])
            yield title
            yield Note()
            yield from self.body()
            yield Note()
            # The room the keys take, and the keys: they stay where the words are more than fit.
            yield Keys(self.KEYS).set_class(True, "-room")  # noqa: FBT003 - Textual's own order
            yield Keys(self.KEYS)

    def title_words(self) -> str:
        """The title."""
        return self.TITLE

    @abstractmethod
    def body(self) -> Iterable[Widget]:
        """What is between the title and the keys."""

    @abstractmethod
    def accept(self) -> None:
        """Enter was pressed."""

    _held: tuple[R | None] | None = None

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Leave with a result, once nothing is on top of this any more.

        What ends by itself may end behind the lock: it is the screen on top that Textual takes
        away, and that has to stay (S-45). A dialog that was left already stays left.
        """
        if self.is_active:
            return super().dismiss(result)
        if self in self.app.screen_stack:
            self._held = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """What was on top is gone."""
        if self._held is not None:
            self.dismiss(*self._held)

    def action_cancel(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def action_accept(self) -> None:
        """Enter was pressed outside of an input."""
        self.accept()

    def on_input_submitted(self) -> None:
        """Enter was pressed in an input."""
        self.accept()
