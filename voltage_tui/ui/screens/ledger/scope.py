"""Whose ledger is shown: one wallet's, or all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.account_rows import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.account import Account


def wallets_in(accounts: Iterable[Account], chosen: WalletId | None) -> tuple[WalletId, ...]:
    """The wallets whose ledgers are shown."""
    return (chosen,) if chosen is not None else tuple(a.wallet.id for a in accounts)


def choices(accounts: Iterable[Account]) -> list[tuple[WalletId | None, str]]:
    """What can be chosen: all of them, then each wallet by name."""
    names = [(a.wallet.id, a.wallet.name) for a in by_name(a for a in accounts if a.wallet.active)]
    return [(None, "All"), *names]
