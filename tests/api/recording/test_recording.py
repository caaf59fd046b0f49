"""A recording opened: its span, its marks, and files that are not as they should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.recording.files import BEGAN, PAYMENTS, WALLETS, Tape, after
from voltage_tui.api.recording.errors import RecordingError
from voltage_tui.api.recording.lines import asked_of
from voltage_tui.api.recording.plain_json import DEEPEST
from voltage_tui.api.recording.recording import Recording, family_of
from voltage_tui.api.transport import ConnectionLost

ASKED = family_of(asked_of("GET", WALLETS))
PENDING = '{"id":"%s","status":"%s","created_at":"2026-10-05T08:59:00Z","updated_at":"%s"}'
ID = "f1e2d3c4-0000-4000-8000-000000000001"


def recorded(path: Path, *statuses: int) -> Recording:
    tape = Tape(path)
    for n, status in enumerate(statuses):
        tape.say(WALLETS, f'{{"count":{n}}}' if status else ConnectionLost(), status=status)
    return Recording(tape.close())


def test_the_newest_at_or_before_a_moment_is_found(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "x.rec", 200, 503, 200)
    assert (recording.began, recording.ended) == (after(1), after(3))
    assert [recording.line_at(after(s)) for s in (0, 0.9, 1, 1.5, 2, 3, 99)] == [
        *(-1, -1, 0, 0, 1, 2, 2)
    ]
    assert recording.newest(ASKED, -1) is None
    assert recording.body(2) == {"count": "2"}
    recording.close()


@given(st.lists(st.sampled_from([200, 404, 503, 0]), min_size=1, max_size=30), st.integers(-1, 31))
@settings(max_examples=25)
def test_the_newest_is_the_last_one_not_after(
    tmp_path_factory: pytest.TempPathFactory, statuses: list[int], line: int
) -> None:
    recording = recorded(tmp_path_factory.mktemp("r") / "x.rec", *statuses)
    upto = range(min(line, len(statuses) - 1) + 1)
    assert recording.newest(ASKED, line) == max(upto, default=None)
    good = max((n for n in upto if statuses[n] == 200), default=None)
    bad = [n for n in upto if (good is None or n > good) and statuses[n] != 200]
    assert recording.last_good(ASKED, line) == (good, min(bad, default=None))
    recording.close()


def test_a_clock_that_was_set_back_does_not_turn_the_span_round(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(WALLETS, "{}")
    tape.clock.jump(-3600)
    tape.say(WALLETS, '{"count":1}')
    recording = Recording(tape.close())
    assert recording.ended == after(1)
    assert recording.line_at(after(1)) == 1
    recording.close()


def test_marks_stand_where_trouble_began_and_ended(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    for status in (200, 503, 503, 404, 200, 0, 0, 200):
        body = ConnectionLost() if not status else "{}"
        tape.say(WALLETS, body, status=status)
    recording = Recording(tape.close())
    assert [((m.at - BEGAN).seconds, m.kind.value, m.words) for m in recording.marks] == [
        (2, "trouble", "answered with 503"),
        (4, "back", "answered again after: answered with 503"),
        (6, "trouble", "connection lost"),
        (8, "back", "answered again after: connection lost"),
    ]
    recording.close()


def test_marks_stand_where_payments_ended_and_something_was_asked_for(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    for status, at in (("sending", "09:00:00"), ("sending", "09:00:01"), ("failed", "09:00:02")):
        item = PENDING % (ID, status, f"2026-10-05T{at}Z")
        tape.say(f"{PAYMENTS}/{ID}", item)
    old = PENDING % (ID[:-1] + "2", "completed", "2026-10-05T08:59:30Z")
    tape.say(PAYMENTS, f'{{"items":[{old}],"has_more":false}}')
    tape.say(PAYMENTS, "", status=202, method="POST", sent=b"{}")
    recording = Recording(tape.close())
    assert [((m.at - BEGAN).seconds, m.kind.value, m.words) for m in recording.marks] == [
        (3, "failed", "payment f1e2d3c4 failed"),
        (5, "write", "POST payments: 202"),
    ]
    recording.close()


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_file_cut_off_in_a_line_plays_up_to_there_and_says_so(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.rec"
    recorded(path, 200, 200, 200).close()
    whole = path.read_bytes()
    end = whole.rindex(b"\n", 0, len(whole) - 1) + 1
    path.write_bytes(whole[: end - cut])
    recording = Recording(path)
    assert len(recording) == 2
    assert recording.note == "it is cut off in line 4"
    recording.close()


def test_a_program_that_was_killed_leaves_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "x.rec"
    recorded(path, 200, 200).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"\n", 0, len(whole) - 1) + 1])
    recording = Recording(path)
    assert len(recording) == 2
    assert recording.note is not None
    assert "killed" in recording.note
    recording.close()


@pytest.mark.parametrize(
    "damage",
    [
        *(b"\x00\xff\n", b"[]\n", b'{"n":1}\n', b'{"n":7,"at":"2026-10-05T09:00:09Z"}\n'),
        b'{"n":1,"at":"2026-10-05T09:00:09Z","method":"GET","path":"/x","status":NaN}\n',
        b'{"n":1,"at":"0001-01-01T00:00:00+14:00","method":"GET","path":"/x","status":200}\n',
        b'{"n":1,"at":"1901-01-01T00:00:00Z","method":"GET","path":"/x","status":200}\n',
        b'{"n":1,"at":"9999-12-31T23:59:59.999999Z","method":"GET","path":"/x","status":200}\n',
        b'{"n":1,"body":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}\n",
    ],
)
@pytest.mark.safety("S-65", "a hostile recording: moments without end, NaN, nesting")
def test_damage_is_named_by_its_line(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "x.rec"
    recorded(path, 200, 200).close()
    header, first, *_ = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(header + first + damage + first)
    recording = Recording(path)
    assert (len(recording), recording.note) == (1, "it is damaged in line 3")
    recording.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a recording"),
        (b"%PDF-1.4\n", "not a recording"),
        (b'{"a":1}\n', "not a recording"),
        (b'{"voltage-tui recording":99,"program":"9.9"}\n', "recorded by voltage-tui 9.9"),
        (b'{"voltage-tui recording":1}\n', "holds no answer"),
        (b'{"voltage-tui recording":1}\n{"end":"closed"}\n', "holds no answer"),
    ],
)
def test_what_is_no_recording_is_told_with_what_to_do(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "x.rec"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=words) as told:
        Recording(path)
    assert told.value.advice.endswith(".")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be opened"):
        Recording(tmp_path / "none")
    with pytest.raises(RecordingError, match="cannot be opened"):
        Recording(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RecordingError, match="it is not a file"):
        Recording(tmp_path / "pipe")


def test_a_payment_of_no_time_is_none(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    never = PENDING.replace("2026-10-05T08:59:00Z", "0001-01-01T00:00:00+14:00")
    tape.say(PAYMENTS, f'{{"items":[{never % (ID, "sending", after(0).isoformat())}]}}')
    recording = Recording(tape.close())
    assert recording.payments.at(ID, 0) is None
    recording.close()
