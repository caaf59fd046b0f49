"""QuickBooks Online's CSV: date, description and amount, in dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.exports.cells import guarded
from voltage_tui.exports.formats.statement import Layout
from voltage_tui.exports.values import decimal_of
from voltage_tui.exports.writer import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from voltage_tui.exports.rows import Row
    from voltage_tui.money import Money


def _cells(row: Row, day: date, value: Money) -> Sequence[str]:
    return f"{day:%m/%d/%Y}", guarded(label_of(row, 200)), decimal_of(value)


QUICKBOOKS: Final = Layout("quickbooks", ("Date", "Description", "Amount"), _cells)
