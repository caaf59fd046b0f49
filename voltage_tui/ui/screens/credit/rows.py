"""A wallet's credit as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.money import DASH
from voltage_tui.treasury.credit.forecast import At
from voltage_tui.treasury.credit.ladder import wallet_outlooks
from voltage_tui.ui.bars import percent, used_bar, used_role
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.credit.words import NEAR, NOT_LIKE_THIS, reach_words
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.credit.history import Past
    from voltage_tui.treasury.credit.ladder import Outlook
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.display import Display

_BAR = 20
_NINETY = 900
_WEEK = (7,)


def credit_columns() -> tuple[Column, ...]:
    """Held leaves first when it gets narrow, then available, the pace, the bar, the limit."""
    return (
        Column("WALLET", flex=True, least=20, most=32),
        Column("UNIT"),
        Column("LIMIT", point=True, drop=1),
        Column("USED", point=True),
        Column("", drop=4),
        Column("", Align.RIGHT),
        Column("A DAY, 7 D", point=True, drop=5),
        Column("AT 90 %", Align.RIGHT, drop=6),
        Column("HELD", point=True, drop=9),
        Column("AVAILABLE", point=True, drop=8),
        Column("CAN BE SPENT", point=True),
    )


def credit_cells(
    account: Account, app: VoltageApp, past: Past | None, now: datetime, zone: tzinfo
) -> Sequence[Cell]:
    """A row; `past` is what its pace is told by, `now` the server's clock."""
    outlook = next(iter(wallet_outlooks(account, past, now, _WEEK)), None)
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
        _pace(outlook, display),
        () if display.hidden else _mark(outlook, now, zone),
        display.number(account.held, Role.TEXT),
        display.number(bare, Role.BAD_STRONG if bare and bare.is_negative else Role.TEXT),
        display.number(account.headroom, Role.BAD_STRONG if short else Role.STRONG),
    )


def _pace(outlook: Outlook | None, display: Display) -> Cell:
    """How much more a day, over a week; a dash while it is not known."""
    a_day = None if outlook is None else outlook.burn.a_day
    calm = a_day is not None and a_day.is_zero
    return display.number(a_day, Role.FAINT if calm else Role.TEXT, signed=True)


def _mark(outlook: Outlook | None, now: datetime, zone: tzinfo) -> Cell:
    """When 90 percent are used at that pace."""
    if outlook is None or outlook.burn.change is None:
        return (Span(DASH, Role.FAINT),)
    if outlook.limit.units <= 0:
        return (Span("no credit", Role.FAINT),)
    rung = next((r for r in outlook.ahead if r.permille == _NINETY), None)
    if rung is None:
        return (Span("past it" if outlook.ahead else "at its limit", Role.BAD),)
    if isinstance(rung.reach, At):
        near = rung.reach.moment - now < NEAR
        return (Span(reach_words(rung.reach, now, zone), Role.WARN if near else Role.TEXT),)
    return (Span(NOT_LIKE_THIS, Role.FAINT),)
