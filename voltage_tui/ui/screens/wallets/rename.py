"""The dialog that renames a wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.text import is_clean
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

LEAST_NAME = 3
MOST_NAME = 256


def name_problem(name: str) -> str | None:
    """What is wrong with a wallet's name, or None (API schemas section 3: 3 to 256 characters)."""
    if len(name) < LEAST_NAME:
        return f"A name has at least {LEAST_NAME} characters."
    if len(name) > MOST_NAME:
        return f"A name has at most {MOST_NAME} characters, this has {len(name)}."
    if not is_clean(name):
        return "The name has characters that cannot be seen."
    return None


class RenameWallet(Dialog[str]):
    """Dismissed with the new name."""

    KEYS = (("enter", "rename"), ("esc", "cancel"))

    def __init__(self, name: str) -> None:
        super().__init__()
        self._old = name
        self._wallet_name = Field("New name", value=name)

    def title_words(self) -> str:
        """Which wallet."""
        return f"Rename {self._old}"

    def body(self) -> Iterable[Widget]:
        """One field."""
        yield self._wallet_name

    def accept(self) -> None:
        """Check the name."""
        name = self._wallet_name.value
        problem = name_problem(name)
        if problem is None and name == self._old:
            problem = "That is its name already."
        if problem is not None:
            self._wallet_name.say(problem, Role.BAD)
            return
        self.dismiss(name)
