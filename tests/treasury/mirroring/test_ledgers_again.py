"""Ledgers gone through again: an old row that was rewritten is found and kept as evidence."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from tests.treasury.mirroring.mirrored import Mirrored, check_mirror, mirrored
from tests.treasury.mirroring.test_mirroring import swept
from tests.treasury.mirroring.test_payments_again import restart
from voltage_tui.api.errors import MalformedResponse
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.simulator.state.kinds import RowKind
from voltage_tui.simulator.state.ledger import Row
from voltage_tui.store.mirror.sweeps import LedgerSweep, Stage
from voltage_tui.treasury.mirroring.turns import WEEKLY_S

TWO = SimulatorOptions(wallets=2, ledger_rows=300, history_days=0, payer=Payer.MANUAL)


def books(m: Mirrored, place: int = 0) -> list[Row]:
    """A wallet's rows in the simulator's books, which may be changed."""
    wallet = m.world.simulator._state.wallets[m.wallets[place]]
    if wallet.bulk is not None:
        wallet.rows, wallet.bulk = [*wallet.bulk, *wallet.rows], None
    return wallet.rows


def rewrite(m: Mirrored, place: int = 0, oldest: int = 0) -> tuple[str, str]:
    """Two old rows exchange some of their amounts: neither count nor balance is another."""
    rows = books(m, place)
    old = range(oldest, min(oldest + 100, len(rows)))
    first, other = [n for n in old if rows[n].kind is RowKind.CREDITED][:2]
    for n, more in ((first, 7), (other, -7)):
        rows[n] = rows[n]._replace(amount=rows[n].amount + more, breakdown=None)
    return rows[first].id, rows[other].id


async def a_week_later(m: Mirrored) -> None:
    """The program is closed for a week, and is started again."""
    await m.stop()
    await m.world.pass_time(WEEKLY_S + 86_400)
    m.world.asked.clear()
    restart(m)


async def again(m: Mirrored, place: int = 0) -> LedgerSweep | None:
    return await m.store.read(lambda r: r.sweeps.ledger_again(m.wallets[place]))


async def sweep(m: Mirrored, place: int = 0) -> LedgerSweep:
    return await m.store.read(lambda r: r.ledger_sweep(m.wallets[place]))


@pytest.mark.safety("S-67", "an old row that was rewritten is found within the week and kept")
async def test_an_old_row_that_was_rewritten_is_found_and_kept_as_evidence() -> None:
    async with mirrored(TWO) as m:
        m.run()
        await m.until_whole()
        ids = rewrite(m)
        await a_week_later(m)
        started = m.world.clock.now()
        wallets = m.wallets
        ends = {n: (await sweep(m, n)).finished_at for n in (0, 1)}
        assert all(end is not None and end < started for end in ends.values())
        while ends.items() & {n: (await sweep(m, n)).finished_at for n in (0, 1)}.items():
            await m.world.pass_time(0.5)
            under_way = [await again(m, n) for n in (0, 1)]
            assert None in under_way, "one at a time"
            assert all(p.stage is Stage.COMPLETE for p in m.mirroring.ledgers.values())
        found = await m.store.read(lambda r: r.corrected(wallets[0]))
        assert {each.now.entry_id for each in found} == set(ids)
        for each in found:
            assert each.before is not None
            assert each.before.amount is not None
            assert each.now.amount is not None
            assert abs(each.before.amount.units - each.now.amount.units) == 7
        assert await m.store.read(lambda r: r.corrected(wallets[1])) == []
        assert m.mirroring.ledgers[wallets[0]].corrected == 2
        await check_mirror(m)
        # One pass without news is enough; the other ledger took two, as there were some.
        assert m.world.count(path_end=f"{wallets[1]}/ledger") <= 4


async def test_a_row_that_comes_where_all_were_read_is_told_too() -> None:
    async with mirrored(TWO) as m:
        m.run()
        await m.until_whole()
        rows = books(m)
        rows[50] = rows[50]._replace(id="late-1")
        await a_week_later(m)
        await m.world.until(
            lambda _: m.mirroring.ledgers and m.mirroring.ledgers[m.wallets[0]].corrected
        )
        (found,) = await m.store.read(lambda r: r.corrected(m.wallets[0]))
        assert (found.before, found.now.entry_id) == (None, "late-1")
        # What it stands for is here still: the copy is not whole, and says so.
        assert not m.mirroring.ledgers[m.wallets[0]].is_whole


async def test_it_is_taken_up_where_it_was_left_and_holds_until_it_has_ended() -> None:
    async with mirrored(TWO) as m:
        m.tools = replace(m.tools, page=40)
        ledger = m.ledger()
        await swept(m, ledger)
        await m.world.ask(ledger.sweep_again())
        for _ in range(3):
            assert not await m.world.ask(ledger.walk_on())
        left = m.ledger()
        await m.world.ask(left.open())
        m.world.asked.clear()
        while not await m.world.ask(left.walk_on()):
            assert left.progress.is_whole
        # A pass is of eight pages, the first of 40 rows and the others of 20 more.
        assert m.world.count(path_end="/ledger") == 4
        assert left.has_ended
        assert (await again(m), (await sweep(m)).stage) == (None, Stage.COMPLETE)


async def test_killed_after_every_page_it_knows_that_there_was_news() -> None:
    async with mirrored(TWO) as m:
        m.tools = replace(m.tools, page=40)
        await swept(m, m.ledger())
        rewrite(m, oldest=50)
        begun = m.ledger()
        await begun.open()
        await m.world.ask(begun.sweep_again())
        numbers = set()
        while (under_way := await again(m)) is not None and under_way.stage is Stage.SWEEPING:
            numbers.add(under_way.number)
            left = m.ledger()
            await left.open()
            await m.world.ask(left.walk_on())
        assert numbers == {1, 2}, "a pass that had news is followed by another"


async def test_one_that_cannot_be_compared_is_not_whole_any_more() -> None:
    async with mirrored(TWO) as m:
        ledger = m.ledger()
        await swept(m, ledger)
        await m.world.ask(ledger.sweep_again())
        before = len(books(m))
        del books(m)[:]
        with suppress(MalformedResponse):
            while not await m.world.ask(ledger.walk_on()):
                pass
        assert before > 100
        assert not ledger.progress.is_whole
        assert await again(m) is None
