"""The dialog that asks before many rows are cleared at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget


class ClearAll(Dialog[bool]):
    """Dismissed with True by enter."""

    KEYS = (("enter", "clear them"), ("esc", "leave them"))

    def __init__(self, title: str, count: int, uncleared: str) -> None:
        super().__init__()
        self._which = title
        self._count = count
        self._uncleared = uncleared

    def title_words(self) -> str:
        """How many."""
        return f"Clear {self._count:,} {'row' if self._count == 1 else 'rows'}"

    def body(self) -> Iterable[Widget]:
        """Of which month, and how much."""
        yield Note(self._which)
        yield Note(f"Not cleared in it so far: {self._uncleared}.")
        yield Note("Each mark can be taken away again with c.")

    def accept(self) -> None:
        """Enter was pressed."""
        self.dismiss(True)  # noqa: FBT003 - the answer itself
