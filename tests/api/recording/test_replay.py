"""A recorded while played again: the same figures at the same moments, by the real client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.api.recording.files import PAYMENTS, WALLETS, Tape, after
from tests.api.recording.live import Live, an_incident
from tests.waiting import settled
from voltage_tui.api import errors
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.recording.recording import Recording
from voltage_tui.cli.replay import replay_launch
from voltage_tui.clock import ManualClock
from voltage_tui.launch import Launch
from voltage_tui.model.ids import WalletId
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.treasury.treasury import Treasury
from voltage_tui.ui.replay.winding import wind


async def played(launch: Launch, machine: ManualClock, moment: datetime) -> Snapshot:
    """What a replay shows at a moment."""
    assert launch.replay is not None
    clock, store = launch.replay.clock, launch.open_store()
    moments = launch.replay.approach(moment)
    clock.set(moments[0])
    client: VoltageClient = await launch.connect(store)
    treasury = Treasury(client, store, clock, random=launch.random)
    running = asyncio.create_task(treasury.run())
    winding = asyncio.create_task(wind(treasury, clock, moments))
    while not winding.done():
        await settled()
        machine.advance(machine.next_wake or 0.0)
    for wallet_id in [a.wallet.id for a in treasury.snapshot.accounts]:
        treasury.watch_ledger(wallet_id)
    await settled()
    snapshot = treasury.snapshot
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await treasury.aclose()
    await client.aclose()
    await store.aclose()
    return snapshot


def figures(snapshot: Snapshot) -> object:
    """Every figure that the first screens show, to the msat, and what they stand on."""
    book = snapshot.book.value
    return (
        sorted((w.id, w.balances, w.holds) for w in snapshot.wallets.value or ()),
        sorted((a.wallet.id, a.used_permille, a.available) for a in snapshot.accounts),
        [(line.id, line.limit) for line in snapshot.lines.value or ()],
        [(p.id, p.status, p.updated_at, p.amount) for p in snapshot.pending],
        [(p.id, p.status, p.updated_at, p.amount, p.fees) for p in (book.payments if book else ())][
            :25
        ],
        snapshot.rate and snapshot.rate.rate,
    )


@pytest.fixture(scope="module")
def incident(tmp_path_factory: pytest.TempPathFactory) -> Live:
    return asyncio.run(an_incident(tmp_path_factory.mktemp("live") / "x.rec"))


@pytest.fixture
def recording(incident: Live) -> Iterator[Recording]:
    opened = Recording(incident.path)
    yield opened
    opened.close()


async def test_a_replay_shows_what_was_shown_then(incident: Live, recording: Recording) -> None:
    machine = ManualClock(after(0))
    launch = replay_launch(recording, machine)
    states = []
    for moment, live in reversed(incident.seen):
        shown = await played(launch, machine, moment)
        assert figures(shown) == figures(live), moment
        states.append(shown.connection.state)
        assert shown.connection.state is live.connection.state
        if live.connection.state is ConnectionState.RETRYING:
            assert shown.connection.problem is not None
            assert live.connection.problem is not None
            assert shown.connection.problem.kind is live.connection.problem.kind
            # A read is tried again for a while before its failure is told.
            assert (
                timedelta() <= live.connection.since - shown.connection.since < timedelta(seconds=6)
            )
            was, now = live.wallets.read_at, shown.wallets.read_at
            assert was is not None
            assert now is not None
            assert abs(was - now).total_seconds() < 6
    assert set(states) == {ConnectionState.LIVE, ConnectionState.RETRYING}


async def test_the_same_moment_gives_the_same_twice(incident: Live, recording: Recording) -> None:
    machine = ManualClock(after(0))
    launch = replay_launch(recording, machine)
    moment = incident.seen[2][0]
    first = await played(launch, machine, moment)
    await played(launch, machine, incident.seen[-1][0])
    second = await played(launch, machine, moment)
    assert figures(first) == figures(second)
    assert {w: r.value for w, r in first.statements.items()} == {
        w: r.value for w, r in second.statements.items()
    }


async def test_a_ledger_that_was_read_has_its_running_balances(
    incident: Live, recording: Recording
) -> None:
    machine = ManualClock(after(0))
    launch = replay_launch(recording, machine)
    moment, live = incident.seen[3]
    shown = await played(launch, machine, moment)
    for wallet_id, reading in live.statements.items():
        now = shown.statements[wallet_id].value
        assert now is not None
        assert reading.value is not None
        assert now.rows[:10] == reading.value.rows[:10]
    unread = set(shown.statements) - set(live.statements)
    assert unread
    for wallet_id in unread:
        problem = shown.statements[wallet_id].problem
        assert problem is not None
        assert problem.kind.value == "not recorded"


async def test_the_marks_tell_the_incident(incident: Live, recording: Recording) -> None:
    words = [mark.words for mark in recording.marks]
    assert "not connected: refused" in words
    assert "answered again after: not connected: refused" in words
    assert any("completed" in each for each in words)


@pytest.mark.safety("S-47", "a replay refuses every write")
async def test_nothing_can_be_changed_in_a_replay(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(WALLETS, "[]")
    recording = Recording(tape.close())
    launch = replay_launch(recording, ManualClock(after(0)))
    store = launch.open_store()
    client = await launch.connect(store)
    assert client.power.read_only
    assert "replay" in (client.power.refusal or "")
    with pytest.raises(errors.PowerTooLow, match="view"):
        await client.wallets.delete(WalletId("3f98e277-4cbd-47ad-9c90-a9587403e430"))
    with pytest.raises(errors.NotRecorded):
        await client.payments.page()
    assert PAYMENTS
    await client.aclose()
    await store.aclose()
    recording.close()
