"""A ledger as it is in a mirror, whole: no screen ever asks for that at once."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING

from voltage_tui.store.mirror.reading import PAGE

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.ledger_rows import MirrorRow
    from voltage_tui.store.mirror.reading import MirrorReader


def row_ids(reader: MirrorReader, *wallets: WalletId) -> array[int]:
    """The ids of all rows of these wallets, of all wallets for none, oldest first."""
    ids = array("q", chain.from_iterable(reader.ids_newest_first(wallets)))
    ids.reverse()
    return ids


def all_rows(reader: MirrorReader, wallet_id: WalletId) -> list[MirrorRow]:
    """Every row of a wallet, oldest first."""
    ids = row_ids(reader, wallet_id)
    return [
        row
        for begin in range(0, len(ids), PAGE)
        for row in reader.rows_by_id(ids[begin : begin + PAGE])
    ]
