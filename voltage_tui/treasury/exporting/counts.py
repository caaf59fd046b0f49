"""How much is exported, in words: ledger entries, of which fees become rows of their own."""

from __future__ import annotations


def entries_words(number: int) -> str:
    """`1 ledger entry`, `1,204 ledger entries`."""
    return f"{number:,} ledger {'entry' if number == 1 else 'entries'}"


def rows_words(rows: int, entries: int) -> str:
    """`976 rows of 671 ledger entries: fees stand apart`."""
    words = f"{rows:,} {'row' if rows == 1 else 'rows'} of {entries_words(entries)}"
    return words if rows == entries else f"{words}: fees stand apart"
