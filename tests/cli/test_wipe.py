"""`voltage-tui wipe`: what was copied goes, once that is confirmed, and nothing else does."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import ENVIRONMENT, Ended, Program
from tests.cli.server import NO_WALLETS, serving
from tests.treasury.builders import WALLET, after, balance, payment, row
from voltage_tui.cli.kept_words import kept_words
from voltage_tui.cli.main import main
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.places import Places, places_of
from voltage_tui.store.store import Store

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def places(program: Program) -> Places:
    """A profile, and all that is kept for it."""
    with serving(lambda _: NO_WALLETS) as asked:
        assert program.login(asked.base_url).code == 0
    places = places_of(EnvironmentId(ENVIRONMENT), base_url=asked.base_url)
    store = Store(places, ManualClock(NOON))
    store._audit.append("arm", {}, NOON)
    store._release()
    store._connection.close()
    mirror = Mirror(places.mirror)
    mirror.keep_payments([payment(1)])
    mirror.keep_rows(WALLET, [row(LedgerKind.DEPOSITED, "a", 5)])
    mirror.prove(WALLET, [balance(5, 5)], after(0))
    mirror.set_note(payment(1).id, "rent", NOON)
    mirror.close()
    return places


def kept(places: Places) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in places.folder.iterdir()}


def typed(program: Program, words: str, *arguments: str) -> Ended:
    """A run at a terminal at which somebody types."""
    program.monkeypatch.setattr("sys.stdin", Terminal(words))
    program.capture.readouterr()
    code = main(["wipe", *arguments])
    said = program.capture.readouterr()
    return Ended(code, said.out, said.err)


@pytest.mark.safety("S-62", "one command takes away the copy and its notes, and leaves the rest")
def test_the_copy_goes_and_the_journal_and_the_record_stay(
    program: Program, places: Places
) -> None:
    before = kept(places)
    ended = program.run("wipe", "acme", "--yes")
    assert ended.code == 0
    assert "1 row, 1 payment, 1 note" in ended.out
    assert "journal" in ended.out
    left = kept(places)
    assert set(before) - set(left) == {"mirror.sqlite3"}
    assert left["audit.jsonl"] == before["audit.jsonl"]
    assert left["journal.sqlite3"] == before["journal.sqlite3"]
    assert "acme" in program.run("profiles").out
    assert "Nothing of" in program.run("wipe", "acme").out


def test_nothing_goes_before_the_name_is_typed(program: Program, places: Places) -> None:
    for words in ("", "y\n", "acm\n"):
        ended = typed(program, words)
        assert ended.code == 1
        assert "Nothing was removed." in ended.out
        assert places.mirror.exists()
    refused = program.run("wipe", stdin="acme\n")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert places.mirror.exists()
    assert typed(program, "acme\n").code == 0
    assert not places.mirror.exists()


@pytest.mark.safety("S-11", "the copy of an environment that is open elsewhere is not removed")
def test_while_a_program_has_it_open_it_stays(program: Program, places: Places) -> None:
    store = Store(places, ManualClock(NOON))
    ended = program.run("wipe", "--yes")
    assert ended.code == 1
    assert "has this open" in ended.err
    assert places.mirror.exists()
    store._release()
    store._connection.close()
    assert program.run("wipe", "--yes").code == 0


def test_a_damaged_copy_goes_too(program: Program, places: Places) -> None:
    places.mirror.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    ended = program.run("wipe", "--yes")
    assert ended.code == 0
    assert "cannot be used" in ended.out
    assert not places.mirror.exists()


def test_the_doctor_tells_what_is_copied(places: Places) -> None:
    rows = dict(kept_words(places, NOON).rows)
    assert "1 row, 1 payment" in rows["copy"]
    assert "not all of it yet" in rows["copy"]
    assert rows["last proof"].startswith("begun")
    places.mirror.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    broken = kept_words(places, NOON)
    assert "voltage-tui wipe" in dict(broken.rows)["copy"]
    assert broken.in_order


def test_a_link_is_taken_away_and_not_what_it_leads_to(
    program: Program, places: Places, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    places.mirror.rename(other)
    places.mirror.symlink_to(other)
    assert program.run("wipe", "--yes").code == 0
    assert other.exists()
    assert not places.mirror.is_symlink()


@pytest.mark.safety("S-62", "notes and tags can be written to a file before the copy goes")
def test_notes_and_tags_are_said_and_can_be_kept_first(
    program: Program, places: Places, tmp_path: Path
) -> None:
    mirror = Mirror(places.mirror)
    mirror.set_note(payment(2).id, '=SUM(A1), "Miete" 家賃', NOON)
    mirror.set_tags(payment(3).id, ["rent", "Büro"])
    mirror.close()
    said = typed(program, "no\n")
    assert "2 notes and 1 tagged payment will be lost; --keep-notes FILE" in said.out
    lines, table = tmp_path / "notes.jsonl", tmp_path / "notes.csv"
    assert typed(program, "no\n", "--keep-notes", str(lines)).code == 1
    records = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [(r["payment_id"], r["note"], r["tags"], r["noted_at_utc"]) for r in records] == [
        (payment(1).id, "rent", [], NOON.isoformat()),
        (payment(2).id, '=SUM(A1), "Miete" 家賃', [], NOON.isoformat()),
        (payment(3).id, "", ["büro", "rent"], ""),
    ]
    ended = program.run("wipe", "--yes", "--keep-notes", str(table))
    assert ended.code == 0
    assert "The notes and tags of 3 payments are written to" in ended.out
    assert "will be lost" not in ended.out
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["payment_id", "note", "tags", "noted_at_utc"]
    assert rows[2][1] == '\'=SUM(A1), "Miete" 家賃'
    assert rows[3][2] == "büro rent"
    assert not places.mirror.exists()


def test_nothing_goes_where_the_notes_cannot_be_kept(
    program: Program, places: Places, tmp_path: Path
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    for path, why in [
        (there, "is there already"),
        (tmp_path / "notes.txt", "kept as .csv or as .jsonl"),
        (there / "in-a-file.csv", "cannot be written"),
    ]:
        ended = program.run("wipe", "--yes", "--keep-notes", str(path))
        assert ended.code == 2
        assert why in ended.err
        assert places.mirror.exists()
    assert there.read_text() == "mine"
    places.mirror.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    kept_first = tmp_path / "kept.csv"
    assert program.run("wipe", "--yes", "--keep-notes", str(kept_first)).code == 2
    assert places.mirror.exists()
    assert not kept_first.exists()
