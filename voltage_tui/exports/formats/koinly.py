"""Koinly's universal CSV: one line for a ledger entry, times in UTC.

The label is left empty: a credit that is drawn is no income, and a wrong label is worse than none.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.cells import CsvLines, guarded
from voltage_tui.exports.formats.trade import amount_cells, trade_of
from voltage_tui.exports.writer import EntryWriter, label_of

if TYPE_CHECKING:
    from voltage_tui.exports.outputs import Outputs
    from voltage_tui.exports.rows import Row

FILE: Final = "koinly.csv"
COLUMNS: Final = (
    *("Date", "Sent Amount", "Sent Currency", "Received Amount", "Received Currency"),
    *("Fee Amount", "Fee Currency", "Net Worth Amount", "Net Worth Currency"),
    *("Label", "Description", "TxHash"),
)


class Koinly(EntryWriter):
    """Writes `koinly.csv`."""

    def __init__(self, outputs: Outputs) -> None:
        super().__init__()
        self._output = outputs.new(FILE)
        self._lines = CsvLines(self._output)
        self._lines.line(COLUMNS)

    def write_entry(self, rows: list[Row]) -> None:
        """One line: what was sent or received, and the fee that came on top."""
        trade, first = trade_of(rows), rows[0]
        moment = first.movement.effective_time.astimezone(UTC)
        words = label_of(first, 500)
        self._lines.line(
            (
                f"{moment:%Y-%m-%d %H:%M:%S}",
                *amount_cells(trade.sent),
                *amount_cells(trade.received),
                *amount_cells(trade.fee),
                *amount_cells(trade.worth),
                "",
                guarded(words),
                guarded(first["txid"] or first["payment_hash"]),
            )
        )
        self._output.rows += 1
