"""The SQLite database of an environment: durable when a transaction returns (S-1)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from voltage_tui.store.errors import StoreError
from voltage_tui.store.places import open_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMORY: Final = ":memory:"
_BUSY_MS: Final = 5_000
_LARGEST_AHEAD: Final = 8 * 1024 * 1024
"""Bytes that the write-ahead file keeps on the disk when all of it is in its place: twice what it
needs, as it grows while another program reads for long."""
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # Where a plain fsync stops in the disk's own cache (macOS), ask for the whole way.
    "PRAGMA fullfsync = 1",
    "PRAGMA checkpoint_fullfsync = 1",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA journal_size_limit = {_LARGEST_AHEAD}",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
)
_SCHEMA: Final = (
    """
    CREATE TABLE writes (
        n INTEGER PRIMARY KEY,
        resource_id TEXT NOT NULL,
        operation TEXT NOT NULL,
        creates INTEGER NOT NULL,
        organization_id TEXT NOT NULL,
        environment_id TEXT NOT NULL,
        body_sha256 TEXT NOT NULL,
        intended_at TEXT NOT NULL,
        outcome TEXT,
        settled_at TEXT
    ) STRICT;
    CREATE UNIQUE INDEX created_once ON writes (resource_id) WHERE creates = 1;
    CREATE TABLE sends (
        payment_id TEXT PRIMARY KEY,
        wallet_id TEXT NOT NULL,
        reserved_at TEXT NOT NULL,
        resolution TEXT,
        resolved_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE guards (
        guard TEXT NOT NULL,
        payment_id TEXT NOT NULL REFERENCES sends,
        PRIMARY KEY (guard, payment_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE record_head (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        n INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
    """,
    # Before, it was not kept until when a payment could be made: a day is what was waited.
    """
    ALTER TABLE sends ADD COLUMN payable_until TEXT;
    UPDATE sends SET payable_until =
        strftime('%Y-%m-%dT%H:%M:%f', reserved_at, '+24 hours') || '+00:00'
        WHERE resolution IS NULL;
    """,
    # Who was paid: each payment once, by its ID, and the names that a person gave.
    """
    CREATE TABLE paid (
        payment_id TEXT PRIMARY KEY,
        payee TEXT NOT NULL,
        msats INTEGER,
        completed_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE payee_names (
        payee TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    # Months that were sealed, each with its rows as they were; none is ever removed.
    """
    CREATE TABLE seals (
        n INTEGER PRIMARY KEY,
        wallet_id TEXT NOT NULL,
        currency TEXT NOT NULL,
        month TEXT NOT NULL,
        zone TEXT NOT NULL,
        start_utc TEXT NOT NULL,
        end_utc TEXT NOT NULL,
        row_count INTEGER NOT NULL,
        figures TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        evidence BLOB NOT NULL,
        sealed_at TEXT NOT NULL,
        sealed_by TEXT NOT NULL,
        reason TEXT,
        pack TEXT,
        manifest_sha256 TEXT,
        found_sha256 TEXT,
        found_at TEXT,
        unsealed_at TEXT,
        unsealed_by TEXT,
        unseal_reason TEXT
    ) STRICT;
    CREATE UNIQUE INDEX sealed_once ON seals (wallet_id, currency, month)
        WHERE unsealed_at IS NULL;
    """,
    # What raised an alert and what became of it, and what is known of rules that others set.
    """
    CREATE TABLE alerts (
        n INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        kind TEXT NOT NULL,
        severity INTEGER NOT NULL,
        about TEXT NOT NULL,
        about_id TEXT NOT NULL,
        about_name TEXT NOT NULL,
        figures TEXT NOT NULL,
        raised_at TEXT NOT NULL,
        acknowledged_at TEXT,
        acknowledged_by TEXT,
        snoozed_until TEXT,
        cleared_at TEXT,
        cleared_why TEXT
    ) STRICT;
    CREATE UNIQUE INDEX raised_once ON alerts (key) WHERE cleared_at IS NULL;
    CREATE TABLE known (
        subject TEXT PRIMARY KEY,
        terms TEXT NOT NULL,
        seen_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)
"""One script for each version of the tables, in order; a new version is added at the end."""


def open_database(path: Path | None, *, upgrades: bool = True) -> sqlite3.Connection:
    """A connection to the database at `path`, made or brought up to date; None is in memory.

    Unless it `upgrades`, tables of an earlier version are left to who writes. It may be used by
    one thread at a time. Raises `StoreError`.
    """
    if path is not None:
        os.close(open_private(path, os.O_RDWR | os.O_CREAT))
    try:
        connection = sqlite3.connect(
            MEMORY if path is None else path, isolation_level=None, check_same_thread=False
        )
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
            _check(connection)
            _bring_up_to_date(connection, upgrades=upgrades)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise unusable(error) from None
    return connection


class OpenedFile:
    """The database's files as they were opened, to tell them from others put there later.

    The write-ahead file is made when the database is opened and stays the same one as long as
    anybody has it open: a checkpoint begins it anew in place. What is written to a removed one is
    lost with this run.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _stat(path)
        self._ahead = path.with_name(path.name + "-wal")
        self._ahead_opened = _stat(self._ahead)

    @property
    def there(self) -> bool:
        """Whether the files at the path are still those that are written to."""
        # Without one at the opening, the file system can have none, and nothing is ahead.
        ahead = self._ahead_opened is None or _is_still(self._ahead, self._ahead_opened)
        return self._opened is not None and _is_still(self._path, self._opened) and ahead


def _is_still(path: Path, opened: os.stat_result) -> bool:
    now = _stat(path)
    return now is not None and os.path.samestat(now, opened)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it or nothing, on the disk when it ends; inside another one, a part of that.

    Raises `StoreError`.
    """
    if connection.in_transaction:
        yield connection
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            _roll_back(connection)
            raise
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(connection)
        raise unusable(error) from None


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One state of the tables, without keeping another program from writing.

    Raises `StoreError`, also when what is read is none of our words.
    """
    try:
        connection.execute("BEGIN DEFERRED")
        try:
            yield connection
        finally:
            _roll_back(connection)
    except sqlite3.Error as error:
        raise unusable(error) from None
    except ValueError:
        raise StoreError(
            "The journal on this machine has a row that makes no sense.",
            "Nothing is sent without it. Restore the file from a copy, then press R.",
        ) from None


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing; the database must be there. Raises `StoreError`."""
    os.close(open_private(path, os.O_RDONLY))
    try:
        where = f"{path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(where, uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise unusable(error) from None


def _roll_back(connection: sqlite3.Connection) -> None:
    # After some faults SQLite has done it already, and would complain and hide the first one.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def unusable(error: sqlite3.Error) -> StoreError:
    """What a fault of the database means to a person."""
    return StoreError(
        f"The journal on this machine cannot be used: {error}.",
        "Nothing is sent without it. Free some disk space or restore the file, then press R.",
    )


def _check(connection: sqlite3.Connection) -> None:
    """A damaged file must not answer that nothing was sent."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise StoreError(
            "The journal on this machine is damaged.",
            "Nothing is sent without it. Restore the file from a copy, then press R.",
        )


def _bring_up_to_date(connection: sqlite3.Connection, *, upgrades: bool) -> None:
    """Nothing is written to tables that are as they should be: others have them open as well."""
    version = _known_version(connection)
    if version == len(_SCHEMA):
        return
    if version and not upgrades:
        raise StoreError(
            "The journal on this machine was written by an earlier version of this program.",
            "Close that one, and open this one to work with: it brings the journal up to date.",
        )
    with transaction(connection):
        for script in _SCHEMA[_known_version(connection) :]:
            # Not executescript: it would end the transaction before it began.
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_SCHEMA)}")


def _known_version(connection: sqlite3.Connection) -> int:
    """The version of the tables, 0 for none yet. Raises `StoreError` for a later one than ours."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(_SCHEMA):
        raise StoreError(
            "The journal on this machine was written by a newer version of this program.",
            "Update this program; nothing is sent until then.",
        )
    return int(version)
