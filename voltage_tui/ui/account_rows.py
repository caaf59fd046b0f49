"""An account as a table row: one look for every table of wallets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.durations import rough_age
from voltage_tui.treasury.reading import Freshness
from voltage_tui.ui.bars import percent, used_bar, used_role
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.treasury.account import Account
    from voltage_tui.ui.app import VoltageApp

_BAR = 16


def account_columns() -> tuple[Column, ...]:
    """What can be spent leaves first when it gets narrow, then total, the bar, the age."""
    return (
        Column("WALLET", flex=True, least=12, most=32),
        Column("UNIT"),
        Column("AVAILABLE", point=True),
        Column("HELD", point=True, drop=2),
        Column("TOTAL", point=True, drop=9),
        Column("LIMIT", point=True, drop=1),
        Column("CAN BE SPENT", point=True, drop=11),
        Column("", drop=5),
        Column("USED", Align.RIGHT),
        Column("AGE", Align.RIGHT, drop=4),
    )


def account_key(account: Account) -> str:
    """What tells accounts apart."""
    return account.wallet.id


def by_name(accounts: Iterable[Account]) -> list[Account]:
    """In the order of their names, without regard to case."""
    return sorted(accounts, key=lambda a: (a.wallet.name.casefold(), a.wallet.id))


def account_cells(account: Account, app: VoltageApp) -> Sequence[Cell]:
    """A row; figures too old to trust are dimmed, then struck (S-17)."""
    display = app.amounts
    fresh = app.news.wallets_freshness()
    text = {Freshness.OLD: Role.MUTED, Freshness.DEAD: Role.STRUCK}.get(fresh, Role.TEXT)
    strong = Role.STRONG if text is Role.TEXT else text
    available = account.available
    negative = available is not None and available.is_negative and text is Role.TEXT
    headroom = account.headroom
    out = headroom is not None and headroom.units <= 0
    zero_held = account.held is not None and account.held.is_zero
    used = account.used_permille
    unit = display.unit_word(available) if available is not None else ""
    return (
        (Span(account.wallet.name, strong if account.wallet.active else Role.MUTED),),
        (Span(unit, Role.MUTED),),
        display.number(available, Role.BAD_STRONG if negative else strong),
        display.number(account.held, Role.FAINT if zero_held else text),
        display.number(account.total, text),
        display.number(account.limit, Role.MUTED),
        display.number(headroom, Role.BAD_STRONG if out and text is Role.TEXT else text),
        used_bar(used, _BAR) if not display.hidden else (),
        (Span("" if display.hidden else percent(used), used_role(used)),),
        (Span(age_words(app), Role.FAINT if fresh is Freshness.FRESH else Role.WARN),),
    )


def account_state(app: VoltageApp) -> object:
    """What its cells depend on besides the account."""
    return (app.amounts, app.news.wallets_freshness(), age_words(app))


def age_words(app: VoltageApp) -> str:
    """How long ago the wallets were read."""
    snapshot = app.snapshot
    if snapshot is None or snapshot.wallets.read_at is None:
        return ""
    return rough_age(app.now() - snapshot.wallets.read_at)


def ages_seen(app: VoltageApp) -> object:
    """Equal as long as no age beside wallets and payments can have changed by ten seconds."""
    return age_words(app), app.news.wallets_freshness(), int(app.now().timestamp()) // 10
