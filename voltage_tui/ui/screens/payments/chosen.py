"""Which columns the list of payments shows: asked for, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.columns_dialog import ColumnsDialog, is_chosen
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.payment_columns import PAYMENT_COLUMNS
from voltage_tui.ui.payment_rows import payment_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voltage_tui.model.payment import Payment
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.widgets.columns import Cell, Column


def chosen_columns(names: str | None) -> tuple[Column, ...]:
    """The columns of these names, or the usual ones."""
    return tuple(each.column for each in PAYMENT_COLUMNS if is_chosen(each, names))


def chosen_cells(payment: Payment, app: VoltageApp) -> Sequence[Cell]:
    """A row in the columns that are chosen."""
    names = app.settings.payments_columns
    cells = zip(PAYMENT_COLUMNS, payment_cells(payment, app), strict=True)
    return tuple(cell for each, cell in cells if is_chosen(each, names))


def columns_command(app: VoltageApp, chosen: Callable[[], None]) -> Command:
    """Asks which columns are shown; `chosen` is told when others are."""

    def keep(names: str | None) -> None:
        if names is not None:
            app.preferences.remember_payments(columns=names)
            chosen()

    def ask() -> None:
        words = (
            "Direction, amount, unit and status need no box.",
            "In a narrow terminal fee, kind, wallet, age and time leave in this order.",
        )
        names = app.settings.payments_columns
        app.push_screen(
            ColumnsDialog("Columns of the payments", PAYMENT_COLUMNS, names, words), keep
        )

    return Command("columns", ("C",), "columns", "Choose the columns.", ask)
