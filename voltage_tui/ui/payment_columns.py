"""The columns of every table of payments; the cells are made in `payment_rows`."""

from __future__ import annotations

from voltage_tui.ui.paint import Align
from voltage_tui.ui.widgets.columns import Column


def payment_columns() -> tuple[Column, ...]:
    """Fee leaves first when it gets narrow, then kind, wallet, age and time; the unit is last."""
    return (
        Column("TIME", drop=2),
        Column(""),
        Column("AMOUNT", point=True),
        Column("UNIT", drop=1),
        Column("FEE", point=True, drop=9),
        Column("STATUS", most=22),
        Column("KIND", drop=8),
        Column("MEMO", flex=True, least=12, most=60),
        Column("WALLET", drop=7, most=24),
        Column("AGE", Align.RIGHT, drop=5),
    )
