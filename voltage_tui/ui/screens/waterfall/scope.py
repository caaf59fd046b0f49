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


def left_out(snapshot: Snapshot) -> int:
    """How many active wallets are in no sum: their currency is not known."""
    return sum(a.wallet.active and a.currency is None for a in snapshot.accounts)
