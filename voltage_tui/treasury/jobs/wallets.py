"""Reads the wallets, and wakes what depends on a balance that moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.treasury.kept import kept
from voltage_tui.treasury.scheduler import Task
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.tools import Tools


class WalletsJob:
    """Keeps `snapshot.wallets`; `moved` is told each wallet whose money changed.

    `include_inactive` is whether deleted wallets are listed too.
    """

    def __init__(self, tools: Tools, moved: Callable[[WalletId], None]) -> None:
        self._tools = tools
        self._moved = moved
        self.include_inactive = False

    def task(self) -> Task:
        """What the scheduler repeats."""
        cadence = self._tools.cadence
        return Task("wallets", self._read, lambda: cadence.wallets, self._report)

    async def _read(self) -> None:
        tools = self._tools
        read = await tools.gate.read(self._ask)
        snapshot = tools.board.snapshot
        before = snapshot.wallets.value
        wallets = kept(before, read, lambda wallet: wallet.id)
        reading = snapshot.wallets.succeeded(wallets, tools.clock.now())
        tools.board.post_accounts(replace(snapshot, wallets=reading), Topic.WALLETS)
        if wallets is before:
            return
        known = {w.id: w for w in before or ()}
        for wallet in wallets:
            if _money_of(known.get(wallet.id)) != _money_of(wallet):
                self._moved(wallet.id)

    async def _ask(self) -> tuple[Wallet, ...]:
        return await self._tools.client.wallets.list(include_inactive=self.include_inactive)

    def _report(self, problem: Problem | None) -> None:
        if problem is not None:
            board = self._tools.board
            reading = board.snapshot.wallets.failed(problem)
            board.post(replace(board.snapshot, wallets=reading), Topic.WALLETS)


def _money_of(wallet: Wallet | None) -> object:
    return None if wallet is None else (wallet.balances, wallet.holds)
