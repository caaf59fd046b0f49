"""What every format's writer is: it is given each row once, in order, and then told the end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from voltage_tui.model.movement import MovementKind

if TYPE_CHECKING:
    from voltage_tui.exports.rows import Row
    from voltage_tui.model.ledger import LedgerEntry


class LeftOut(Enum):
    """Why a row is not in a format's files; how many are is in the manifest, never silent."""

    HOLD = "a hold or release, which moves no money"
    UNKNOWN = "its amount is not known"
    NO_RATE = "its rate is missing"
    NOTHING = "nothing moved, or less than half a cent where the format has dollars"


class Writer(Protocol):
    """Writes the files of one format."""

    left_out: Counter[LeftOut]

    def add(self, row: Row) -> None:
        """Take the next row."""
        ...

    def finish(self) -> None:
        """Write what comes last; no row comes after."""
        ...


class EntryWriter(ABC):
    """For formats with one record for a whole ledger entry: collects its rows, which are together.

    Holds are left out, and so are rows whose amount is not known.
    """

    def __init__(self) -> None:
        self.left_out: Counter[LeftOut] = Counter()
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Take the next row."""
        if not row.movement.is_money:
            self.left_out[LeftOut.HOLD] += 1
            return
        if row.movement.amount is None:
            self.unknown(row)
            return
        if self._rows and not _same_entry(self._rows[0].movement.entry, row.movement.entry):
            self._entry_done()
        self._rows.append(row)

    def finish(self) -> None:
        """Write the last entry."""
        self._entry_done()

    @abstractmethod
    def write_entry(self, rows: list[Row]) -> None:
        """Write the record of one entry: at least one row, all with an amount."""

    def unknown(self, row: Row) -> None:
        """Leave out a row whose amount is not known."""
        self.left_out[LeftOut.UNKNOWN] += 1

    def _entry_done(self) -> None:
        rows, self._rows = self._rows, []
        moved = [row for row in rows if row.movement.amount and not row.movement.amount.is_zero]
        if len(moved) < len(rows):
            self.left_out[LeftOut.NOTHING] += len(rows) - len(moved)
        if moved:
            self.write_entry(moved)


def _same_entry(one: LedgerEntry, other: LedgerEntry) -> bool:
    return one is other or (one.entry_id == other.entry_id and one.key == other.key)


KIND_WORDS: Final = {
    MovementKind.HOLD: "Hold",
    MovementKind.PRINCIPAL: "Payment",
    MovementKind.NETWORK_FEE: "Network fee",
    MovementKind.PROCESSING_FEE: "Processing fee",
    MovementKind.SETTLEMENT: "Settlement",
    MovementKind.INTEREST: "Interest",
    MovementKind.VOLUME_FEE: "Volume fee",
}


def label_of(row: Row, limit: int) -> str:
    """What a person recognises a row by, in at most `limit` characters: whom, what for, the kind.

    A row of which nothing is known but its identifiers has its payment's.
    """
    said = [row["counterparty"], row["description"] or row["note"]]
    words = " | ".join(part for part in said if part) or row["payment_id"]
    kind = row.movement.kind
    if kind is not MovementKind.PRINCIPAL or not words:
        words = f"{KIND_WORDS[kind]}: {words}" if words else KIND_WORDS[kind]
    return words if len(words) <= limit else words[: limit - 1] + "…"
