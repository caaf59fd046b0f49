"""The waterfalls of what is known now: of one wallet, or of all that are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.waterfall import unspendable, waterfall_of, waterfalls_of

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.waterfall import Waterfall


def waterfalls_in(snapshot: Snapshot, wallet_id: WalletId | None) -> tuple[Waterfall, ...]:
    """Of `wallet_id`, or of all active wallets summed per currency.

    Empty where the currency is not known; receipts are looked for in the payments read so far.
    """
    book = snapshot.book.value.payments if snapshot.book.value else ()
    # What is pending was read last, so that it replaces the book's reading of it.
    receipts = unspendable((*book, *snapshot.pending))
    if wallet_id is not None:
        account = snapshot.account(wallet_id)
        each = [] if account is None else [account]
    else:
        each = [account for account in snapshot.accounts if account.wallet.active]
    found = (waterfall_of(account, receipts.get(account.wallet.id, ())) for account in each)
    known = [one for one in found if one is not None]
    return waterfalls_of(known) if wallet_id is None else tuple(known)


class LastWaterfalls:
    """Those of the snapshot before again, as long as nothing they are made of has changed.

    A thousand wallets take some milliseconds, and most news is of something else.
    """

    def __init__(self, wallet_id: WalletId | None) -> None:
        self._wallet_id = wallet_id
        self._made_of: tuple[object, ...] = ()
        self._made: tuple[Waterfall, ...] = ()

    def of(self, snapshot: Snapshot) -> tuple[Waterfall, ...]:
        """As `waterfalls_in`."""
        made_of = (snapshot.accounts, snapshot.book.value, snapshot.pending)
        if len(self._made_of) != len(made_of) or any(
            a is not b for a, b in zip(self._made_of, made_of, strict=True)
        ):
            self._made_of, self._made = made_of, waterfalls_in(snapshot, self._wallet_id)
        return self._made


def left_out(snapshot: Snapshot) -> int:
    """How many active wallets are in no sum: their currency is not known."""
    return sum(a.wallet.active and a.currency is None for a in snapshot.accounts)
