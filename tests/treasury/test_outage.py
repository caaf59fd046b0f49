"""While nothing answers: one job tries for all, soon; the rest wait, and are read when it ends."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from tests.treasury.builders import T0
from tests.treasury.harness import World, settle, world
from voltage_tui.api.errors import Unreachable
from voltage_tui.clock import ManualClock
from voltage_tui.simulator.faults import Break, server_error, too_many_requests
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.gate import Gate
from voltage_tui.treasury.reading import Freshness, Problem, ProblemKind
from voltage_tui.treasury.scheduler import Scheduler, Task
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import ConnectionState

CAP_S = 11.0
"""The longest wait for the next try, with its jitter."""
REGULAR = ("/wallets", "/lines_of_credit/summaries", "/payments")
A_TRY_S = 6.0
"""The longest a read takes that gets no answer."""


def read_all(snapshot: Snapshot) -> bool:
    readings = (snapshot.wallets, snapshot.lines, snapshot.book)
    return all(r.value is not None and r.problem is None for r in readings)


def is_well(snapshot: Snapshot) -> bool:
    return snapshot.connection.state is ConnectionState.LIVE and read_all(snapshot)


async def fail(w: World, how: Break) -> float:
    """Let everything fail, and return when that is known."""
    await w.until(is_well)
    w.faults.add(how, times=None)
    await w.until(lambda s: s.connection.state is ConnectionState.RETRYING, 20)
    return w.clock.monotonic()


@pytest.mark.parametrize("how", [Break.REFUSE, Break.NEVER_ANSWER])
@pytest.mark.parametrize("lasts_s", [0.0, 7.0, 40.0, 133.0, 600.0, 3601.0])
async def test_soon_after_an_outage_everything_has_been_read(how: Break, lasts_s: float) -> None:
    async with world() as w:
        await fail(w, how)
        await w.pass_time(lasts_s)
        over = w.clock.now()
        w.faults.clear()
        under_way = A_TRY_S if how is Break.NEVER_ANSWER else 0.0
        assert await w.until(is_well, CAP_S + under_way + 1) < CAP_S + under_way + 0.5
        for reading in (w.snapshot.wallets, w.snapshot.lines, w.snapshot.book):
            assert reading.freshness(w.clock.now()) is Freshness.FRESH
            assert reading.read_at is not None
            assert reading.read_at > over or lasts_s == 0.0


@pytest.mark.parametrize("how", [Break.REFUSE, Break.NEVER_ANSWER])
async def test_in_an_outage_one_try_follows_another_and_is_announced(how: Break) -> None:
    async with world() as w:
        began = await fail(w, how)
        since = w.snapshot.connection.since
        await w.pass_time(20)
        announced: set[float] = set()
        for _ in range(300):
            await w.pass_time(1)
            connection = w.snapshot.connection
            assert connection.problem is not None
            assert connection.next_try is not None
            left = (connection.next_try - w.clock.now()).total_seconds()
            assert -A_TRY_S - 0.1 <= left <= CAP_S
            if left > 0:
                announced.add(round(w.clock.monotonic() + left, 3))
        assert connection.since == since
        tries = [at for at, *_ in w.asked if at > began + 20]
        assert len(tries) < 150
        assert all(
            any(abs(at - moment) < 0.01 for at in tries) for moment in sorted(announced)[:-1]
        )
        paths = {path for at, _, path, _ in w.asked if at > began + 20}
        assert len(paths) == 3, "the regular reads take turns, and nothing else asks"


async def test_what_waits_says_why_and_when_it_is_tried() -> None:
    async with world() as w:
        await fail(w, Break.REFUSE)
        wallet_id = w.snapshot.accounts[0].wallet.id
        w.treasury.watch_ledger(wallet_id)
        await w.pass_time(120)
        asked = {path for _, _, path, _ in w.asked}
        assert not any("ledger" in path for path in asked)
        readings = (w.snapshot.statements[wallet_id], w.snapshot.lines, w.snapshot.book)
        for reading in readings:
            problem = reading.problem
            assert problem is not None
            assert problem.kind is ProblemKind.OFFLINE
            assert problem.next_try == w.snapshot.connection.next_try
        w.faults.clear()
        await w.until(lambda s: s.statements[wallet_id].value, CAP_S + 1)


async def test_a_person_has_it_tried_at_once_and_hears_that_it_failed() -> None:
    async with world() as w:
        await fail(w, Break.REFUSE)
        await w.pass_time(100)
        now = w.clock.now()
        await w.until(lambda s: s.connection.next_try and s.connection.next_try > w.clock.now())
        at, before = w.clock.monotonic(), w.snapshot.connection.next_try
        refreshed = w.treasury.refresh()
        await settle()
        await w.pass_time(0.2)
        assert w.count("GET", since=at) >= 1
        await w.until(lambda _: refreshed.done(), A_TRY_S + 1)
        assert w.snapshot.connection.next_try != before
        assert w.snapshot.connection.since < now
        w.faults.clear()
        w.treasury.refresh()
        assert await w.until(is_well) < 1


async def test_an_answer_to_what_a_person_asked_ends_it_for_all() -> None:
    async with world() as w:
        await fail(w, Break.REFUSE)
        await w.pass_time(100)
        await w.until(
            lambda s: (
                s.connection.next_try is not None
                and (s.connection.next_try - w.clock.now()).total_seconds() > 5
            )
        )
        w.faults.clear()
        await w.ended(w.treasury.read_policies(w.snapshot.accounts[0].wallet.id))
        assert await w.until(is_well) < 1


@pytest.mark.parametrize("path", [".*" + end for end in REGULAR])
@pytest.mark.parametrize("how", [Break.REFUSE, Break.NEVER_ANSWER])
async def test_one_resource_that_never_answers_holds_nothing_else_up(path: str, how: Break) -> None:
    async with world() as w:
        await w.until(is_well)
        await w.pass_time(60)
        others = [end for end in REGULAR if end != path.removeprefix(".*")]
        at = w.clock.monotonic()
        await w.pass_time(300)
        usual = sum(w.count("GET", end, at) for end in others)
        w.faults.add(how, path=path, times=None)
        at = w.clock.monotonic()
        fresh = 0
        for _ in range(300):
            await w.pass_time(1)
            readings = (w.snapshot.wallets, w.snapshot.lines, w.snapshot.book)
            fresh += sum(r.freshness(w.clock.now()) is Freshness.FRESH for r in readings) >= 2
        assert fresh > 295
        assert sum(w.count("GET", end, at) for end in others) < usual * 1.1


async def test_an_answer_that_says_no_is_no_outage() -> None:
    async with world() as w:
        await fail(w, Break.REFUSE)
        await w.pass_time(60)
        w.faults.clear()
        w.faults.add(server_error(500), path=".*/wallets", times=None)
        await w.until(lambda s: s.book.problem is None and s.lines.problem is None, CAP_S + 1)
        problem = w.snapshot.wallets.problem
        assert problem is not None
        assert problem.kind is ProblemKind.SERVER


async def test_quiet_that_is_asked_for_after_an_outage_is_kept_by_all() -> None:
    async with world() as w:
        await fail(w, Break.REFUSE)
        await w.pass_time(60)
        w.faults.clear()
        w.faults.add(too_many_requests(30))
        await w.until(lambda _: w.asked[-1][3] == 429, CAP_S + 1)
        at = w.clock.monotonic()
        await w.pass_time(29)
        assert w.count("GET", since=at + 0.2) == 0
        await w.until(is_well, 5)


async def test_what_is_overdue_is_read_in_order_within_the_limit() -> None:
    clock, cadence = ManualClock(T0), Cadence()
    gate = Gate(clock, cadence)
    scheduler = Scheduler(clock, gate, cadence, Random(1))
    asked: list[tuple[float, int]] = []
    answers = False

    def task(number: int) -> Task:
        async def ask() -> None:
            await clock.sleep(0.05)
            if not answers:
                raise Unreachable("refused")
            asked.append((clock.monotonic(), number))

        async def work() -> None:
            await gate.read(ask)

        return Task(str(number), work, lambda: 1000.0, heard.append, proves=number == 0)

    heard: list[Problem | None] = []
    for number in range(400):
        scheduler.add(task(number))
    scheduler.start()
    for _ in range(1200):
        clock.advance(0.1)
        await settle()
    answers = True
    for _ in range(1500):
        clock.advance(0.1)
        await settle()
    await scheduler.stop()
    assert [number for _, number in asked] == list(range(400))
    moments = [at for at, _ in asked]
    for start in moments:
        assert sum(start <= at < start + 60 for at in moments) <= 240 + 60
    assert all(later >= earlier for earlier, later in pairwise(moments))
    assert heard[-1] is None
