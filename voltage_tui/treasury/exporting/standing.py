"""How whole what is kept here is, before anybody takes it away (S-67)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.exports.context import SweepOfPayments, SweepOfWallet
from voltage_tui.store.mirror.sweeps import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.reading import MirrorReader


def sweeps_of(reader: MirrorReader, wallets: Iterable[WalletId]) -> tuple[SweepOfWallet, ...]:
    """How whole each ledger is here: two passes agreed, and every row they saw is kept."""
    return tuple(_sweep(reader, wallet_id) for wallet_id in wallets)


def payments_sweep(reader: MirrorReader) -> SweepOfPayments:
    """How whole the payments are here, from which rows have their words and rates."""
    sweep = reader.payment_sweep()
    return SweepOfPayments(
        complete=sweep.stage is Stage.COMPLETE,
        pages=sweep.pages,
        payments=reader.payment_count(),
        finished_at=sweep.finished_at,
    )


def _sweep(reader: MirrorReader, wallet_id: WalletId) -> SweepOfWallet:
    sweep, rows = reader.ledger_sweep(wallet_id), reader.row_count(wallet_id)
    return SweepOfWallet(
        wallet_id=wallet_id,
        complete=sweep.stage is Stage.COMPLETE and sweep.total == rows,
        pages=sweep.pages,
        rows=rows,
        finished_at=sweep.finished_at,
    )
