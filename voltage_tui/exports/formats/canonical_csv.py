"""The canonical CSV: every row with every column, the source an accountant can re-add."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.cells import BOM, CsvLines
from voltage_tui.exports.rows import COLUMNS

if TYPE_CHECKING:
    from voltage_tui.exports.outputs import Outputs
    from voltage_tui.exports.rows import Row
    from voltage_tui.exports.writer import LeftOut

FILE: Final = "ledger.csv"
EXCEL_FILE: Final = "ledger-excel.csv"


class CanonicalCsv:
    """Writes `ledger.csv`, or `ledger-excel.csv`, which differs by its byte order mark alone."""

    def __init__(self, outputs: Outputs, *, excel: bool = False) -> None:
        self.left_out: Counter[LeftOut] = Counter()
        self._output = outputs.new(EXCEL_FILE if excel else FILE)
        if excel:
            self._output.write(BOM)
        self._lines = CsvLines(self._output)
        self._lines.line(COLUMNS)

    def add(self, row: Row) -> None:
        """Write the row."""
        self._lines.line(row.guarded)
        self._output.rows += 1

    def finish(self) -> None:
        """Nothing comes last."""
