"""Keeps one wallet's ledger in the mirror: the newest rows, and then all that are below them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.api.errors import MalformedResponse
from voltage_tui.store.mirror.mirror import with_news
from voltage_tui.store.mirror.proving import Verdict
from voltage_tui.store.mirror.sweeps import LedgerSweep, Stage
from voltage_tui.treasury.mirroring.progress import MirrorProgress, ledger_progress
from voltage_tui.treasury.mirroring.walk import (
    OVERLAP,
    Step,
    again,
    begun,
    key_of,
    lost,
    next_offset,
    walked,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.clock import Clock
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.ledger import LedgerEntry, LedgerPage
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.store.mirror.rows import Written
    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.store.mirror.sweeps import Key
    from voltage_tui.treasury.gate import Gate
    from voltage_tui.treasury.mirroring.walk import Walked

T = TypeVar("T")

PAGE: Final = 500
"""Rows asked for at once; the server may give fewer."""
PAYMENTS_PAGE: Final = 100
"""Payments asked for at once."""
_TOP: Final = 50
"""Rows read to see what is new."""
_TRIES: Final = 3
_MOST_TOP_PAGES: Final = 5_000


@dataclass(frozen=True, slots=True)
class MirrorTools:
    """What the parts of the mirroring are given; `page` is how many rows are asked for at once,
    `payments_page` how many payments, and `pause_s` how long it rests before a page further down.
    """

    client: VoltageClient
    gate: Gate
    clock: Clock
    store: MirrorStore
    page: int = PAGE
    payments_page: int = PAYMENTS_PAGE
    pause_s: float = 0.0


class LedgerMirror:
    """One wallet's ledger; one call at a time. What fails raises, and can be tried again.

    While it `is_awaited` its requests do not wait for room that the others leave.
    """

    def __init__(self, tools: MirrorTools, wallet_id: WalletId) -> None:
        self._tools = tools
        self._wallet_id = wallet_id
        self._sweep: LedgerSweep | None = None
        self._again: LedgerSweep | None = None
        self._moved = 0
        self._is_compared = False
        self.is_awaited = False
        self.progress = MirrorProgress()

    @property
    def has_begun(self) -> bool:
        """Whether the newest page has been read."""
        return self._sweep is not None and (
            self._sweep.solid is not None or self._sweep.stage is not Stage.SWEEPING
        )

    @property
    def has_ended(self) -> bool:
        """Whether no sweep needs more pages."""
        return (
            self._sweep is not None
            and self._sweep.stage is not Stage.SWEEPING
            and self._again is None
        )

    @property
    def is_in_doubt(self) -> bool:
        """Whether the newest rows are not proven yet, and the balance is to be read again soon."""
        progress = self.progress
        if progress.proofs is None or progress.unproven:
            return True
        return any(proof.verdict is Verdict.NOT_YET for proof in progress.proofs)

    async def open(self) -> None:
        """Take up the sweep where it was left, perhaps by a program that was killed."""
        wallet_id = self._wallet_id
        self._sweep = await self._tools.store.read(lambda r: r.ledger_sweep(wallet_id))
        self._again = await self._tools.store.read(lambda r: r.sweeps.ledger_again(wallet_id))
        await self._tell()

    async def begin(self) -> None:
        """Read the newest page, which is useful at once, and the balance it leads to."""
        before, read_at = await self._wallet(), self._tools.clock.now()
        page = await self._page(0, self._tools.page)
        after = await self._wallet()
        known = replace(self._known_sweep(), read_at=read_at)
        done = begun(known, page, self._tools.clock.now())
        await self._keep(done.rows, done.sweep, ended=done.sweep.below == 0)
        whole = len(page.entries) >= page.total
        if before.balances == after.balances:
            await self._prove(after, complete=whole)
        await self._tell()

    async def walk_on(self) -> bool:
        """Read one more page of the sweep; whether that was the last."""
        sweep = self._again or self._known_sweep()
        now = self._tools.clock.now
        page = await self._page(next_offset(sweep), self._tools.page)
        done = walked(sweep, page, now())
        if done.step is Step.MOVED:
            self._moved += 1
            if self._moved > _TRIES:
                done = done._replace(sweep=lost(done.sweep, now()))
        if done.step is not Step.MOVED or self._moved > _TRIES:
            self._moved = 0
        if self._again is None:
            ended = done.step is not Step.MOVED and done.sweep.below == 0
            await self._keep(done.rows, done.sweep, ended=ended)
        else:
            await self._keep_again(done)
        await self._tell()
        return self.has_ended

    async def refresh(self) -> None:
        """Read the rows that came since, and prove the balance they lead to."""
        before = await self._wallet()
        if not await self._read_top():
            return
        after = await self._wallet()
        if before.balances == after.balances:
            await self._prove(after, complete=self._known_sweep().stage is Stage.COMPLETE)
        await self._tell()

    async def sweep_again(self) -> None:
        """Begin another full sweep; what is here stays, and is compared with it.

        A sweep that was complete holds until this one has ended.
        """
        await self.refresh()
        anew = again(self._known_sweep())
        if self._known_sweep().stage is Stage.COMPLETE and anew.solid is not None:
            await self._keep((), None, ended=True, again=anew)
        else:
            await self._keep((), anew)
        await self._tell()

    async def _read_top(self) -> bool:
        """Read down from the newest row until those known are met; whether they were.

        Only then are the new rows joined to the others, in one transaction with the last page.
        """
        newest: Key | None = None
        last: Key | None = None
        offset, limit, read_at = 0, _TOP, self._tools.clock.now()
        for _ in range(_MOST_TOP_PAGES):
            page = await self._page(offset, limit)
            keys = [key_of(entry) for entry in page.entries]
            if last is not None and last not in keys:
                return False  # rows went away meanwhile; it is read again from the top
            newest = newest or (keys[0] if keys else None)
            solid = self._known_sweep().solid
            reached = solid in keys
            rows = page.entries[: keys.index(solid)] if solid in keys else page.entries
            ended = page.offset + len(page.entries) >= page.total
            if reached or (ended and solid is None):
                joined = replace(
                    self._known_sweep(), solid=newest, total=page.total, read_at=read_at
                )
                await self._keep(rows, joined, fresh=True)
                return True
            if ended:
                # Whatever it was joined by is there no more: it is begun anew, and compared.
                await self._keep((), LedgerSweep(), again=LedgerSweep(stage=Stage.STOPPED))
            if ended or keys[-1:] == [last]:
                return False
            await self._keep(rows, None, fresh=True)
            last = keys[-1]
            offset, limit = max(0, page.offset + len(keys) - OVERLAP), self._tools.page
        return False

    async def _prove(self, wallet: Wallet, *, complete: bool) -> None:
        wallet_id, balances, now = self._wallet_id, wallet.balances, self._tools.clock.now()
        await self._tools.store.write(
            lambda m: m.prove(wallet_id, balances, now, complete=complete)
        )
        self._is_compared = True

    async def _keep(
        self,
        rows: Sequence[LedgerEntry],
        sweep: LedgerSweep | None,
        *,
        fresh: bool = False,
        ended: bool = False,
        again: LedgerSweep | None = None,
    ) -> Written:
        """Put rows in with how far the sweep has come; `ended` when none are below them."""
        wallet_id, now = self._wallet_id, self._tools.clock.now()
        written = await self._tools.store.write(
            lambda m: m.keep_rows(
                wallet_id, rows, sweep, fresh=fresh, more_below=not ended, again=again, now=now
            )
        )
        if sweep is not None:
            self._sweep = sweep
        if again is not None:
            self._again = again if again.stage is Stage.SWEEPING else None
        return written

    async def _keep_again(self, done: Walked) -> None:
        """Put a page of another sweep in. It has ended with a pass that had no news: that one and
        the sweep before it saw the same."""
        written = await self._keep(done.rows, None, ended=True, again=done.sweep)
        news = done.sweep.news + written.added + written.changed
        if done.step is Step.PASS and not news:
            now = self._tools.clock.now()
            done = done._replace(sweep=replace(done.sweep, stage=Stage.COMPLETE, finished_at=now))
        if done.sweep.stage is Stage.SWEEPING:
            self._again = with_news(done.sweep, written)
            return
        standing = self._known_sweep()
        if done.sweep.stage is not Stage.COMPLETE:
            standing = replace(standing, stage=done.sweep.stage)
        ended = replace(standing, pages=done.sweep.pages, finished_at=done.sweep.finished_at)
        await self._keep((), ended, ended=True, again=done.sweep)

    async def _tell(self) -> None:
        wallet_id, sweep = self._wallet_id, self._known_sweep()
        told = await self._tools.store.read(lambda r: ledger_progress(r, wallet_id, sweep))
        if told.proofs is None and self._is_compared:
            told = replace(told, proofs=())  # neither rows nor a balance: there is nothing to prove
        self.progress = told

    async def _wallet(self) -> Wallet:
        client = self._tools.client
        return await self._read(lambda: client.wallets.get(self._wallet_id))

    async def _page(self, offset: int, limit: int) -> LedgerPage:
        client = self._tools.client
        page = await self._read(
            lambda: client.ledger.page(self._wallet_id, offset=offset, limit=limit)
        )
        if len(page.entries) > limit:
            raise MalformedResponse("ledger: more rows than were asked for")
        return page

    async def _read(self, ask: Callable[[], Awaitable[T]]) -> T:
        gate = self._tools.gate
        return await (gate.read(ask) if self.is_awaited else gate.read_spare(ask))

    def _known_sweep(self) -> LedgerSweep:
        return self._sweep or LedgerSweep()
