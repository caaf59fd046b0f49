"""The record: any edit, removal or reorder is found (S-61)."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.store.audit import AuditLog, kept_head, verify_file
from voltage_tui.store.database import open_database
from voltage_tui.store.errors import StoreError
from voltage_tui.store.record import FIRST, Broken, Head, Verified, verify, write_line

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["arm", "confirm", "send", "outcome"]),
        st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3),
    ),
    min_size=1,
    max_size=8,
)


def record_of(events: list[tuple[str, dict[str, str]]]) -> tuple[list[str], Head]:
    head, lines = Head(0, FIRST), []
    for number, (event, facts) in enumerate(events):
        line, head = write_line(head, NOON + timedelta(seconds=number), event, facts)
        lines.append(line)
    return lines, head


@given(EVENTS)
def test_what_was_written_is_whole(events: list[tuple[str, dict[str, str]]]) -> None:
    lines, head = record_of(events)
    assert verify(lines, head) == verify(lines, None) == Verified(head)
    assert all(line.isascii() and line.endswith("\n") for line in lines)


@pytest.mark.safety("S-61", "any character changed: found, and the line named")
@given(EVENTS, st.data())
def test_a_changed_character_is_found_in_its_line(
    events: list[tuple[str, dict[str, str]]], data: st.DataObject
) -> None:
    lines, head = record_of(events)
    at = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[at]) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != lines[at][place]))
    changed = lines[at][:place] + other + lines[at][place + 1 :]
    found = verify([*lines[:at], changed, *lines[at + 1 :]], head)
    assert isinstance(found, Broken)
    assert found.line == at + 1


@pytest.mark.safety("S-61", "any line removed: found")
@given(EVENTS, st.data())
def test_a_removed_line_is_found(
    events: list[tuple[str, dict[str, str]]], data: st.DataObject
) -> None:
    lines, head = record_of(events)
    at = data.draw(st.integers(0, len(lines) - 1))
    found = verify([*lines[:at], *lines[at + 1 :]], head)
    assert isinstance(found, Broken)
    assert found.line == at + 1


@pytest.mark.safety("S-61", "two lines exchanged: found")
@given(EVENTS, st.data())
def test_two_lines_that_changed_places_are_found(
    events: list[tuple[str, dict[str, str]]], data: st.DataObject
) -> None:
    lines, head = record_of([*events, ("arm", {})])
    order = data.draw(st.permutations(lines).filter(lambda other: list(other) != lines))
    assert isinstance(verify(order, head), Broken)


def test_a_record_written_anew_is_found_by_the_head_kept_elsewhere() -> None:
    _, head = record_of([("arm", {}), ("send", {"id": "a"})])
    forged, _ = record_of([("arm", {}), ("send", {"id": "b"})])
    assert verify(forged, None) != verify(forged, head)
    assert isinstance(verify(forged, head), Broken)


def test_a_crash_between_the_line_and_its_head_is_no_break() -> None:
    lines, after = record_of([("arm", {}), ("send", {}), ("outcome", {})])
    _, before = record_of([("arm", {}), ("send", {})])
    assert verify(lines, before) == Verified(after)
    _, long_before = record_of([("arm", {})])
    assert isinstance(verify(lines, long_before), Broken)


def test_a_record_goes_on_after_a_start_and_keeps_its_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    for number in range(3):
        connection = open_database(tmp_path / "journal.sqlite3")
        AuditLog(path, connection).append("arm", {"n": str(number)}, NOON)
        assert verify_file(path, kept_head(connection)) == Verified(
            kept_head(connection) or Head(0, FIRST)
        )
        connection.close()
    assert len(path.read_text().splitlines()) == 3
    assert path.stat().st_mode & 0o777 == 0o600


def test_half_a_line_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    connection = open_database(None)
    AuditLog(path, connection).append("arm", {}, NOON)
    with path.open("a") as file:
        file.write('{"n":2,"at":"2026-10-05T1')
    AuditLog(path, connection).append("confirm", {}, NOON)
    assert isinstance(verify_file(path, kept_head(connection)), Verified)


def test_a_record_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").touch()
    path = tmp_path / "audit.jsonl"
    path.symlink_to(tmp_path / "target")
    with pytest.raises(StoreError, match="cannot be used"):
        AuditLog(path, open_database(None)).append("arm", {}, NOON)


def test_a_database_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(os.urandom(8_192))
    with pytest.raises(StoreError, match="not a database"):
        open_database(path)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    connection = open_database(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer version"):
        open_database(path)
    with sqlite3.connect(path) as again:
        assert again.execute("PRAGMA user_version").fetchone() == (99,)
