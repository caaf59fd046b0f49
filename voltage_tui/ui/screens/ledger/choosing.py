"""Which columns the ledger shows and in which order its rows stand: asked, and remembered."""

from __future__ import annotations

from typing import Final

from voltage_tui.query.terms import NEWEST_FIRST, Sort, SortBy
from voltage_tui.ui.columns_dialog import ColumnsDialog
from voltage_tui.ui.screens.ledger.rows import ALL_COLUMNS
from voltage_tui.ui.widgets.chooser import Chooser

ORDERS: Final = {
    "newest": ("newest first", NEWEST_FIRST),
    "oldest": ("oldest first", Sort(SortBy.TIME)),
    "largest": ("largest amount first", Sort(SortBy.AMOUNT, descending=True)),
    "smallest": ("smallest amount first", Sort(SortBy.AMOUNT)),
}
"""The orders offered, under their names in the settings."""


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


def columns_dialog(names: str | None) -> ColumnsDialog:
    """Asks for the columns; dismissed with their names, as they are kept in the settings."""
    words = (
        "Time, row, total after and unit need no box.",
        "In a narrow terminal columns leave, total after and the unit last. What the row "
        "under the cursor did, a hold too, is told above the rows.",
    )
    return ColumnsDialog("Columns of the ledger", ALL_COLUMNS, names, words)
