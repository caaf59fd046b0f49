"""How much is exported, in words: ledger entries, of which fees become rows of their own."""

from __future__ import annotations

from voltage_tui.treasury.phrases import counted


def entries_words(number: int) -> str:
    """`1 ledger entry`, `1,204 ledger entries`."""
    return counted(number, "ledger entry", "ledger entries")


def rows_words(rows: int, entries: int) -> str:
    """`976 rows of 671 ledger entries: fees stand apart`."""
    words = f"{counted(rows, 'row')} of {entries_words(entries)}"
    return words if rows == entries else f"{words}: fees stand apart"
