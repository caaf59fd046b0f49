"""What goes wrong while the mirror is filled: it waits, goes on, and says so."""

from __future__ import annotations

import json

import pytest

from tests.treasury.mirroring.mirrored import Mirrored, books_of, check_mirror, mirrored
from voltage_tui.simulator.faults import answer, server_error
from voltage_tui.simulator.http import Response
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.proving import Verdict
from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.treasury.mirroring.turns import REFRESH_S, SOON_S
from voltage_tui.treasury.reading import ProblemKind

SMALL = SimulatorOptions(wallets=2, ledger_rows=300, history_days=0, payer=Payer.MANUAL)
NONE = SimulatorOptions(wallets=1, history_days=0, payer=Payer.MANUAL)


async def test_a_server_in_trouble_is_waited_for_and_then_all_is_there() -> None:
    async with mirrored(SMALL) as m:
        m.world.faults.add(server_error(), path=".*/ledger", times=30)
        m.run()
        await m.world.until(lambda _: any(p.problem for p in m.mirroring.ledgers.values()))
        (problem, *_) = [p.problem for p in m.mirroring.ledgers.values() if p.problem]
        assert problem.kind is ProblemKind.SERVER
        await m.until_whole(3_600)
        assert not any(p.problem for p in m.mirroring.ledgers.values())
        await check_mirror(m)


async def test_one_ledger_that_cannot_be_read_does_not_keep_the_others() -> None:
    async with mirrored(SMALL) as m:
        m.world.faults.add(server_error(), path=f".*/{m.wallets[0]}/ledger", times=None)
        m.run()
        good = m.wallets[1]
        await m.world.until(
            lambda _: m.mirroring.payments.is_whole and m.mirroring.ledgers[good].is_whole, 600
        )
        assert m.mirroring.ledgers[m.wallets[0]].problem is not None


async def test_with_nothing_to_do_hardly_anything_is_asked() -> None:
    async with mirrored(SMALL) as m:
        m.run()
        await m.until_whole()
        began = m.world.clock.monotonic()
        await m.world.pass_time(REFRESH_S * 4)
        # Each ledger is looked at four times: the wallet, its newest rows, the wallet again.
        assert m.world.count(since=began) <= len(m.wallets) * 5 * 3


async def moved(m: Mirrored, units: int) -> None:
    state = m.world.simulator._state
    state.wallets[m.wallets[0]].deposit(state.new_id(), units, state.now)
    m.mirroring.wallet_moved(m.wallets[0])
    await m.world.pass_time(SOON_S + 2)


async def test_a_wallet_that_moves_has_its_new_rows_soon_and_proven() -> None:
    async with mirrored(NONE) as m:
        m.run()
        await m.until_whole()
        for units in (100, 250):
            await moved(m, units)
            progress = m.mirroring.ledgers[m.wallets[0]]
            assert progress.is_proven
            assert progress.is_whole
        assert progress.rows == 2
        await check_mirror(m)


async def test_a_balance_that_does_not_follow_is_told_and_its_evidence_kept() -> None:
    async with mirrored(NONE) as m:
        m.run()
        await m.until_whole()
        await moved(m, 100)
        wallet = m.world.simulator._state.wallets[m.wallets[0]]
        wallet.total += 7
        await moved(m, 100)
        assert not m.mirroring.ledgers[m.wallets[0]].is_proven
        await m.world.pass_time(SOON_S * 3)
        evidence = await m.store.read(lambda r: r.evidence(m.wallets[0]))
        assert [p.verdict for p in evidence] == [Verdict.BROKEN, Verdict.NOT_YET]
        assert evidence[0].difference is not None
        assert evidence[0].difference.total == 7


async def test_more_rows_than_were_asked_for_are_refused() -> None:
    options = SimulatorOptions(wallets=1, ledger_rows=700, history_days=0, payer=Payer.MANUAL)
    async with mirrored(options) as m:
        item = {"type": "deposited", "amount": {"currency": "btc", "amount": 1, "unit": "msats"}}
        items = [
            {**item, "deposit_id": f"d-{n}", "effective_time": "2026-10-05T09:00:00Z"}
            for n in range(501)
        ]
        body = json.dumps({"items": items, "offset": 0, "limit": 501, "total": 501}).encode()
        m.world.faults.add(
            answer(200, body, ("content-type", "application/json")), path=".*/ledger", times=1
        )
        m.run()
        await m.world.until(lambda _: any(p.problem for p in m.mirroring.ledgers.values()))
        (progress,) = m.mirroring.ledgers.values()
        assert progress.problem is not None
        assert progress.problem.kind is ProblemKind.BAD_ANSWER
        assert await m.store.read(lambda r: r.row_count()) == 0


@pytest.mark.safety("S-65", "the mirror stops at a cursor it was given before")
async def test_the_same_cursor_again_stops_the_payments() -> None:
    async with mirrored(NONE) as m:
        page = {
            "items": [],
            "offset": 0,
            "limit": 100,
            "next_cursor": "again",
            "has_more": True,
        }
        again = Response(200, (("content-type", "application/json"),), json.dumps(page).encode())
        m.world.faults.add(answer(200, again.body, *again.headers), path=".*/payments", times=None)
        m.run()
        await m.world.until(lambda _: m.mirroring.payments.stage is Stage.STOPPED)
        assert m.mirroring.payments.problem is not None
        assert m.world.count(path_end="/payments") == 2
        assert books_of(m.world.simulator, m.wallets[0]) == []
