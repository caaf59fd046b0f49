"""Reads one wallet's ledger, anchored to the wallet's balance at the very same state."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.wallet import Balance, Wallet
from voltage_tui.treasury.board import with_entry
from voltage_tui.treasury.reading import Problem, Reading
from voltage_tui.treasury.scheduler import Task
from voltage_tui.treasury.statement import Statement, adds_up, build_statement
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.ledger import LedgerEntry, LedgerPage
    from voltage_tui.treasury.tools import Tools

PAGE: Final = 200
_TOP: Final = 25
"""Rows read to see whether there is anything new."""
_TRIES: Final = 2

Key = tuple[str, str, str]
Balances = tuple[Balance, ...]


class LedgerJob:
    """Keeps `snapshot.statements` of one wallet.

    The wallet is read before and after the page; only when its balances did not change in
    between are the running balances counted from them.
    """

    def __init__(self, tools: Tools, wallet_id: WalletId) -> None:
        self._tools = tools
        self._wallet_id = wallet_id
        self._entries: tuple[LedgerEntry, ...] = ()
        self._ledger_rows = 0
        self._balances: Balances | None = None
        # Let go of and watched again at once, the read of before may not have ended.
        self._turn = asyncio.Lock()

    def task(self) -> Task:
        """What the scheduler repeats."""
        return Task(f"ledger {self._wallet_id}", self._read, self._interval, self._report)

    async def _read(self) -> None:
        async with self._turn:
            newest, balances = await self._read_anchored()
            changed = (newest.entries, newest.total, balances) != (
                self._entries,
                self._ledger_rows,
                self._balances,
            )
            self._entries, self._ledger_rows = newest.entries, newest.total
            self._balances = balances
            reading = self._reading()
            known = reading.value
            statement = known if known is not None and not changed else self._statement()
            self._post(reading.succeeded(statement, self._tools.clock.now()))

    async def _read_anchored(self) -> tuple[LedgerPage, Balances | None]:
        """The ledger as far as known, and the balances it leads to if that is certain."""
        before = await self._wallet()
        for _ in range(_TRIES):
            newest = await self._read_newest()
            after = await self._wallet()
            if before.balances == after.balances and adds_up(newest, after.balances):
                return newest, after.balances
            before = after
        return newest, None

    async def _read_newest(self) -> LedgerPage:
        """The rows known with those above them; a whole page when they do not join."""
        if self._entries:
            top = self._joined(await self._page(0, _TOP))
            if top is not None:
                return top
        page = await self._page(0, PAGE)
        return self._joined(page) or page

    def _joined(self, page: LedgerPage) -> LedgerPage | None:
        """`page` with the rows known below it, unless some would be missing in between.

        A row that came late stands among known ones by its time, and one may have been corrected:
        only a page that ends exactly as the known rows begin can be put on top of them.
        """
        fresh = _not_in(self._entries, page.entries)
        old = page.entries[len(fresh) :]
        if self._ledger_rows + len(fresh) != page.total or old != self._entries[: len(old)]:
            return None
        return replace(page, entries=(*fresh, *self._entries) if fresh else self._entries)

    async def _wallet(self) -> Wallet:
        client = self._tools.client
        return await self._tools.gate.read(lambda: client.wallets.get(self._wallet_id))

    async def _page(self, offset: int, limit: int) -> LedgerPage:
        client = self._tools.client
        return await self._tools.gate.read(
            lambda: client.ledger.page(self._wallet_id, offset=offset, limit=limit)
        )

    def _interval(self) -> float:
        """Sooner again while the running balances could not be counted."""
        cadence = self._tools.cadence
        return cadence.ledger_moving if self._balances is None else cadence.ledger_quiet

    def _statement(self) -> Statement:
        rows = max(self._ledger_rows, len(self._entries))
        return build_statement(self._wallet_id, self._entries, rows, self._balances)

    def _reading(self) -> Reading[Statement]:
        empty: Reading[Statement] = Reading(
            interval_s=self._tools.stretched(self._tools.cadence.ledger_quiet)
        )
        return self._tools.board.snapshot.statements.get(self._wallet_id, empty)

    def _post(self, reading: Reading[Statement]) -> None:
        board = self._tools.board
        statements = with_entry(board.snapshot.statements, self._wallet_id, reading)
        board.post(replace(board.snapshot, statements=statements), Topic.LEDGER)

    def _report(self, problem: Problem | None) -> None:
        if problem is not None:
            self._post(self._reading().failed(problem))


def _not_in(known: Iterable[LedgerEntry], read: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    keys: set[Key] = {entry.key for entry in known}
    return tuple(entry for entry in read if entry.key not in keys)
