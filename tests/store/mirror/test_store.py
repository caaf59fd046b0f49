"""The mirror's file: private, apart from the journal, and its reads given up when nobody waits."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.mirror.histories import row
from tests.store.mirror.whole import all_rows, row_ids
from tests.treasury.builders import ENVIRONMENT, T0, WALLET, balance
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.store.mirror.database import MirrorError
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import MirrorReader
from voltage_tui.store.mirror.store import MirrorStore
from voltage_tui.store.places import places_of

ROWS = [row(LedgerKind.CREDITED, n, 100, n) for n in range(10)]


async def filled(folder: Path) -> MirrorStore:
    store = MirrorStore(places_of(ENVIRONMENT, folder))
    await store.write(lambda m: m.keep_rows(WALLET, ROWS))
    return store


@pytest.mark.safety("S-62", "the mirror and its side files 0600 in a folder 0700")
async def test_its_files_are_private_and_it_is_there_again(tmp_path: Path) -> None:
    store = await filled(tmp_path)
    await store.read(lambda r: r.row_count())
    folder = places_of(ENVIRONMENT, tmp_path).folder
    files = sorted(folder.iterdir())
    assert [f.name.removeprefix("mirror.sqlite3") for f in files] == ["", "-shm", "-wal"]
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    await store.aclose()
    again = MirrorStore(places_of(ENVIRONMENT, tmp_path))
    assert await again.read(lambda r: [k.entry for k in all_rows(r, WALLET)]) == ROWS
    await again.aclose()


async def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    before = threading.active_count()
    store = MirrorStore(places_of(ENVIRONMENT, tmp_path))
    assert places_of(ENVIRONMENT, tmp_path).folder.exists() is False
    assert threading.active_count() == before
    await store.aclose()


async def test_a_read_that_nobody_waits_for_is_interrupted(tmp_path: Path) -> None:
    store = await filled(tmp_path)
    begun, ended = threading.Event(), threading.Event()

    def endless(reader: MirrorReader) -> None:
        begun.set()
        try:
            reader._connection.execute(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
                " SELECT max(x) FROM n"
            ).fetchall()
        finally:
            ended.set()

    reading = asyncio.ensure_future(store.read(endless))
    await asyncio.to_thread(begun.wait, 10)
    behind = asyncio.ensure_future(store.read(endless))
    await asyncio.sleep(0)
    behind.cancel()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await asyncio.to_thread(ended.wait, 10)
    assert await store.read(lambda r: r.row_count()) == 10
    await store.aclose()


async def test_reads_see_one_state_while_pages_are_written(tmp_path: Path) -> None:
    store = await filled(tmp_path)
    begun, go_on = threading.Event(), threading.Event()

    def twice(reader: MirrorReader) -> tuple[int, int]:
        first = len(row_ids(reader))
        begun.set()
        go_on.wait(10)
        return first, len(row_ids(reader))

    reading = asyncio.ensure_future(store.read(twice))
    await asyncio.to_thread(begun.wait, 10)
    more = [row(LedgerKind.CREDITED, n, 100, n) for n in range(10, 20)]
    await store.write(lambda m: m.keep_rows(WALLET, more))
    go_on.set()
    assert await reading == (10, 10)
    assert len(await store.read(row_ids)) == 20
    await store.aclose()


async def test_a_page_is_in_whole_or_not_at_all(tmp_path: Path) -> None:
    store = await filled(tmp_path)

    def breaks(mirror: Mirror) -> None:
        mirror.keep_rows(WALLET, [row(LedgerKind.CREDITED, 99, 1, 99), None])  # type: ignore[list-item]

    with pytest.raises(AttributeError):
        await store.write(breaks)
    assert await store.read(lambda r: r.row_count()) == 10
    await store.aclose()


async def test_without_places_it_is_in_memory() -> None:
    store = MirrorStore(None)
    await store.write(lambda m: m.keep_rows(WALLET, ROWS))
    await store.write(lambda m: m.prove(WALLET, [balance(1_000, 1_000)], T0))
    assert await store.read(lambda r: r.row_count(WALLET)) == 10
    await store.aclose()
    with pytest.raises(MirrorError):
        await store.read(lambda r: r.row_count())


async def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    store = await filled(tmp_path)
    await store.aclose()
    with closing(sqlite3.connect(places_of(ENVIRONMENT, tmp_path).mirror)) as connection:
        connection.execute("PRAGMA user_version = 99")
    again = MirrorStore(places_of(ENVIRONMENT, tmp_path))
    with pytest.raises(MirrorError, match="newer version"):
        await again.read(lambda r: r.row_count())
    await again.aclose()


async def test_a_damaged_file_is_told_in_words(tmp_path: Path) -> None:
    store = await filled(tmp_path)
    await store.aclose()
    places_of(ENVIRONMENT, tmp_path).mirror.write_bytes(b"not a database at all, by any means" * 99)
    again = MirrorStore(places_of(ENVIRONMENT, tmp_path))
    with pytest.raises(MirrorError, match="cannot be used"):
        await again.read(lambda r: r.row_count())
    await again.aclose()
