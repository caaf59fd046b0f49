"""The dialog that deletes a wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.network_word import network_word
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from voltage_tui.treasury.account import Account


class DeleteWallet(Dialog[bool]):
    """Dismissed with True once the wallet's name has been typed."""

    IS_CONFIRM = True
    KEYS = (("enter", "delete for good"), ("esc", "keep it"))

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account
        name = account.wallet.name.strip()
        self._wanted = name or account.wallet.id
        self._what = "name" if name else "id"
        self._typed = Field(f"Type the wallet's {self._what} to delete it")

    def title_words(self) -> str:
        """Which wallet."""
        return f"Delete {self._wanted}"

    def body(self) -> Iterable[Widget]:
        """What it means, then the field."""
        where = Note()
        where.say([network_word(self._account.wallet.network)])
        yield where
        if self._what == "id":
            yield Note(f"It has no name that can be seen. Its id is {self._wanted}")
        yield Note("It cannot be undone. Its slice of credit goes back to the line;")
        yield Note("its payments and ledger stay readable at Voltage.")
        yield Note()
        yield self._typed

    def accept(self) -> None:
        """Only the whole name will do."""
        if self._typed.value != self._wanted:
            self._typed.say(f"That is not the wallet's {self._what}.", Role.BAD)
            return
        self.dismiss(True)  # noqa: FBT003 - the answer itself
