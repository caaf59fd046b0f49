"""The tables of the journal, brought up from those of the version before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, PaymentId, WalletId
from voltage_tui.model.writes import PaymentGuardedError
from voltage_tui.store.database import open_database
from voltage_tui.store.errors import StoreError
from voltage_tui.store.journal import Journal, Resolution
from voltage_tui.store.places import make_private_folder, places_of
from voltage_tui.store.store import Store

NOON = datetime(2026, 10, 5, 12, 0, 0, 123456, tzinfo=UTC)
VERSION_1 = """
    CREATE TABLE writes (
        n INTEGER PRIMARY KEY, resource_id TEXT NOT NULL, operation TEXT NOT NULL,
        creates INTEGER NOT NULL, organization_id TEXT NOT NULL, environment_id TEXT NOT NULL,
        body_sha256 TEXT NOT NULL, intended_at TEXT NOT NULL, outcome TEXT, settled_at TEXT
    ) STRICT;
    CREATE UNIQUE INDEX created_once ON writes (resource_id) WHERE creates = 1;
    CREATE TABLE sends (
        payment_id TEXT PRIMARY KEY, wallet_id TEXT NOT NULL, reserved_at TEXT NOT NULL,
        resolution TEXT, resolved_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE guards (
        guard TEXT NOT NULL, payment_id TEXT NOT NULL REFERENCES sends,
        PRIMARY KEY (guard, payment_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE record_head (
        only INTEGER PRIMARY KEY CHECK (only = 1), n INTEGER NOT NULL, hash TEXT NOT NULL
    ) STRICT;
    INSERT INTO writes VALUES (1, 'p-1', 'create_payment', 1, 'o-1', 'e-1', 'aa',
        '2026-10-05T12:00:01.000000+00:00', 'unknown', '2026-10-05T12:00:02.000000+00:00');
    INSERT INTO sends VALUES ('p-0', 'w-1', '2026-10-05T11:00:00.000000+00:00', 'ended',
        '2026-10-05T11:00:05.000000+00:00');
    INSERT INTO sends VALUES ('p-1', 'w-1', '2026-10-05T12:00:00.123456+00:00', NULL, NULL);
    INSERT INTO guards VALUES ('guard', 'p-1');
    INSERT INTO guards VALUES ('of one that ended', 'p-0');
    PRAGMA user_version = 1;
"""
"""Tables and rows as the first version wrote them."""


def test_a_journal_of_the_version_before_is_brought_up_to_date_with_all_it_knew(
    tmp_path: Path,
) -> None:
    places = places_of(EnvironmentId("e-1"), tmp_path)
    make_private_folder(places.folder)
    with closing(sqlite3.connect(places.database)) as old:
        old.executescript(VERSION_1)
    places.database.chmod(0o600)
    for _ in range(2):  # the second time there is nothing left to do
        with closing(open_database(places.database)) as connection:
            journal = Journal(connection)
            (found,) = journal.open_sends()
            assert (found.payment_id, found.wallet_id) == ("p-1", "w-1")
            assert found.reserved_at == NOON
            assert found.outcome is not None
            # What was not kept is waited for as long as it was: to the millisecond.
            assert found.payable_until is not None
            assert abs(found.payable_until - NOON - timedelta(hours=24)) < timedelta(seconds=0.001)
            with pytest.raises(PaymentGuardedError):
                journal.reserve(PaymentId("p-2"), WalletId("w-1"), ["guard"], NOON)
            assert journal.guarded_by(["of one that ended"]) is None
            assert journal.paid_before(["of one that ended"]) is None
            assert connection.execute("PRAGMA user_version").fetchone() > (1,)


@pytest.mark.safety("S-11", "a journal of an earlier version is left as it is by who only looks")
def test_only_who_may_write_brings_a_journal_up_to_date(tmp_path: Path) -> None:
    places = places_of(EnvironmentId("e-1"), tmp_path)
    make_private_folder(places.folder)
    with closing(sqlite3.connect(places.database)) as old:
        old.executescript(VERSION_1)
    places.database.chmod(0o600)
    with pytest.raises(StoreError, match="earlier version"):
        Store(places, ManualClock(NOON), only_looks=True)
    with closing(sqlite3.connect(places.database)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.safety("S-11", "to open the journal for a look writes nothing, and waits for nobody")
async def test_a_look_changes_nothing_in_the_journal(tmp_path: Path) -> None:
    places = places_of(EnvironmentId("e-1"), tmp_path)
    await Store(places, ManualClock(NOON)).aclose()
    with closing(sqlite3.connect(places.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (before,) = other.execute("PRAGMA data_version").fetchone()
        await Store(places, ManualClock(NOON), only_looks=True).aclose()
        other.execute("ROLLBACK")
        assert other.execute("PRAGMA data_version").fetchone() == (before,)


def test_a_journal_of_a_later_version_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    open_database(path).close()
    with closing(sqlite3.connect(path)) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        open_database(path)


@pytest.mark.parametrize("until", [None, NOON + timedelta(hours=1)])
async def test_until_when_it_can_be_paid_outlives_the_program(
    tmp_path: Path, until: datetime | None
) -> None:
    places, clock = places_of(EnvironmentId("e-1"), tmp_path), ManualClock(NOON)
    store = Store(places, clock)
    await store.reserve(PaymentId("p-1"), WalletId("w-1"), [], payable_until=until)
    await store.aclose()
    again = Store(places, clock)
    (found,) = await again.open_sends()
    assert found.payable_until == until
    await again.resolve(PaymentId("p-1"), Resolution.ENDED)
    await again.aclose()
