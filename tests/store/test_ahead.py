"""What is written ahead of the databases grows while somebody reads, and is cut when they ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from voltage_tui.store import database
from voltage_tui.store.database import open_database
from voltage_tui.store.mirror import database as mirror
from voltage_tui.store.mirror.database import open_mirror


@pytest.mark.parametrize(
    ("opened", "largest"),
    [(open_database, database._LARGEST_AHEAD), (open_mirror, mirror._LARGEST_AHEAD)],
)
def test_a_long_read_does_not_leave_a_large_file_behind(
    opened: Callable[[Path], sqlite3.Connection], largest: int, tmp_path: Path
) -> None:
    path = tmp_path / "kept.sqlite3"
    ahead = path.with_name(path.name + "-wal")
    writer, reader = opened(path), sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
    writer.execute("CREATE TABLE large (body BLOB)")
    for _ in range(3):
        writer.execute("INSERT INTO large VALUES (zeroblob(?))", (largest // 2,))
    assert ahead.stat().st_size > largest
    reader.execute("ROLLBACK")
    for _ in range(2):  # one puts all of it in its place, the next begins the file anew
        writer.execute("INSERT INTO large VALUES (zeroblob(1))")
    assert ahead.stat().st_size <= largest
    reader.close()
    writer.close()
