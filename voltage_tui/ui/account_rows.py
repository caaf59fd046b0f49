"""An account as a table row: one look for every table of wallets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.reading import Freshness
from voltage_tui.ui.bars import level_role, percent, used_bar
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.treasury.account import Account
    from voltage_tui.ui.app import VoltageApp

_BAR = 16


def account_columns() -> tuple[Column, ...]:
    """Total leaves first when it gets narrow, then the bar, then the age."""
    return (
        Column("WALLET", flex=True, least=12, most=32),
        Column("UNIT"),
        Column("AVAILABLE", point=True),
        Column("HELD", point=True, drop=2),
        Column("TOTAL", point=True, drop=9),
        Column("LIMIT", point=True, drop=1),
        Column("USED", drop=5),
        Column("", Align.RIGHT),
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
    fresh = app.wallets_freshness()
    text = {Freshness.OLD: Role.MUTED, Freshness.DEAD: Role.STRUCK}.get(fresh, Role.TEXT)
    strong = Role.STRONG if text is Role.TEXT else text
    available = account.available
    negative = available is not None and available.is_negative and text is Role.TEXT
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
        used_bar(used, _BAR) if not display.hidden else (),
        (Span("" if display.hidden else percent(used), _used_role(used)),),
        (Span(age_words(app), Role.FAINT if fresh is Freshness.FRESH else Role.WARN),),
    )


def account_state(app: VoltageApp) -> object:
    """What its cells depend on besides the account."""
    return (app.amounts, app.wallets_freshness(), age_words(app))


def age_words(app: VoltageApp) -> str:
    """How long ago the wallets were read."""
    snapshot = app.snapshot
    if snapshot is None or snapshot.wallets.read_at is None:
        return ""
    return duration(app.now() - snapshot.wallets.read_at)


def _used_role(permille: int | None) -> Role:
    if permille is None or permille == 0:
        return Role.FAINT
    return Role.MUTED if permille < 500 else level_role(permille)
