"""What can be chosen for an export: wallets and periods, with their words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from voltage_tui.model.period import Period
from voltage_tui.treasury.exporting.places import period_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.movement import WalletOfMovement
    from voltage_tui.treasury.exporting.scope import ExportScope

Wallets = tuple["WalletId", ...]


def wallet_choices(
    scope: ExportScope, wallets: Sequence[WalletOfMovement]
) -> list[tuple[Wallets, str]]:
    """What was asked for first; then all wallets, and each of them."""
    choices: list[tuple[Wallets, str]] = [((), f"all {len(wallets)}" if wallets else "all")]
    choices += [((wallet.id,), wallet.name) for wallet in wallets]
    known = dict(choices)
    asked = scope.wallets
    first = (asked, known.get(asked, f"{len(asked)} wallets"))
    return [first, *(choice for choice in choices if choice[0] != asked)]


def period_choices(
    scope: ExportScope, today: date, zone: ZoneInfo
) -> list[tuple[Period | None, str]]:
    """What was asked for first; then months, the year, and everything."""
    this = Period.month(today.year, today.month, zone)
    before = this.first - timedelta(days=1)
    last = Period.month(before.year, before.month, zone)
    year = Period(today.replace(month=1, day=1), today.replace(month=12, day=31), zone)
    choices: list[tuple[Period | None, str]] = [
        (last, period_name(last)),
        (this, period_name(this)),
        (year, period_name(year)),
        (None, "all time"),
    ]
    asked = scope.period
    words = next((words for period, words in choices if period == asked), None)
    first = (asked, words or ("all time" if asked is None else period_name(asked)))
    return [first, *(choice for choice in choices if choice[0] != asked)]
