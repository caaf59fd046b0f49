"""The file of a recording: private, whole lines, bounded, and never in the program's way."""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from tests.api.recording.files import BEGAN, HEADER, PAYMENTS, WALLET, WALLETS, Tape
from voltage_tui.api.recording.errors import RecordingError
from voltage_tui.api.recording.recorder import Recorder
from voltage_tui.api.transport import ConnectFailed, ConnectProblem, TimedOut
from voltage_tui.clock import ManualClock


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.safety("S-60", "a recording is readable by its owner alone")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = Tape(tmp_path / "x.rec").close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_written_over(tmp_path: Path) -> None:
    there = tmp_path / "x.rec"
    there.write_text("mine")
    with pytest.raises(RecordingError, match="already a file"):
        Tape(there)
    assert there.read_text() == "mine"
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordingError):
        Tape(link)
    with pytest.raises(RecordingError, match="cannot be opened"):
        Tape(tmp_path / "no" / "x.rec")


def test_each_exchange_is_a_line_with_what_was_asked_and_answered(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    headers = {"date": "Mon, 05 Oct 2026 09:00:01 GMT", "server": "x", "retry-after": "7"}
    tape.say(f"{WALLETS}/{WALLET}?limit=5", '{"count":3}', headers=headers)
    tape.say(PAYMENTS, TimedOut(sent=True), method="POST", sent=b'{"amount":{"amount":5}}')
    tape.say(WALLETS, ConnectFailed(ConnectProblem.TLS))
    tape.say(WALLETS, b"<html>", status=502)
    header, first, second, third, fourth, end = lines_of(tape.close())
    assert header["profile"] == "Meridian"
    assert first["path"] == "/organizations/{organizations}/wallets/{wallets}"
    assert first["ids"] == [HEADER.organization_id, WALLET]
    assert first["query"] == [["limit", "5"]]
    assert first["body"] == {"count": 3}
    assert first["headers"] == {"date": headers["date"], "retry-after": "7"}
    assert first["at"] == "2026-10-05T09:00:01.000000Z"
    assert second["sent"] == {"amount": {"amount": 5}}
    assert second["failure"] == "timed out"
    assert third["failure"] == "not connected: tls"
    assert fourth["unread_body"] == {"bytes": 6, "sha256": sha256(b"<html>").hexdigest()}
    assert end["end"] == "closed"


def test_an_answer_that_is_the_last_one_again_is_named_and_not_repeated(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    for body in ('{"count":1}', '{"count":1}', '{"count":2}', '{"count":1}'):
        tape.say(WALLETS, body)
    _, *exchanges, _ = lines_of(tape.close())
    assert [line.get("same") for line in exchanges] == [None, 0, None, None]
    assert [line.get("body") for line in exchanges] == [
        {"count": 1},
        None,
        {"count": 2},
        {"count": 1},
    ]


def test_at_its_limit_it_ends_with_a_whole_line_and_says_so(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec", max_bytes=1_500)
    for n in range(20):
        tape.say(WALLETS, f'{{"count":{n}}}')
    path = tape.close()
    assert path.stat().st_size <= 1_500
    *_, last, end = lines_of(path)
    assert "body" in last
    assert end["end"] == "limit"
    assert "MiB" in (tape.recorder.stopped or "")


def test_a_disk_that_fails_ends_the_recording_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tape = Tape(tmp_path / "x.rec")
    real = os.write

    def full(file: int, text: bytes) -> int:
        if file == tape.recorder._file:
            raise OSError(28, "No space left on device")
        return real(file, text)

    monkeypatch.setattr(os, "write", full)
    tape.say(WALLETS, "{}")
    tape.recorder._queue.put(None)
    tape.recorder._thread.join()
    assert tape.recorder.stopped == "No space left on device"
    tape.say(WALLETS, "{}")


def test_a_disk_that_is_too_slow_ends_it_before_the_memory_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voltage_tui.api.recording.recorder.MAX_WAITING_BYTES", 10)
    recorder = Recorder(tmp_path / "x.rec", ManualClock(BEGAN))
    tape = Tape.__new__(Tape)
    tape.recorder, tape.clock, tape.path = recorder, ManualClock(BEGAN), tmp_path / "x.rec"
    for _ in range(3):  # nobody writes: it has not begun
        tape.say(WALLETS, '{"count":123456}')
    assert recorder.stopped == "the disk is too slow for it"
    recorder.close()


@pytest.mark.safety("S-65", "an answer nested without end ends no recording")
def test_an_answer_that_is_too_deep_is_told_by_its_length(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    for brackets in ("[" * 900 + "]" * 900, '{"data":' * 300 + "1" + "}" * 300, "{}"):
        tape.say(WALLETS, brackets)
    tape.close()
    assert tape.recorder.stopped == "closed"
    bodies = [line.get("body", line.get("unread_body")) for line in lines_of(tape.path)[1:4]]
    assert [isinstance(b, dict) and b.get("bytes") for b in bodies] == [1_800, 2_701, None]
