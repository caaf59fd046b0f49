"""A wallet's credit as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.bars import percent, used_bar, used_role
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.treasury.account import Account
    from voltage_tui.ui.app import VoltageApp

_BAR = 20


def credit_columns() -> tuple[Column, ...]:
    """Held leaves first when it gets narrow, then the available amount, the bar, the limit."""
    return (
        Column("WALLET", flex=True, least=20, most=32),
        Column("UNIT"),
        Column("LIMIT", point=True, drop=1),
        Column("USED", point=True),
        Column("", drop=3),
        Column("", Align.RIGHT),
        Column("HELD", point=True, drop=9),
        Column("AVAILABLE", point=True, drop=8),
        Column("CAN BE SPENT", point=True),
    )


def credit_cells(account: Account, app: VoltageApp) -> Sequence[Cell]:
    """A row."""
    display = app.amounts
    used = account.used_permille
    bare = account.available
    drawn = account.used is not None and not account.used.is_zero
    short = account.headroom is not None and account.headroom.units <= 0
    return (
        (Span(account.wallet.name, Role.STRONG),),
        (Span(display.unit_word(bare) if bare is not None else "", Role.MUTED),),
        display.number(account.limit, Role.TEXT),
        display.number(account.used, Role.STRONG if drawn else Role.FAINT),
        () if display.hidden else used_bar(used, _BAR),
        (Span("" if display.hidden else percent(used), used_role(used)),),
        display.number(account.held, Role.TEXT),
        display.number(bare, Role.BAD_STRONG if bare and bare.is_negative else Role.TEXT),
        display.number(account.headroom, Role.BAD_STRONG if short else Role.STRONG),
    )
