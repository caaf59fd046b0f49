"""The mirror in the life of the treasury: filled in the background, and told to the snapshot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools
from voltage_tui.treasury.mirroring.mirroring import Mirroring
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.tools import Tools


class MirrorKeeper:
    """Keeps the mirror of this environment full while the treasury runs.

    `snapshot.mirrors` and `snapshot.mirrored_payments` say how far it is; the rows themselves are
    asked of `Treasury.mirror`.
    """

    def __init__(self, tools: Tools, background: Background) -> None:
        self._tools = tools
        self._background = background
        mirror_tools = MirrorTools(tools.client, tools.gate, tools.clock, tools.store.mirror)
        self._mirroring = Mirroring(mirror_tools, tools.cadence, self._wallets, self._tell)
        self._running = False

    def open(self) -> None:
        """Begin to fill it, unless another program does: one writes at a time (S-11)."""
        if not self._running and self._tools.store.holder is None:
            self._running = True
            self._background.spawn("mirror", self._mirroring.run())

    def wallet_moved(self, wallet_id: WalletId) -> None:
        """The money of a wallet has changed: its newest rows are read soon."""
        self._mirroring.wallet_moved(wallet_id)

    def payments_changed(self, payments: Sequence[Payment]) -> None:
        """Put payments in that were read for another reason, and were news."""
        if self._running:
            self._background.spawn("mirrored payments", self._mirroring.keep(payments))

    def _wallets(self) -> Iterable[WalletId]:
        return [wallet.id for wallet in self._tools.board.snapshot.wallets.value or ()]

    def _tell(self) -> None:
        board = self._tools.board
        told = replace(
            board.snapshot,
            mirrors=self._mirroring.ledgers,
            mirrored_payments=self._mirroring.payments,
        )
        board.post(told, Topic.MIRROR)
