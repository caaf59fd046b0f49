"""A mirror being filled from a simulator over the real client, on a clock the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from tests.store.mirror.whole import all_rows
from tests.treasury.builders import T0
from tests.treasury.harness import World, world
from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind, tie_of
from voltage_tui.money import BTC
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.simulator.state.kinds import FeeRoute, Kind
from voltage_tui.simulator.state.ledger import Breakdown, Row
from voltage_tui.simulator.state.wallet import Wallet
from voltage_tui.store.mirror.ledger_rows import MirrorRow
from voltage_tui.store.mirror.moments import micros_of
from voltage_tui.store.mirror.store import MirrorStore
from voltage_tui.store.places import Places
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.gate import Gate
from voltage_tui.treasury.mirroring.ledger_mirror import LedgerMirror, MirrorTools
from voltage_tui.treasury.mirroring.mirroring import Mirroring

T = TypeVar("T")


@dataclass
class Mirrored:
    """What a test holds."""

    world: World
    store: MirrorStore
    tools: MirrorTools
    mirroring: Mirroring
    changes: int = 0
    _running: asyncio.Task[None] | None = None

    @property
    def wallets(self) -> tuple[WalletId, ...]:
        return tuple(map(WalletId, self.world.simulator.identity.wallet_ids))

    def run(self) -> None:
        """Let the mirror be filled."""
        self._running = asyncio.create_task(self.mirroring.run())

    async def stop(self) -> None:
        """End that."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def until_whole(self, limit_s: float = 600.0) -> float:
        """Let time pass until all is here and proven."""
        return await self.world.until(lambda _: self.is_whole, limit_s)

    @property
    def is_whole(self) -> bool:
        progress = self.mirroring.ledgers
        return (
            len(progress) == len(self.wallets)
            and all(p.is_whole and p.is_proven for p in progress.values())
            and self.mirroring.payments.is_whole
        )

    async def driven(self, work: Coroutine[None, None, T]) -> T:
        """The result of work that waits for the clock and for the thread of a file."""
        task = asyncio.ensure_future(work)
        while not task.done():
            self.world.clock.advance(self.world.clock.next_wake or 0.0)
            await asyncio.sleep(0)
        return task.result()

    def ledger(self, place: int = 0) -> LedgerMirror:
        """One wallet's ledger, driven by hand."""
        return LedgerMirror(self.tools, self.wallets[place])


@asynccontextmanager
async def mirrored(
    options: SimulatorOptions | None = None,
    *,
    places: Places | None = None,
    cadence: Cadence | None = None,
) -> AsyncIterator[Mirrored]:
    """A mirror, nothing running yet; everything is ended afterwards."""
    options = options or SimulatorOptions(payer=Payer.MANUAL, history_days=0)
    async with world(options, running=False, latency_ms=(5, 20)) as w:
        cadence = cadence or Cadence()
        store = MirrorStore(places)
        tools = MirrorTools(w.client, Gate(w.clock, cadence), w.clock, store)
        changes: list[int] = []
        wallets = tuple(map(WalletId, w.simulator.identity.wallet_ids))
        mirroring = Mirroring(tools, cadence, lambda: wallets, lambda: changes.append(1))
        made = Mirrored(w, store, tools, mirroring)
        try:
            yield made
        finally:
            await made.stop()
            await store.aclose()


class Busy:
    """Wallets in which much happens, row by row."""

    def __init__(self, simulator: Simulator, random: Random) -> None:
        self.simulator = simulator
        self.random = random
        self.made = 0

    def work(self) -> None:
        """Some rows, now and then more than a page of them."""
        self.rows(700 if self.random.random() < 0.05 else self.random.randrange(40))

    def rows(self, many: int) -> None:
        """So many rows, at the moment it is, in any wallets."""
        self.simulator.run_due()
        wallets = list(self.simulator._state.wallets.values())
        for _ in range(many):
            self._row(self.random.choice(wallets))
        self.made += many

    def _row(self, wallet: Wallet) -> None:
        state, units = self.simulator._state, self.random.randrange(1, 90_000)
        holds = sorted(wallet.holds)
        match self.random.randrange(5):
            case 0:
                wallet.hold(state.new_id(), state.new_id(), units, state.now)
            case 1 if holds:
                wallet.release(self.random.choice(holds), state.now)
            case 2 if holds:
                hold = self.random.choice(holds)
                taken = wallet.holds[hold].amount // 2
                parts = Breakdown(taken, 0, 0, 0, Kind.BOLT11, FeeRoute.DIRECT)
                wallet.capture(hold, taken, state.now, parts)
            case 3:
                wallet.withdraw(state.new_id(), units, state.now)
            case _:
                wallet.deposit(state.new_id(), units, state.now)


def books_of(simulator: Simulator, wallet_id: str) -> list[Row]:
    """The simulator's own rows of a wallet, oldest first."""
    wallet = simulator._state.wallets[wallet_id]
    return [*(wallet.bulk or ()), *wallet.rows]


Plain = tuple[str, str, str | None, int | None, tuple[int, int, int, int] | None, int]


def plain_row(row: Row) -> Plain:
    """A row of the simulator's books, as plain values."""
    parts = row.breakdown and (
        row.breakdown.principal,
        row.breakdown.network_fee,
        row.breakdown.processing_fee,
        row.breakdown.basis_points,
    )
    released = row.kind.value == "released"
    amount = None if released else row.amount
    return (row.kind.value, row.id, row.payment_id, amount, parts, row.at)


def plain_entry(entry: LedgerEntry) -> Plain:
    """A row of the mirror, as plain values."""
    breakdown = entry.breakdown
    parts = None
    if breakdown is not None:
        fees = (breakdown.network_fee.units, breakdown.processing_fee.units)
        parts = (breakdown.principal.units, *fees, breakdown.basis_points)
    amount = None if entry.amount is None else entry.amount.units
    at = micros_of(entry.effective_time)
    return (str(entry.kind.value), entry.entry_id, entry.payment_id, amount, parts, at)


def check_rows(rows: Sequence[MirrorRow], books: Sequence[Row]) -> None:
    """Every row equal to the books, each with the balances the books had after it."""
    assert sorted(plain_entry(r.entry) for r in rows) == sorted(plain_row(r) for r in books)
    order = [(r.entry.effective_time, tie_of(r.entry)) for r in rows]
    assert order == sorted(order)
    truth = balances_after(books)
    for row in rows:
        assert row.total_after is not None, row
        assert row.available_after is not None, row
        after = (row.total_after.units, row.available_after.units)
        assert after == truth[plain_entry(row.entry)], row


def balances_after(books: Sequence[Row]) -> dict[Plain, tuple[int, int]]:
    """The wallet's total and available after each row, added up from nothing."""
    held = {row.id: row.amount for row in books if row.kind.value == "held"}
    total = available = 0
    after: dict[Plain, tuple[int, int]] = {}
    for row in sorted(books, key=_mirror_order):
        match row.kind.value:
            case "credited" | "deposited":
                total, available = total + row.amount, available + row.amount
            case "withdrawn":
                total, available = total - row.amount, available - row.amount
            case "held":
                available -= row.amount
            case "captured":
                total, available = total - row.amount, available + held[row.id] - row.amount
            case _:
                available += held[row.id]
        after[plain_row(row)] = (total, available)
    return after


def _mirror_order(row: Row) -> tuple[int, int]:
    """Rows of one moment stand in the mirror's own order."""
    entry = LedgerEntry(
        wallet_id=WalletId(""),
        kind=LedgerKind(row.kind.value),
        entry_id=row.id,
        payment_id=None,
        currency=BTC,
        amount=None,
        breakdown=None,
        effective_time=T0,
    )
    return row.at, tie_of(entry)


async def check_mirror(m: Mirrored) -> None:
    """Every wallet's rows are the simulator's own, with their balances."""
    for wallet_id in m.wallets:
        rows = await m.store.read(lambda r, w=wallet_id: all_rows(r, w))  # type: ignore[misc]
        check_rows(rows, books_of(m.world.simulator, wallet_id))
