"""Xero's CSV: it reads columns by their place, and dates as ISO 8601 whatever its region."""

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

COLUMNS: Final = ("Date", "Amount", "Payee", "Description", "Reference")


def _cells(row: Row, day: date, value: Money) -> Sequence[str]:
    reference = row["reference"] or row["payment_id"]
    return (
        day.isoformat(),
        decimal_of(value),
        guarded(row["counterparty"][:200]),
        guarded(label_of(row, 200)),
        guarded(reference[:200]),
    )


XERO: Final = Layout("xero", COLUMNS, _cells)
