"""CoinTracker's CSV: exactly its eight columns, times in UTC, no tag of our own."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.cells import CsvLines
from voltage_tui.exports.formats.trade import amount_cells, trade_of
from voltage_tui.exports.writer import EntryWriter

if TYPE_CHECKING:
    from voltage_tui.exports.outputs import Outputs
    from voltage_tui.exports.rows import Row

FILE: Final = "cointracker.csv"
COLUMNS: Final = (
    *("Date", "Received Quantity", "Received Currency", "Sent Quantity", "Sent Currency"),
    *("Fee Amount", "Fee Currency", "Tag"),
)


class CoinTracker(EntryWriter):
    """Writes `cointracker.csv`."""

    def __init__(self, outputs: Outputs) -> None:
        super().__init__()
        self._output = outputs.new(FILE)
        self._lines = CsvLines(self._output)
        self._lines.line(COLUMNS)

    def write_entry(self, rows: list[Row]) -> None:
        """One line: what was received or sent, and the fee that came on top."""
        trade = trade_of(rows)
        moment = rows[0].movement.effective_time.astimezone(UTC)
        self._lines.line(
            (
                f"{moment:%m/%d/%Y %H:%M:%S}",
                *amount_cells(trade.received),
                *amount_cells(trade.sent),
                *amount_cells(trade.fee),
                "",
            )
        )
        self._output.rows += 1
