"""Bank statements in dollars, as QuickBooks and Xero import them: one account in each file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.cells import CsvLines
from voltage_tui.exports.names import plain_names
from voltage_tui.exports.writer import LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from voltage_tui.exports.context import ExportContext
    from voltage_tui.exports.outputs import Output, Outputs
    from voltage_tui.exports.rows import Row
    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Money

MOST_ROWS: Final = 1_000
"""Lines of one file, its heading among them."""
MOST_BYTES: Final = 350_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How a program wants its lines: `cells` of a row, its day and its dollars."""

    name: str
    columns: Sequence[str]
    cells: Callable[[Row, date, Money], Sequence[str]]


def why_left_out(row: Row) -> LeftOut | None:
    """Why a statement in dollars cannot have the row; None when it can (S-69)."""
    amount = row.movement.amount
    if not row.movement.is_money:
        return LeftOut.HOLD
    if amount is None:
        return LeftOut.UNKNOWN
    if row.value is None:
        return LeftOut.NOTHING if amount.is_zero else LeftOut.NO_RATE
    return LeftOut.NOTHING if row.value.is_zero else None


class Statement:
    """Writes `NAME-WALLET-001.csv` and on, never more than a program takes at once."""

    def __init__(self, outputs: Outputs, context: ExportContext, layout: Layout) -> None:
        self.left_out: Counter[LeftOut] = Counter()
        self._outputs = outputs
        self._zone = context.period.zone
        self._names = plain_names(context.wallets)
        self._layout = layout
        self._current: dict[WalletId, _Part] = {}

    def add(self, row: Row) -> None:
        """Write the row to its wallet's file."""
        why = why_left_out(row)
        if why is not None or row.value is None:
            self.left_out[why or LeftOut.NO_RATE] += 1
            return
        day = row.movement.effective_time.astimezone(self._zone).date()
        cells = self._layout.cells(row, day, row.value)
        size = sum(len(cell.encode()) + 3 for cell in cells)
        part = self._part(row.movement.wallet_id, size)
        part.lines.line(cells)
        part.lines_written += 1
        part.size += size
        part.output.rows += 1

    def finish(self) -> None:
        """Nothing comes last."""

    def _part(self, wallet_id: WalletId, size: int) -> _Part:
        """The wallet's file that takes another line of so many bytes."""
        part = self._current.get(wallet_id)
        number = 1 if part is None else part.number
        if part is not None:
            if part.lines_written < MOST_ROWS and part.size + size <= MOST_BYTES:
                return part
            number += 1
            part.output.flush()
        name = f"{self._layout.name}-{self._names[wallet_id]}-{number:03}.csv"
        output = self._outputs.new(name)
        part = self._current[wallet_id] = _Part(output, CsvLines(output), number)
        part.lines.line(self._layout.columns)
        return part


@dataclass(slots=True)
class _Part:
    output: Output
    lines: CsvLines
    number: int
    lines_written: int = 1
    size: int = 100
