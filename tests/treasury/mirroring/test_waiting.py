"""The mirror beside what is live: it waits in an outage and the like, and goes on by itself."""

from __future__ import annotations

import pytest

from tests.treasury.harness import World, world
from voltage_tui.model.ids import WalletId
from voltage_tui.simulator.faults import Break, answer, too_many_requests
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import ConnectionState, Topic

SMALL = SimulatorOptions(wallets=2, ledger_rows=100, history_days=0, payer=Payer.MANUAL)
LARGE = SimulatorOptions(wallets=2, ledger_rows=900, history_days=0, payer=Payer.MANUAL)
REGULAR = ("/wallets", "/lines_of_credit/summaries", "/payments")
CAP_S = 11.0
"""The longest wait for the next try in an outage."""


def is_whole(snapshot: Snapshot) -> bool:
    """Whether every ledger, and the payments, are in the mirror."""
    payments = snapshot.mirrored_payments
    return (
        len(snapshot.mirrors) == len(snapshot.accounts) > 0
        and all(p.is_whole and p.is_proven for p in snapshot.mirrors.values())
        and payments is not None
        and payments.is_whole
    )


def wallets(w: World) -> tuple[WalletId, ...]:
    return tuple(map(WalletId, w.simulator.identity.wallet_ids))


async def test_the_mirror_is_filled_while_everything_else_is_read_as_ever() -> None:
    async with world(SMALL, fills_mirror=True) as w:
        await w.until(is_whole, 300)
        assert await w.treasury.mirror.read(lambda r: r.row_count()) == 100
        assert w.snapshot.connection.state is ConnectionState.LIVE


@pytest.mark.parametrize("how", [Break.REFUSE, Break.NEVER_ANSWER])
async def test_in_an_outage_the_mirror_asks_nothing_and_then_goes_on(how: Break) -> None:
    async with world(LARGE, fills_mirror=True) as w:
        await w.until(lambda s: any(p.rows > 20 for p in s.mirrors.values()))
        w.faults.add(how, times=None)
        await w.until(lambda s: s.connection.state is ConnectionState.RETRYING, 30)
        # A request that was under way may take as long as any other to fail.
        await w.pass_time(20)
        at = w.clock.monotonic()
        await w.pass_time(90)
        asked = {path for moment, _, path, _ in w.asked if moment > at}
        assert all(path.endswith(REGULAR) for path in asked), asked
        assert len([1 for moment, *_ in w.asked if moment > at]) < 50
        w.faults.clear()
        at = w.clock.monotonic()
        await w.until(lambda s: s.connection.state is ConnectionState.LIVE, CAP_S + 7)
        rows = w.count(path_end="/ledger")
        await w.pass_time(5)
        assert w.count(path_end="/ledger") > rows
        await w.until(is_whole, 600)


async def test_while_the_key_is_refused_the_mirror_tries_nothing() -> None:
    async with world(LARGE, fills_mirror=True) as w:
        await w.until(lambda s: any(p.rows > 20 for p in s.mirrors.values()))
        refused = answer(401, b'{"error":{"type":"wrong_credentials","detail":"no"}}')
        w.faults.add(refused, times=None)
        await w.until(lambda s: s.connection.state is ConnectionState.REFUSED)
        at = w.clock.monotonic()
        await w.pass_time(130)
        assert 1 <= w.count(since=at) < 6
        assert not w.count(path_end="/ledger", since=at + 0.1)
        w.faults.clear()
        await w.until(is_whole, 600)


async def test_asked_for_quiet_is_kept_by_the_mirror_too_whoever_was_told() -> None:
    async with world(LARGE, fills_mirror=True) as w:
        await w.until(lambda s: any(p.rows > 20 for p in s.mirrors.values()))
        w.faults.add(too_many_requests(30), path=".*/ledger")
        await w.until(lambda _: w.asked[-1][3] == 429)
        at = w.clock.monotonic()
        await w.pass_time(29)
        assert w.count(since=at + 0.2) == 0
        await w.until(lambda _: w.count(path_end="/ledger", since=at), 5)
        await w.pass_time(2)
        assert not any(p.problem for p in w.snapshot.mirrors.values())


async def deposited(w: World, wallet_id: WalletId) -> float:
    """Money comes in; seconds until its row is in the mirror, with its balance."""
    state, before = w.simulator._state, w.snapshot.mirrors[wallet_id].rows
    state.wallets[wallet_id].deposit(state.new_id(), 5_000, state.now)
    return await w.until(
        lambda s: s.mirrors[wallet_id].rows > before and s.mirrors[wallet_id].is_proven, 60
    )


async def test_what_is_on_the_screen_has_its_new_rows_within_seconds() -> None:
    async with world(LARGE, fills_mirror=True) as w:
        (first, other) = wallets(w)
        w.treasury.show_ledgers((first,))
        await w.until(lambda s: first in s.mirrors and s.mirrors[first].rows, 3)
        for _ in range(4):
            # Half of it is the wait for the wallets to be read.
            assert await deposited(w, first) < 7
        w.treasury.show_ledgers(())
        assert await deposited(w, other) < 15


async def test_what_is_on_the_screen_does_not_wait_for_room() -> None:
    cadence = Cadence(requests_per_minute=16)
    async with world(LARGE, fills_mirror=True, cadence=cadence) as w:
        await w.until(lambda s: len(s.mirrors) == 2)
        w.treasury.show_ledgers(wallets(w)[1:])
        at = w.clock.monotonic()
        await w.until(lambda s: s.mirrors[wallets(w)[1]].rows, 30)
        asked = [path for moment, _, path, _ in w.asked if moment >= at and path.endswith("ledger")]
        assert asked[0].split("/")[-2] == wallets(w)[1]


async def test_what_moves_while_its_rows_are_read_is_read_again() -> None:
    async with world(SMALL, fills_mirror=True) as w:
        await w.until(is_whole, 300)
        (first, *_), state = wallets(w), w.simulator._state
        before = w.snapshot.mirrors[first].rows

        def meanwhile(_: str, path: str) -> None:
            """Another one comes between the page and the end of it."""
            if path.endswith(f"{first}/ledger"):
                w.when_asked = lambda _, _path: None
                w.treasury._wallet_moved(first)

        w.when_asked = meanwhile
        state.wallets[first].deposit(state.new_id(), 5_000, state.now)
        at = w.clock.monotonic()
        await w.until(lambda s: s.mirrors[first].rows > before and s.mirrors[first].is_proven, 30)
        await w.pass_time(10)
        assert w.count(path_end=f"{first}/ledger", since=at) == 2


async def test_the_snapshot_tells_of_the_mirror_by_its_topic() -> None:
    async with world(SMALL, fills_mirror=True, running=False) as w:
        told: list[int] = []

        def listen(topics: frozenset[Topic]) -> None:
            if Topic.MIRROR in topics:
                told.append(sum(p.rows for p in w.snapshot.mirrors.values()))

        w.treasury.subscribe(listen)
        w.run()
        await w.until(is_whole, 300)
        assert told == sorted(told)
        assert told[-1] == 100


async def test_what_wallets_are_called_is_kept_for_an_export_that_asks_nothing() -> None:
    async with world(SMALL, fills_mirror=True) as w:
        await w.until(lambda snapshot: snapshot.mirrors)
        await w.pass_time(1)
        kept = await w.treasury.mirror.read(lambda reader: reader.wallet_facts.all())
        assert {facts.id: facts.name for facts in kept} == {
            account.wallet.id: account.wallet.name for account in w.snapshot.accounts
        }
