"""What a search on the screen is asked with: the calendar, and the wallets' names."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from voltage_tui.query import Calendar

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


def calendar_of(app: VoltageApp) -> Calendar:
    """The present, by the clock of the times that the screen shows: days begin in UTC."""
    return Calendar(app.now(), UTC)


def wallet_names(snapshot: Snapshot | None) -> dict[WalletId, str]:
    """Every wallet's name as last read."""
    accounts = snapshot.accounts if snapshot is not None else ()
    return {account.wallet.id: account.wallet.name for account in accounts}
