"""A replay on the screen: unmistakable, at any moment, with nothing to be changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.api.recording.files import Tape
from tests.api.recording.live import Live, an_incident
from tests.ui.replay.playing import playing
from tests.ui.stage import stage


@pytest.fixture(scope="module")
def incident(tmp_path_factory: pytest.TempPathFactory) -> Live:
    return asyncio.run(an_incident(tmp_path_factory.mktemp("live") / "x.rec"))


async def test_the_frame_says_replay_and_the_scrubber_where_one_is(incident: Live) -> None:
    async with playing(incident.path) as shown:
        for width, height in ((120, 40), (80, 24), (60, 20)):
            await shown.pilot.resize_terminal(width, height)
            await shown.there()
            assert " REPLAY " in shown.lines[0]
            assert shown.scrubber.startswith(" paused  1x  09:00:")
            assert shown.scrubber.endswith(f" {shown.replay.clock.ended:%H:%M:%S} UTC")
            assert len(shown.scrubber) == width - 1
            assert "✕" in shown.scrubber
            assert "•" in shown.scrubber
            assert "space  play" in shown.lines[-1]


async def test_from_mark_to_mark_and_back(incident: Live) -> None:
    async with playing(incident.path) as shown:
        marks = shown.replay.marks
        trouble = next(mark for mark in marks if "refused" in mark.words)
        while shown.app.now() < trouble.at:
            await shown.press(".")
        assert shown.app.now() == trouble.at
        assert trouble.words in shown.lines[-1]
        assert "! offline" in shown.lines[0]
        await shown.press(",")
        assert shown.app.now() == max(mark.at for mark in marks if mark.at < trouble.at)
        assert "was live" in shown.lines[0]
        shown.player.go_to(marks[-1].at)
        await shown.press(".")
        assert shown.app.now() == marks[-1].at
        assert "There is no mark after this." in shown.lines[-1]


async def test_what_is_shown_is_what_was_shown_then(incident: Live) -> None:
    async with playing(incident.path, (120, 40)) as shown:
        for moment, live in (incident.seen[3], incident.seen[0]):
            shown.player.go_to(moment)
            await shown.there()
            now = shown.app.snapshot
            assert now is not None
            assert {w.id: w.balances for w in now.wallets.value or ()} == {
                w.id: w.balances for w in live.wallets.value or ()
            }
            assert [p.id for p in now.pending] == [p.id for p in live.pending]


async def test_it_plays_at_three_speeds_and_goes_by_steps_and_clicks(incident: Live) -> None:
    async with playing(incident.path) as shown:
        began = shown.app.now()
        await shown.press("space")
        shown.machine.advance(2)
        await shown.there()
        assert shown.scrubber.startswith(" playing 1x")
        await shown.press("greater_than_sign")
        shown.machine.advance(2)
        await shown.there()
        assert "10x" in shown.scrubber
        await shown.press("space")
        shown.machine.advance(30)
        await shown.there()
        assert shown.app.now() == began + timedelta(seconds=22)
        await shown.press("greater_than_sign", "greater_than_sign")
        assert " 1x" in shown.scrubber
        await shown.press("space")
        shown.machine.advance(500)
        await shown.there()
        assert shown.scrubber.startswith(" at end")
        await shown.press("space")
        assert "This is the end" in shown.lines[-1]
        await shown.press("less_than_sign")
        assert shown.app.now() == began
        ended = shown.replay.clock.ended
        await shown.press("right_parenthesis", "right_parenthesis")
        assert shown.app.now() == began + timedelta(seconds=10)
        await shown.press("left_parenthesis")
        assert shown.app.now() == began + timedelta(seconds=5)
        y = len(shown.lines) - 2
        await shown.click(shown.scrubber.rindex("─"), y)
        assert shown.app.now() > ended - timedelta(seconds=10)
        await shown.click(2, y)
        assert shown.app.now() > ended - timedelta(seconds=10)


async def test_a_payment_that_is_looked_at_stays_open_from_moment_to_moment(
    incident: Live,
) -> None:
    async with playing(incident.path) as shown:
        shown.player.go_to(incident.seen[1][0])
        await shown.there()
        await shown.press("3", "enter")
        before = shown.app.pages.front
        await shown.press("right_parenthesis")
        assert shown.app.pages.front is before
        assert shown.app.treasury is not None
        assert len(shown.app.treasury.snapshot.cases) == 1
        assert "not recorded" in shown.text


@pytest.mark.safety("S-47", "in a replay no page offers to change anything, and nothing exports")
async def test_nothing_is_offered_that_would_change_or_export(incident: Live) -> None:
    async with playing(incident.path) as shown:
        await shown.press("4")
        ids = {c.id for c in shown.app.commands() if c.enabled()}
        assert ids.isdisjoint({"receive", "send"})
        await shown.press("e")
        assert "not whole enough to export" in shown.lines[-1]
        await shown.press("A")
        assert "replay" in shown.lines[-1]
        assert shown.app.power is not None
        assert shown.app.power.read_only


async def test_a_file_that_was_cut_off_says_so(incident: Live, tmp_path: Path) -> None:
    cut = tmp_path / "cut.rec"
    cut.write_bytes(incident.path.read_bytes()[:-400])
    async with playing(cut) as shown:
        assert "Plays up to its last whole line: it is cut off" in shown.lines[-1]


async def test_a_recording_is_told_in_the_frame_and_when_it_stops(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec", max_bytes=600)
    async with stage(change=lambda launch: replace(launch, recorder=tape.recorder)) as shown:
        assert " REC " in shown.top
        assert not shown.app.query("#replay")
        assert not any(c.id.startswith("replay") for c in shown.app.commands())
        for _ in range(3):
            tape.say("/organizations", '{"count":1,"memo":"a long one to fill the file"}')
        tape.close()
        shown.app.recorded.tick()
        await shown.paint()
        assert " REC STOPPED " in shown.top
        assert "Recording has stopped: it has reached" in shown.keys
