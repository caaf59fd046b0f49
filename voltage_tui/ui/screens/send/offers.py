"""Which wallet is offered to pay from before one is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from voltage_tui.money import BTC, Money
from voltage_tui.treasury.account import Account, in_use
from voltage_tui.ui.screens.send.faults import mismatch_words

if TYPE_CHECKING:
    from voltage_tui.destinations.recognise import Destination
    from voltage_tui.model.ids import WalletId


def offered(
    accounts: Iterable[Account],
    first: WalletId | None,
    destination: Destination | None,
    amount: Money | None,
) -> WalletId | None:
    """The wallet to begin with: the one the form was opened for, if it can pay this.

    Else the bitcoin wallet on the destination's network with the most left to spend. Nothing is
    moved to another network or currency unasked: without one that fits, the first one stands.
    """
    known = in_use(accounts)
    opened = next((a for a in known if a.wallet.id == first), None)
    if opened is not None and (destination is None or _can_pay(opened, destination, amount)):
        return first
    if destination is not None:
        able = [a for a in known if a.currency == BTC and _can_pay(a, destination, amount)]
        if able:
            return max(able, key=_headroom).wallet.id
    return first if opened is not None else known[0].wallet.id if known else None


def _can_pay(account: Account, destination: Destination, amount: Money | None) -> bool:
    if mismatch_words(destination, account) is not None:
        return False
    if account.currency != BTC or amount is None:
        return True
    return account.headroom is not None and account.headroom >= amount


def _headroom(account: Account) -> int:
    return account.headroom.units if account.headroom is not None else 0
