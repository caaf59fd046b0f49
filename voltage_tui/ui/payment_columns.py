"""The columns of every table of payments; the cells are made in `payment_rows`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voltage_tui.ui.paint import Align
from voltage_tui.ui.widgets.columns import Column


@dataclass(frozen=True, slots=True)
class PaymentColumn:
    """A column under its name in the settings; one that `stays` cannot be left out."""

    name: str
    column: Column
    stays: bool = False
    usual: bool = True


PAYMENT_COLUMNS: Final = (
    PaymentColumn("time", Column("TIME", drop=2)),
    PaymentColumn("direction", Column(""), stays=True),
    PaymentColumn("amount", Column("AMOUNT", point=True), stays=True),
    PaymentColumn("unit", Column("UNIT", drop=1), stays=True),
    PaymentColumn("fee", Column("FEE", point=True, drop=9)),
    PaymentColumn("status", Column("STATUS", most=22), stays=True),
    PaymentColumn("kind", Column("KIND", drop=8)),
    PaymentColumn("memo", Column("MEMO", flex=True, least=12, most=60)),
    PaymentColumn("wallet", Column("WALLET", drop=7, most=24)),
    PaymentColumn("age", Column("AGE", Align.RIGHT, drop=5)),
)
"""In the order in which `payment_cells` makes their cells. Fee leaves first when it gets narrow,
then kind, wallet, age and time; the unit is last.
"""


def payment_columns() -> tuple[Column, ...]:
    """All of them."""
    return tuple(each.column for each in PAYMENT_COLUMNS)
