"""Which columns the ledger shows and in which order its rows stand: asked, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from voltage_tui.query.terms import NEWEST_FIRST, Sort, SortBy
from voltage_tui.ui.exporting.boxes import Boxes
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.ledger.rows import ALL_COLUMNS, chosen_columns
from voltage_tui.ui.widgets.chooser import Chooser
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

ORDERS: Final = {
    "newest": ("newest first", NEWEST_FIRST),
    "oldest": ("oldest first", Sort(SortBy.TIME)),
    "largest": ("largest amount first", Sort(SortBy.AMOUNT, descending=True)),
    "smallest": ("smallest amount first", Sort(SortBy.AMOUNT)),
}
"""The orders offered, under their names in the settings."""
_CAN_CHANGE: Final = tuple(each for each in ALL_COLUMNS if not each.stays)


def order_of(name: str | None) -> Sort:
    """The order of this name in the settings; newest first for none, and for one not known."""
    return ORDERS[name][1] if name in ORDERS else NEWEST_FIRST


def order_words(order: Sort) -> str:
    """What is said of an order; nothing of the usual one."""
    said = (words for words, sort in ORDERS.values() if sort == order)
    return "" if order == NEWEST_FIRST else next(said, "in another order")


def order_chooser(current: str | None) -> Chooser:
    """Asks for the order; dismissed with its name and words."""
    pairs = [(name, words) for name, (words, _) in ORDERS.items()]
    return Chooser("Order of the rows", pairs, current if current in ORDERS else "newest")


class ColumnsDialog(Dialog[str]):
    """Dismissed with the names of the columns, as they are kept in the settings."""

    TITLE = "Columns of the ledger"
    KEYS: ClassVar = (("← →", "choose"), ("space", "tick"), ("enter", "keep"), ("esc", "cancel"))

    def __init__(self, names: str | None) -> None:
        super().__init__()
        shown = {each.name for each in chosen_columns(names, one_wallet=False)}
        heads = [each.column.head for each in _CAN_CHANGE]
        ticked = [each.column.head for each in _CAN_CHANGE if each.name in shown]
        self._boxes = Boxes(heads, ticked)

    def body(self) -> Iterable[Widget]:
        """A box for each column that can go."""
        yield self._boxes
        yield Note()
        yield Note("Time, row, total after and unit need no box.")
        yield Note(
            "In a narrow terminal columns leave, total after and the unit last. What the row "
            "under the cursor did, a hold too, is told above the rows.",
            Role.MUTED,
        )

    def on_mount(self) -> None:
        """The keys tick boxes."""
        self._boxes.focus()

    def accept(self) -> None:
        """Keep what is ticked."""
        ticked = self._boxes.ticked
        chosen = [each.name for each in ALL_COLUMNS if each.stays or each.column.head in ticked]
        self.dismiss(",".join(chosen))
