"""The treasury against the simulator: what a treasurer would miss if it were not so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.treasury.harness import World, world
from voltage_tui.simulator.faults import Break, answer, garbage, server_error, too_many_requests
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.reading import Freshness, ProblemKind
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import ConnectionState, Topic

LIVING = SimulatorOptions(activity=True)


def read_all(snapshot: Snapshot) -> bool:
    return None not in (snapshot.wallets.value, snapshot.lines.value, snapshot.book.value)


def is_live(snapshot: Snapshot) -> bool:
    return snapshot.connection.state is ConnectionState.LIVE


async def started(w: World) -> None:
    await w.until(lambda s: read_all(s) and is_live(s))


async def test_a_start_reads_everything_by_itself() -> None:
    async with world() as w:
        assert w.snapshot.connection.state is ConnectionState.STARTING
        assert w.snapshot.wallets.freshness(w.clock.now()) is Freshness.MISSING
        took = await w.until(lambda s: read_all(s) and s.accounts)
        assert took < 1
        assert all(a.available is not None for a in w.snapshot.accounts)
        await w.until(is_live)
        assert w.snapshot.connection.last_answer is not None


async def test_figures_stay_current_and_their_versions_grow() -> None:
    async with world() as w:
        await started(w)
        versions = [w.snapshot.version]
        for _ in range(20):
            await w.pass_time(7)
            now = w.clock.now()
            assert w.snapshot.wallets.freshness(now) is Freshness.FRESH
            assert w.snapshot.book.freshness(now) is Freshness.FRESH
            assert w.snapshot.lines.freshness(now) is Freshness.FRESH
            versions.append(w.snapshot.version)
        assert versions == sorted(set(versions))


async def test_a_wallet_read_that_fails_keeps_the_last_figures_and_says_so() -> None:
    async with world() as w:
        await started(w)
        before = w.snapshot
        w.faults.add(server_error(500), path=".*/wallets", times=None)
        await w.until(lambda s: s.wallets.problem is not None)
        assert w.snapshot.wallets.freshness(w.clock.now()) is not Freshness.DEAD
        assert w.snapshot.wallets.value == before.wallets.value
        assert w.snapshot.accounts == before.accounts
        problem = w.snapshot.wallets.problem
        assert problem is not None
        assert problem.kind is ProblemKind.SERVER
        assert problem.next_try is not None
        assert problem.next_try > w.clock.now()
        assert w.snapshot.connection.state is ConnectionState.RETRYING
        assert w.snapshot.book.problem is None
        await w.pass_time(60)
        later = w.snapshot.wallets
        assert later.freshness(w.clock.now()) is Freshness.DEAD
        assert later.problem is not None
        assert later.problem.since == problem.since
        w.faults.clear()
        await w.until(lambda s: s.wallets.problem is None and is_live(s))
        assert w.snapshot.wallets.freshness(w.clock.now()) is Freshness.FRESH


async def test_offline_is_said_tried_now_and_then_and_healed() -> None:
    async with world() as w:
        await started(w)
        w.faults.add(Break.REFUSE, times=None)
        await w.until(lambda s: s.connection.state is ConnectionState.RETRYING, 12)
        problem = w.snapshot.connection.problem
        assert problem is not None
        assert problem.kind is ProblemKind.OFFLINE
        await w.pass_time(300)
        quiet_from = w.clock.monotonic()
        await w.pass_time(300)
        assert w.count("GET", since=quiet_from) < 300
        assert w.snapshot.connection.since == problem.since
        w.faults.clear()
        await w.until(is_live, 12)
        assert w.snapshot.connection.problem is None


async def test_a_request_for_quiet_is_kept_by_everything() -> None:
    async with world() as w:
        await started(w)
        w.faults.add(too_many_requests(30), path=".*/payments")
        await w.until(lambda s: s.book.problem is not None)
        asked_at = w.clock.monotonic()
        await w.pass_time(28)
        assert w.count("GET", since=asked_at + 0.2) == 0
        problem = w.snapshot.book.problem
        assert problem is not None
        assert problem.kind is ProblemKind.RATE_LIMITED
        await w.until(lambda s: s.book.problem is None, 10)


async def test_a_refused_key_is_said_and_not_hammered() -> None:
    async with world(key="vltg_wrong") as w:
        await w.until(lambda s: s.connection.state is ConnectionState.REFUSED)
        problem = w.snapshot.connection.problem
        assert problem is not None
        assert problem.kind is ProblemKind.KEY_REFUSED
        await w.pass_time(60)
        from_here = w.clock.monotonic()
        await w.pass_time(600)
        assert 5 <= w.count("GET", since=from_here) <= 15
        assert w.snapshot.wallets.value is None


async def test_a_key_refused_to_a_read_that_nobody_is_shown_is_said_all_the_same() -> None:
    async with world() as w:
        await w.until(lambda s: s.book.value and s.lines.value)
        refused = answer(401, b'{"error":{"type":"wrong_credentials","detail":"no"}}')
        w.faults.add(refused, path=".*/quotes")
        await w.until(lambda s: s.connection.state is ConnectionState.REFUSED)
        await w.until(lambda s: s.connection.state is ConnectionState.LIVE)


async def test_quiet_asked_of_a_read_that_nobody_is_shown_is_said_until_something_is_read() -> None:
    async with world() as w:
        await w.until(lambda s: s.book.value and s.lines.value)
        w.faults.add(too_many_requests(30), path=".*/quotes")
        await w.until(lambda s: s.connection.state is ConnectionState.RETRYING, 40)
        problem = w.snapshot.connection.problem
        assert problem is not None
        assert problem.kind is ProblemKind.RATE_LIMITED
        assert problem.next_try == w.clock.now() + timedelta(seconds=30)
        await w.pass_time(29)
        assert w.snapshot.connection.state is ConnectionState.RETRYING
        await w.until(lambda s: s.connection.state is ConnectionState.LIVE, 5)


async def test_a_person_can_have_a_refused_key_tried_at_once() -> None:
    async with world() as w:
        refused = answer(401, b'{"error":{"type":"wrong_credentials","detail":"no"}}')
        w.faults.add(refused, times=None)
        await w.until(lambda s: s.connection.state is ConnectionState.REFUSED)
        await w.pass_time(5)
        w.faults.clear()
        w.treasury.refresh()
        assert await w.until(lambda s: is_live(s) and read_all(s)) < 3


async def test_a_permission_one_resource_lacks_is_that_resources_trouble_alone() -> None:
    async with world() as w:
        denied = answer(403, b'{"error":{"type":"access_rights","detail":"no"}}')
        w.faults.add(denied, path=".*/lines_of_credit/.*", times=None)
        await w.until(lambda s: s.lines.problem is not None and s.wallets.value and is_live(s))
        assert w.snapshot.lines.problem is not None
        assert w.snapshot.lines.problem.kind is ProblemKind.NOT_PERMITTED
        assert {a.currency for a in w.snapshot.accounts} == {"btc", "usd"}


async def test_slow_answers_never_pile_up() -> None:
    async with world(latency_ms=(4_000, 4_000)) as w:
        under_way = 0
        most = 0
        real = w.client.wallets.list

        async def counted(*, include_inactive: bool = False) -> object:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            try:
                return await real(include_inactive=include_inactive)
            finally:
                under_way -= 1

        w.client.wallets.list = counted  # type: ignore[method-assign,assignment]
        await started(w)
        for _ in range(10):
            w.treasury.refresh()
            await w.pass_time(3)
        assert most == 1


async def test_asking_twice_to_read_everything_reads_once() -> None:
    async with world() as w:
        await started(w)
        await w.pass_time(1)
        at, now = w.clock.monotonic(), w.clock.now()
        first, second = w.treasury.refresh(), w.treasury.refresh()
        assert first is second
        await w.ended(first)
        for path, reading in (("/wallets", w.snapshot.wallets), ("/summaries", w.snapshot.lines)):
            assert w.count("GET", path, at) <= 1
            assert reading.read_at is not None
            assert reading.read_at > now


async def test_nobody_looking_means_fewer_requests_and_figures_that_age_accordingly() -> None:
    async with world() as w:
        await started(w)
        await w.pass_time(60)
        at = w.clock.monotonic()
        await w.pass_time(300)
        busy = w.count("GET", since=at)
        w.treasury.pause()
        at = w.clock.monotonic()
        await w.pass_time(300)
        assert w.count("GET", since=at) < busy / 2
        assert w.snapshot.wallets.freshness(w.clock.now()) is Freshness.FRESH
        w.treasury.resume()
        at = w.clock.monotonic()
        await w.pass_time(1)
        assert w.count("GET", "/wallets", at) == 1


async def test_an_answer_that_cannot_be_read_changes_no_figure() -> None:
    async with world() as w:
        await started(w)
        before = w.snapshot.wallets.value
        w.faults.add(garbage(), path=".*/wallets", times=1)
        await w.until(lambda s: s.wallets.problem is not None)
        assert w.snapshot.wallets.value == before
        await w.until(lambda s: s.wallets.problem is None)


async def test_a_listener_is_told_topics_until_it_lets_go_and_cannot_do_harm(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with world() as w:
        told: list[frozenset[Topic]] = []

        def broken(_: frozenset[Topic]) -> None:
            raise RuntimeError("a memo that must not be logged")

        w.treasury.subscribe(broken)
        let_go = w.treasury.subscribe(told.append)
        await started(w)
        assert {Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.CONNECTION} <= {
            topic for topics in told for topic in topics
        }
        let_go()
        heard = len(told)
        await w.pass_time(20)
        assert len(told) == heard
        assert is_live(w.snapshot)
    assert "RuntimeError" in caplog.text
    assert "memo" not in caplog.text


async def test_deleted_wallets_are_listed_only_when_asked_for() -> None:
    async with world() as w:
        await started(w)
        w.power.arm()
        known = len(w.snapshot.accounts)
        line = w.snapshot.accounts[0].line
        assert line is not None
        wallet_id = w.treasury.create_wallet("Soon gone", line.id, line.limit - line.limit, {})
        await w.until(lambda s: s.account(wallet_id))
        w.treasury.delete_wallet(wallet_id)
        await w.until(lambda s: s.account(wallet_id) is None)
        w.treasury.include_inactive(True)
        await w.until(lambda s: s.account(wallet_id))
        w.treasury.include_inactive(False)
        await w.until(lambda s: s.account(wallet_id) is None)
        assert len(w.snapshot.accounts) == known


async def test_a_stretch_of_business_leaves_the_same_figures_on_both_sides() -> None:
    async with world(LIVING, latency_ms=(0, 0)) as w:
        await started(w)
        for account in w.snapshot.accounts:
            w.treasury.watch_ledger(account.wallet.id)
        await w.pass_time(1_200)
        refreshed = w.treasury.refresh()
        await w.ended(refreshed)
        true_wallets = {x.id: x for x in await w.ask(w.client.wallets.list())}
        for account in w.snapshot.accounts:
            assert account.wallet.balances == true_wallets[account.wallet.id].balances
        assert len(w.snapshot.statements) == len(w.snapshot.accounts)
        for wallet_id, reading in w.snapshot.statements.items():
            statement = reading.value
            assert statement is not None
            if not statement.rows:
                continue
            assert statement.anchored
            newest = statement.rows[0]
            balance = true_wallets[wallet_id].balances[0]
            assert (newest.total_after, newest.available_after) == (
                balance.total,
                balance.available,
            )
