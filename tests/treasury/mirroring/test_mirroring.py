"""The mirror filled from the simulator over the real client: exactly, and proven."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.store.mirror.whole import all_rows
from tests.treasury.builders import ENVIRONMENT
from tests.treasury.harness import world
from tests.treasury.mirroring.mirrored import (
    Busy,
    Mirrored,
    books_of,
    check_mirror,
    check_rows,
    mirrored,
)
from voltage_tui.model.ids import WalletId
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.simulator.state.kinds import RowKind
from voltage_tui.simulator.state.ledger import Row
from voltage_tui.store.mirror.proving import Verdict
from voltage_tui.store.mirror.store import MirrorStore
from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.store.places import places_of
from voltage_tui.treasury.mirroring.ledger_mirror import LedgerMirror, MirrorTools
from voltage_tui.treasury.mirroring.turns import REFRESH_S

SMALL = SimulatorOptions(wallets=3, ledger_rows=500, history_days=2, payer=Payer.MANUAL)
ONE = SimulatorOptions(wallets=1, ledger_rows=20, history_days=0, payer=Payer.MANUAL)
THOUSANDS = SimulatorOptions(wallets=1, ledger_rows=6_000, history_days=2, payer=Payer.MANUAL)


async def swept(m: Mirrored, ledger: LedgerMirror) -> None:
    """The whole sweep of one ledger, by hand."""
    await m.world.ask(ledger.open())
    await m.world.ask(ledger.begin())
    while not ledger.has_ended:
        await m.world.ask(ledger.walk_on())
    await m.world.ask(ledger.refresh())


async def rows_equal(m: Mirrored, wallet_id: WalletId) -> int:
    rows = await m.store.read(lambda r: all_rows(r, wallet_id))
    check_rows(rows, books_of(m.world.simulator, wallet_id))
    return len(rows)


async def test_a_history_of_thousands_of_rows_is_mirrored_exactly() -> None:
    async with mirrored(THOUSANDS) as m:
        ledger = m.ledger()
        await swept(m, ledger)
        assert await rows_equal(m, m.wallets[0]) > 6_000
        assert ledger.progress.is_whole
        (proof,) = ledger.progress.proofs or ()
        assert (proof.verdict, proof.opening) == (Verdict.PROVEN, 0)


async def test_every_ledger_and_all_payments_are_mirrored_by_themselves() -> None:
    async with mirrored(SMALL) as m:
        m.run()
        await m.until_whole()
        await check_mirror(m)
        state, bulk = m.world.simulator._state, m.world.simulator._state.bulk
        assert bulk is not None
        older = {bulk.payment_id(j) for j in range(bulk.domain) if bulk.exists(j)}
        known = await m.store.read(lambda r: r.newest_payments(10_000))
        assert len(known) == await m.store.read(lambda r: r.payment_count())
        assert set(known) == older | set(state.payments)


@pytest.mark.parametrize("seed", range(4))
async def test_rows_that_arrive_during_the_sweep_are_all_there_once(seed: int) -> None:
    options = SimulatorOptions(wallets=1, ledger_rows=4_000, history_days=0, payer=Payer.MANUAL)
    async with mirrored(options) as m:
        busy = Busy(m.world.simulator, Random(seed))
        m.world.when_asked = lambda _, path: busy.work() if path.endswith("/ledger") else None
        ledger = m.ledger()
        await m.world.ask(ledger.open())
        await m.world.ask(ledger.begin())
        while not ledger.has_ended:
            await m.world.ask(ledger.walk_on())
            if busy.random.random() < 0.3:
                await m.world.ask(ledger.refresh())
        assert ledger.progress.stage is Stage.COMPLETE
        m.world.when_asked = lambda _, _path: None
        await m.world.ask(ledger.refresh())
        assert await rows_equal(m, m.wallets[0]) == 4_000 + busy.made
        assert busy.made > 200
        assert ledger.progress.is_whole
        assert ledger.progress.is_proven


@pytest.mark.safety("S-67", "a row that comes late is found by the next pass")
async def test_a_row_that_comes_late_below_the_place_is_found_by_the_next_pass() -> None:
    options = SimulatorOptions(wallets=1, ledger_rows=1_200, history_days=0, payer=Payer.MANUAL)
    async with mirrored(options) as m:
        ledger = m.ledger()
        state = m.world.simulator._state
        wallet = state.wallets[m.wallets[0]]
        await m.world.ask(ledger.open())
        await m.world.ask(ledger.begin())
        wallet.deposit("late-1", 7_000, state.now)
        await m.world.ask(ledger.walk_on())
        # It stands among rows that were read already: only another pass can meet it.
        assert wallet.bulk is not None
        wallet.rows, wallet.bulk = [*wallet.bulk, *wallet.rows], None
        late = Row(RowKind.DEPOSITED, "late-2", None, 5, wallet.rows[-100].at)
        wallet.rows.insert(len(wallet.rows) - 100, late)
        wallet.total += 5
        while not ledger.has_ended:
            await m.world.ask(ledger.walk_on())
        await m.world.ask(ledger.refresh())
        await m.world.ask(ledger.refresh())
        assert ledger.progress.number == 3
        assert await rows_equal(m, m.wallets[0]) == 1_202
        assert ledger.progress.is_whole
        assert ledger.progress.is_proven


async def test_one_page_is_useful_at_once() -> None:
    async with mirrored(THOUSANDS) as m:
        ledger = m.ledger()
        await m.world.ask(ledger.open())
        await m.world.ask(ledger.begin())
        newest = await m.store.read(lambda r: r.rows_by_id(r.newest(200, m.wallets[0])))
        books = books_of(m.world.simulator, m.wallets[0])
        assert [r.entry.entry_id for r in newest] == [r.id for r in books[-200:]]
        wallet = m.world.simulator._state.wallets[m.wallets[0]]
        assert newest[-1].total_after is not None
        assert newest[-1].total_after.units == wallet.total
        assert ledger.progress.is_proven


async def test_an_empty_ledger_is_whole_and_its_first_rows_are_proven() -> None:
    async with mirrored() as m:
        ledger = m.ledger()
        await swept(m, ledger)
        assert ledger.progress.is_whole
        state = m.world.simulator._state
        for _ in range(3):
            state.wallets[m.wallets[0]].deposit(state.new_id(), 1_000, state.now)
            await m.world.ask(ledger.refresh())
        assert await rows_equal(m, m.wallets[0]) == 3
        assert ledger.progress.is_proven


@pytest.mark.safety("S-67", "rows the server has no more: told as not whole")
async def test_rows_that_are_gone_are_told_as_not_whole() -> None:
    options = SimulatorOptions(wallets=1, ledger_rows=300, history_days=0, payer=Payer.MANUAL)
    async with mirrored(options) as m:
        m.run()
        await m.until_whole()
        wallet = m.world.simulator._state.wallets[m.wallets[0]]
        assert wallet.bulk is not None
        wallet.rows, wallet.bulk = [*wallet.bulk], None
        gone = wallet.rows.pop()
        wallet.total -= gone.amount
        await m.world.pass_time(REFRESH_S + 60)
        progress = m.mirroring.ledgers[m.wallets[0]]
        assert (progress.rows, progress.total) == (300, 299)
        assert not progress.is_whole
        assert not progress.is_proven


async def test_a_sweep_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    places = places_of(ENVIRONMENT, tmp_path)
    async with mirrored(THOUSANDS, places=places) as m:
        ledger = m.ledger()
        await ledger.open()
        await m.driven(ledger.begin())
        for _ in range(4):
            await m.driven(ledger.walk_on())
        again = m.ledger()
        await again.open()
        assert again.progress.rows == ledger.progress.rows > 2_000
        m.world.asked.clear()
        await m.driven(again.walk_on())
        assert again.progress.rows > ledger.progress.rows
        assert m.world.count() == 1


async def test_the_live_reads_are_as_often_and_as_soon_with_a_sweep_beside_them() -> None:
    options = SimulatorOptions(wallets=1, ledger_rows=12_000, history_days=0, payer=Payer.MANUAL)
    assert await live_reads(options, swept=False) == await live_reads(options, swept=True)


async def live_reads(options: SimulatorOptions, *, swept: bool) -> tuple[int, ...]:
    """How often each live list was read in half a minute, with or without a sweep beside it."""
    async with world(options, latency_ms=(5, 20)) as w:
        gate, store = w.treasury._tools.gate, MirrorStore(None)
        wallet_id = WalletId(w.simulator.identity.wallet_ids[0])
        ledger = LedgerMirror(MirrorTools(w.client, gate, w.clock, store, page=100), wallet_id)

        async def sweep() -> None:
            await ledger.open()
            await ledger.begin()
            while not await ledger.walk_on():
                pass

        sweeping = asyncio.create_task(sweep()) if swept else None
        await w.pass_time(30)
        if sweeping is not None:
            assert 2_000 < ledger.progress.rows < 12_000
            sweeping.cancel()
            await asyncio.gather(sweeping, return_exceptions=True)
        # The burst of a minute's requests, and then the half minute's own.
        assert len(w.asked) <= 60 + 240 // 2
        await store.aclose()
        return tuple(w.count(path_end=end) for end in ("/wallets", "/summaries", "/payments"))


async def test_rows_whose_balance_moved_on_meanwhile_are_not_proven_before_it_is_read() -> None:
    async with mirrored(ONE) as m:
        ledger = m.ledger()
        await swept(m, ledger)
        wallet = m.world.simulator._state.wallets[m.wallets[0]]
        state = m.world.simulator._state

        def between(_method: str, path: str) -> None:
            if path.endswith("/ledger"):
                wallet.deposit(state.new_id(), 1_000, state.now)

        m.world.when_asked = between
        await m.world.ask(ledger.refresh())
        assert (ledger.progress.unproven, ledger.progress.is_proven) == (1, False)
        assert ledger.is_in_doubt
        m.world.when_asked = lambda _, _path: None
        await m.world.ask(ledger.refresh())
        assert (ledger.progress.unproven, ledger.progress.is_proven) == (0, True)
