"""The keys of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.marks.open import mark_commands
from voltage_tui.ui.screens.ledger.state import EVIDENCE_KEY

if TYPE_CHECKING:
    from voltage_tui.ui.screens.ledger.page import LedgerPage


def ledger_commands(page: LedgerPage) -> tuple[Command, ...]:
    """Everything that can be done on the page."""
    return (
        *_of_the_row(page),
        *page.search.commands(),
        *mark_commands(page.app, lambda: page.current_payment),
        *_whose(page),
        *_how(page),
    )


def _of_the_row(page: LedgerPage) -> tuple[Command, ...]:
    def has_row() -> bool:
        return page.rows.current is not None

    def has_payment() -> bool:
        return page.current_payment is not None

    return (
        Command(
            "open",
            ("enter",),
            "payment",
            "Open the payment of the row under the cursor.",
            page.rows.action_open,
            has_payment,
            footer=10,
        ),
        Command(
            "group",
            ("o",),
            "together",
            "Show the rows of the payment under the cursor together, or no more.",
            page.toggle_group,
            footer=50,
        ),
        Command(
            "only-payment",
            ("O",),
            "only it",
            "List only the rows that name the payment under the cursor.",
            page.only_payment,
            has_payment,
        ),
        Command(
            "copy",
            ("y",),
            "copy id",
            "Copy the id of the row under the cursor.",
            lambda: _copy(page),
            has_row,
        ),
    )


def _whose(page: LedgerPage) -> tuple[Command, ...]:
    return (
        Command(
            "next-wallet",
            ("l", "right"),
            "next wallet",
            "Show the next wallet's ledger.",
            lambda: page.step(1),
            footer=20,
        ),
        Command(
            "previous-wallet",
            ("h", "left"),
            "previous wallet",
            "Show the ledger of the wallet before.",
            lambda: page.step(-1),
        ),
        Command(
            "choose-wallet",
            ("w",),
            "wallet",
            "Choose the wallet by its name.",
            page.choose_wallet,
            footer=30,
        ),
    )


def _how(page: LedgerPage) -> tuple[Command, ...]:
    return (
        Command(
            "clear",
            ("escape",),
            "all rows",
            "Show every row again.",
            page.clear,
            lambda: bool(page.search.text),
            footer=45,
        ),
        Command("columns", ("C",), "columns", "Choose the columns.", page.choose_columns),
        Command("order", ("S",), "order", "Choose the order of the rows.", page.choose_order),
        Command(
            "evidence",
            (EVIDENCE_KEY,),
            "evidence",
            "Show what was proven of the balances, and what did not fit.",
            lambda: _evidence(page),
        ),
        Command(
            "export",
            ("e",),
            "export",
            "Write these rows to files: CSV, journals, tax layouts.",
            lambda: _export(page),
        ),
    )


def _copy(page: LedgerPage) -> None:
    row = page.rows.current
    if row is not None:
        page.app.copy(row.row.entry.entry_id, "the row's id")


def _evidence(page: LedgerPage) -> None:
    from voltage_tui.ui.screens.ledger.evidence import EvidencePage  # noqa: PLC0415 - when asked

    page.app.pages.open(EvidencePage(page.chosen))


def _export(page: LedgerPage) -> None:
    from voltage_tui.ui.exporting.open import ExportScope, open_export  # noqa: PLC0415 - when asked

    wallets = () if page.chosen is None else (page.chosen,)
    open_export(page.app, ExportScope(wallets=wallets, query=page.selection))
