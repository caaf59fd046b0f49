"""A wallet by its name, told from others of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.treasury.account import Account

_SHOWN: Final = 8
"""Characters of the id, as they stand first in it."""


def told_apart(account: Account, accounts: Iterable[Account]) -> str:
    """The wallet's name, with the beginning of its id where another has the same name."""
    wallet = account.wallet
    name = _plain(wallet.name)
    alike = any(a.wallet.id != wallet.id and _plain(a.wallet.name) == name for a in accounts)
    return f"{wallet.name} {wallet.id[:_SHOWN]}" if alike else wallet.name


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
