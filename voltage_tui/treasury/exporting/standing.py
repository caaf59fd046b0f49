"""How whole what is kept here is, before anybody takes it away (S-67)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.exports.context import SweepOfPayments, SweepOfWallet
from voltage_tui.store.mirror.sweeps import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.store.mirror.reading import MirrorReader


@dataclass(frozen=True, slots=True)
class Asked:
    """A period as it is at a moment, and the wallets there are then (none: nobody was asked)."""

    period: Period
    now: datetime
    living: frozenset[WalletId]


def sweeps_of(
    reader: MirrorReader, wallets: Iterable[WalletId], asked: Asked
) -> tuple[SweepOfWallet, ...]:
    """How whole each ledger is here: two passes agreed, and every row they saw is kept.

    A period that is over needs rows that were asked for after it; of a wallet that is gone there
    are no more to ask for.
    """
    return tuple(_sweep(reader, wallet_id, asked) for wallet_id in wallets)


def payments_sweep(reader: MirrorReader, asked: Asked) -> SweepOfPayments:
    """How whole the payments are here, from which rows have their words and rates."""
    sweep, end = reader.payment_sweep(), asked.period.end
    until = None if sweep.read_at is None else min(sweep.read_at, end)
    return SweepOfPayments(
        complete=sweep.stage is Stage.COMPLETE and (asked.now < end or until == end),
        pages=sweep.pages,
        payments=reader.payment_count(),
        finished_at=sweep.finished_at,
        read_until=until,
    )


def _sweep(reader: MirrorReader, wallet_id: WalletId, asked: Asked) -> SweepOfWallet:
    sweep, rows = reader.ledger_sweep(wallet_id), reader.row_count(wallet_id)
    end = asked.period.end
    until = None if sweep.read_at is None else min(sweep.read_at, end)
    is_living = not asked.living or wallet_id in asked.living
    lacks_end = is_living and asked.now >= end and until != end
    return SweepOfWallet(
        wallet_id=wallet_id,
        complete=sweep.stage is Stage.COMPLETE and sweep.total == rows and not lacks_end,
        pages=sweep.pages,
        rows=rows,
        finished_at=sweep.finished_at,
        read_until=until,
    )
