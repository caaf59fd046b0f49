"""What a search on the screen is asked with: the calendar, and the wallets' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.query import Calendar
from voltage_tui.time_zone import zone_of

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


def calendar_of(app: VoltageApp) -> Calendar:
    """The present, and the zone that days and months are counted in (S-68)."""
    return Calendar(app.now(), zone_of(app.settings.time_zone))


def wallet_names(snapshot: Snapshot | None) -> dict[WalletId, str]:
    """Every wallet's name as last read."""
    accounts = snapshot.accounts if snapshot is not None else ()
    return {account.wallet.id: account.wallet.name for account in accounts}
