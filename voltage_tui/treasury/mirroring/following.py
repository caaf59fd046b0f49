"""How far another program has filled the mirror: looked at every few seconds."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voltage_tui.store.errors import StoreError
from voltage_tui.store.mirror.database import MirrorError
from voltage_tui.treasury.mirroring.progress import MirrorProgress, ledger_progress
from voltage_tui.treasury.reading import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voltage_tui.clock import Clock
    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.store.mirror.store import MirrorStore

LOOK_S: Final = 2.0
"""How long what the other program writes may stay unnoticed."""
_AGAIN_S: Final = 10.0

if TYPE_CHECKING:
    Tell = Callable[[Mapping[WalletId, MirrorProgress], MirrorProgress, Problem | None], None]


class Following:
    """Tells the progress of a mirror that another program fills, when it has changed."""

    def __init__(self, store: MirrorStore, clock: Clock, tell: Tell) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._seen: int | None = None
        self._problem: Problem | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self._look()
                wait = LOOK_S
            except (MirrorError, StoreError) as error:
                self._unusable(error)
                wait = _AGAIN_S
            await self._clock.sleep(wait)

    async def _look(self) -> None:
        version = await self._store.read(lambda r: r.data_version())
        if version == self._seen and self._problem is None:
            return
        ledgers, payments = await self._store.read(progress_of)
        self._seen, self._problem = version, None
        self._tell(ledgers, payments, None)

    def _unusable(self, error: MirrorError | StoreError) -> None:
        now = self._clock.now()
        since = now if self._problem is None else self._problem.since
        next_try = now + timedelta(seconds=_AGAIN_S)
        self._problem = Problem(ProblemKind.INTERNAL, error.what, error.advice, since, next_try)
        self._tell(MappingProxyType({}), MirrorProgress(), self._problem)


def progress_of(reader: MirrorReader) -> tuple[Mapping[WalletId, MirrorProgress], MirrorProgress]:
    """How far every ledger, and the payments, are in the file."""
    ledgers = {
        wallet_id: ledger_progress(reader, wallet_id, reader.ledger_sweep(wallet_id))
        for wallet_id in reader.wallets()
    }
    sweep = reader.payment_sweep()
    payments = MirrorProgress(
        stage=sweep.stage,
        number=sweep.number,
        rows=reader.payment_count(),
        finished_at=sweep.finished_at,
    )
    return MappingProxyType(ledgers), payments
