"""`--record FILE` and `replay FILE`, as they are typed."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

import pytest

from tests.api.recording.files import WALLETS, Tape, after
from tests.waiting import settled
from voltage_tui.api.recording.errors import RecordingError
from voltage_tui.api.recording.recording import Recording
from voltage_tui.cli.demo import COMPANY, demo_launch
from voltage_tui.cli.main import main
from voltage_tui.cli.parser import build_parser
from voltage_tui.cli.record import Keeping, Source, recording
from voltage_tui.cli.replay import replay_launch
from voltage_tui.clock import ManualClock
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.trouble import TroubleError


def parsed(*arguments: str) -> argparse.Namespace:
    return build_parser().parse_args(arguments)


def source() -> Source:
    settings = SettingsStore(None)
    settings.save(Settings(time_zone="Asia/Tokyo"))
    return Source(COMPANY, "simulated", settings, demo=True)


def test_record_means_the_same_before_and_after_the_word_demo(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for given in (("--record", str(path), "demo"), ("demo", "--record", str(path))):
        assert parsed(*given).record == path
    assert parsed("demo").record is None
    assert parsed("--record-everything", "demo").record_everything
    assert not parsed().record_everything


def test_a_start_that_asks_nothing_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.rec"
    with recording(parsed("demo", "--record", str(path)), ManualClock(after(0)), source()):
        assert path.exists()
    assert not path.exists()
    assert "nothing was recorded" in capsys.readouterr().err


async def test_a_demo_is_recorded_and_played_as_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock, path = ManualClock(after(0)), tmp_path / "x.rec"
    with recording(parsed("demo", "--record", str(path)), clock, source()) as keeping:
        launch = demo_launch(clock, keeping=keeping)
        assert isinstance(keeping, Keeping)
        assert launch.recorder is keeping.recorder
        store = launch.open_store()
        client = await launch.connect(store)
        task = asyncio.ensure_future(client.wallets.list())
        while not task.done():
            await settled()
            clock.advance(clock.next_wake or 0.0)
        await client.aclose()
        await store.aclose()
    assert capsys.readouterr().err == f"voltage-tui: recorded to {path}.\n"
    opened = Recording(path)
    played = replay_launch(opened, ManualClock(after(0)))
    assert played.profile_title == COMPANY
    assert played.demo
    assert played.read_only
    assert played.settings.load().settings.time_zone == "Asia/Tokyo"
    assert played.settings.load().settings.lock_after_minutes == 0
    assert played.coin_prices is None
    opened.close()


def test_without_the_wish_nothing_is_recorded(tmp_path: Path) -> None:
    with recording(parsed("demo"), ManualClock(after(0)), source()) as keeping:
        assert keeping is None
    assert list(tmp_path.iterdir()) == []


def test_half_a_wish_and_a_file_that_is_there_are_told(tmp_path: Path) -> None:
    clock, there = ManualClock(after(0)), tmp_path / "x"
    there.write_text("mine")
    with (
        pytest.raises(TroubleError, match="--record FILE"),
        recording(parsed("--record-everything"), clock, source()),
    ):
        pass
    with (
        pytest.raises(RecordingError, match="already a file"),
        recording(parsed("--record", str(there)), clock, source()),
    ):
        pass
    assert there.read_text() == "mine"


def test_what_is_kept_in_clear_and_an_early_end_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = parsed("--record", str(tmp_path / "x"), "--record-everything")
    with recording(options, ManualClock(after(0)), source()) as keeping:
        assert keeping is not None
        keeping.recorder.stopped = "No space left on device"
    told = capsys.readouterr().err
    assert "with memos, names and addresses in clear" in told
    assert "it stopped early: No space left on device" in told


def test_a_replay_needs_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(WALLETS, json.dumps([]))
    assert main(["replay", str(tape.close())]) == 2
    assert "needs a terminal" in capsys.readouterr().err
