"""A journal that is replaced while the program runs is not written to (S-1)."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.store.busy_program import intent_of
from tests.store.test_store import ENVIRONMENT, NOON
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.safety("S-1", "the journal's file replaced while the program runs: not written")
@pytest.mark.parametrize("put_back", [True, False])
async def test_a_journal_that_was_replaced_is_not_written_to(
    tmp_path: Path, put_back: bool
) -> None:
    places = places_of(ENVIRONMENT, tmp_path)
    store = Store(places, ManualClock(NOON))
    await store.note("start", {})
    copy = places.folder / "copy"
    copy.write_bytes(places.database.read_bytes())
    places.database.unlink()
    if put_back:
        copy.rename(places.database)
    with pytest.raises(WriteForbiddenError, match="removed or replaced"):
        await store.intend(intent_of(PaymentId("p-1")))
    with pytest.raises(WriteForbiddenError, match="removed or replaced"):
        await store.reserve(PaymentId("p-1"), WalletId("w-1"), ["guard"])
    await store.aclose()


@pytest.mark.safety("S-1", "the write-ahead file removed while the program runs: not written")
@pytest.mark.parametrize("put_back", [True, False])
async def test_a_removed_write_ahead_file_is_noticed(tmp_path: Path, put_back: bool) -> None:
    places = places_of(ENVIRONMENT, tmp_path)
    store = Store(places, ManualClock(NOON))
    await store.reserve(PaymentId("p-1"), WalletId("w-1"), ["guard"])
    ahead = places.database.with_name(places.database.name + "-wal")
    copy = ahead.with_name("copy")
    copy.write_bytes(ahead.read_bytes())
    ahead.unlink()
    if put_back:
        copy.rename(ahead)
    with pytest.raises(WriteForbiddenError, match="removed or replaced"):
        await store.reserve(PaymentId("p-2"), WalletId("w-1"), ["other"])
    await store.aclose()


async def test_checkpoints_and_other_readers_keep_the_write_ahead_file(tmp_path: Path) -> None:
    places = places_of(ENVIRONMENT, tmp_path)
    store = Store(places, ManualClock(NOON))
    for mode in ("PASSIVE", "FULL", "RESTART", "TRUNCATE"):
        other = sqlite3.connect(places.database)
        other.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
        other.execute("SELECT * FROM sends").fetchall()
        other.close()
        await store.reserve(PaymentId(mode), WalletId("w-1"), [mode])
    other = sqlite3.connect(places.database)
    other.execute("VACUUM")
    other.close()
    second = Store(places, ManualClock(NOON))
    assert second.holder is not None
    await store.aclose()
    assert await second.take_over()
    await second.reserve(PaymentId("p-2"), WalletId("w-1"), ["guard"])
    await second.aclose()
