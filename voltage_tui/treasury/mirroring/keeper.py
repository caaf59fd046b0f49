"""The mirror in the life of the treasury: filled in the background, and told to the snapshot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.movement import whose
from voltage_tui.store.errors import StoreError
from voltage_tui.store.mirror.database import MirrorError
from voltage_tui.treasury.mirroring.following import Following
from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools
from voltage_tui.treasury.mirroring.mirroring import Mirroring
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.mirroring.progress import MirrorProgress
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.tools import Tools

_PAGE_IN_MEMORY: Final = 50
_PAYMENTS_IN_MEMORY: Final = 25
_PAUSE_IN_MEMORY_S: Final = 0.2
"""In memory all is done on the loop's thread: no page may keep a key waiting, nor may many."""


class MirrorKeeper:
    """Keeps the mirror of this environment full while the treasury runs.

    `snapshot.mirrors`, `snapshot.mirrored_payments` and `snapshot.mirror_problem` say how far it
    is; the rows themselves are asked of `Treasury.mirror`. Where another program writes (S-11) it
    is not filled here; what the other one puts in is noticed and told alike.
    """

    def __init__(self, tools: Tools, background: Background) -> None:
        self._tools = tools
        self._background = background
        self._mirroring = Mirroring(_mirror_tools(tools), tools.cadence, self._wallets, self._tell)
        self._running = False
        self._named: object = None

    def open(self) -> None:
        """Begin to fill it, or to look how another program does."""
        if self._running:
            return
        if self._tools.store.holder is None:
            self._running = True
            self._tools.scheduler.outage.when_over.append(self._mirroring.look_again)
            self._background.spawn("mirror", self._mirroring.run())
        else:
            following = Following(self._tools.store.mirror, self._tools.clock, self._post)
            self._background.spawn("mirror", following.run())

    def show_ledgers(self, wallet_ids: Collection[WalletId]) -> None:
        """These ledgers are on the screen: see `Treasury.show_ledgers`."""
        self._mirroring.show(wallet_ids)

    def wallet_moved(self, wallet_id: WalletId) -> None:
        """The money of a wallet has changed: its newest rows are read soon."""
        self._mirroring.wallet_moved(wallet_id)

    def payments_changed(self, payments: Sequence[Payment]) -> None:
        """Put payments in that were read for another reason, and were news."""
        if self._running:
            self._background.spawn("mirrored payments", self._keep(payments))

    async def _keep(self, payments: Sequence[Payment]) -> None:
        await self._mirroring.keep(payments)
        self._tell()

    def _wallets(self) -> Iterable[WalletId]:
        return [wallet.id for wallet in self._tools.board.snapshot.wallets.value or ()]

    def _keep_names(self) -> None:
        """What wallets are called is kept too: an export that does not ask Voltage needs it."""
        wallets = self._tools.board.snapshot.wallets.value
        if wallets and wallets is not self._named and self._mirroring.problem is None:
            self._named = wallets
            self._background.spawn("wallet names", self._write_names(wallets))

    async def _write_names(self, wallets: Sequence[Wallet]) -> None:
        named = tuple(map(whose, wallets))
        try:
            await self._tools.store.mirror.write(lambda mirror: mirror.keep_wallets(named))
        except (MirrorError, StoreError):
            self._named = None  # with the next step; why it cannot be written is told there

    def _tell(self) -> None:
        self._keep_names()
        mirroring = self._mirroring
        self._post(mirroring.ledgers, mirroring.payments, mirroring.problem)

    def _post(
        self,
        ledgers: Mapping[WalletId, MirrorProgress],
        payments: MirrorProgress,
        problem: Problem | None,
    ) -> None:
        board = self._tools.board
        told = replace(
            board.snapshot, mirrors=ledgers, mirrored_payments=payments, mirror_problem=problem
        )
        board.post(told, Topic.MIRROR)


def _mirror_tools(tools: Tools) -> MirrorTools:
    mirror = tools.store.mirror
    given = MirrorTools(tools.client, tools.gate, tools.clock, mirror)
    if not mirror.is_in_memory:
        return given
    return replace(
        given,
        page=_PAGE_IN_MEMORY,
        payments_page=_PAYMENTS_IN_MEMORY,
        pause_s=_PAUSE_IN_MEMORY_S,
    )
