"""What a screen may know of the mirror, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.store.mirror.proving import Verdict
from voltage_tui.store.mirror.sweeps import Stage

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.proving import Proof
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.store.mirror.sweeps import LedgerSweep
    from voltage_tui.treasury.reading import Problem


_TOLD_FOR: Final = timedelta(days=8)
"""How long a row that was rewritten is told of: from one sweep to the next."""


@dataclass(frozen=True, slots=True)
class MirrorProgress:
    """How far a ledger, or the payments, are here.

    `rows` are those in the mirror, `total` those the API has (None for payments, which are not
    counted). `number` is the pass under way, from 1, and `read` the rows it has gone through.
    `proofs` are the newest of each currency,
    perhaps from before a start, None before the first reading of a balance that could be compared;
    `unproven` rows came after it. Payments may be behind: what came and what ended while the
    program was closed is still to be read. `corrected` rows were found to be other than before, in
    the newest sweep or since.
    """

    stage: Stage = Stage.SWEEPING
    number: int = 1
    read: int = 0
    rows: int = 0
    total: int | None = None
    finished_at: datetime | None = None
    proofs: tuple[Proof, ...] | None = None
    unproven: int = 0
    is_behind: bool = False
    corrected: int = 0
    problem: Problem | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything there is, is here: two passes agreed, and no row is left over."""
        return (
            self.stage is Stage.COMPLETE and self.total in (None, self.rows) and not self.is_behind
        )

    @property
    def is_proven(self) -> bool:
        """Whether the newest balance follows from the one before it and the rows in between."""
        good = (Verdict.BEGUN, Verdict.PROVEN, Verdict.WHOLE)
        return (
            self.proofs is not None
            and not self.unproven
            and all(proof.verdict in good for proof in self.proofs)
        )


def ledger_progress(
    reader: MirrorReader, wallet_id: WalletId, sweep: LedgerSweep
) -> MirrorProgress:
    """How far a ledger is in the file; `sweep` is its own."""
    return MirrorProgress(
        stage=sweep.stage,
        number=sweep.number,
        read=sweep.seen.count,
        rows=reader.row_count(wallet_id),
        total=sweep.total,
        finished_at=sweep.finished_at,
        proofs=reader.proofs(wallet_id) or None,
        unproven=reader.unproven_count(wallet_id),
        corrected=_corrected(reader, wallet_id, sweep),
    )


def _corrected(reader: MirrorReader, wallet_id: WalletId, sweep: LedgerSweep) -> int:
    if sweep.finished_at is None:
        return 0
    return reader.corrected_since(wallet_id, sweep.finished_at - _TOLD_FOR)
