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
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # Where a plain fsync stops in the disk's own cache (macOS), ask for the whole way.
    "PRAGMA fullfsync = 1",
    "PRAGMA checkpoint_fullfsync = 1",
    "PRAGMA foreign_keys = ON",
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
)
"""One script for each version of the tables, in order; a new version is added at the end."""


def open_database(path: Path | None) -> sqlite3.Connection:
    """A connection to the database at `path`, made or brought up to date; None is in memory.

    It may be used by one thread at a time. Raises `StoreError`.
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
            _bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise unusable(error) from None
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it or nothing, on the disk when it ends. Raises `StoreError`."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise unusable(error) from None


def unusable(error: sqlite3.Error) -> StoreError:
    """What a fault of the database means to a person."""
    return StoreError(
        f"The journal on this machine cannot be used: {error}.",
        "Nothing is sent without it. Free some disk space or restore the file, then press R.",
    )


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(_SCHEMA):
            raise StoreError(
                "The journal on this machine was written by a newer version of this program.",
                "Update this program; nothing is sent until then.",
            )
        for script in _SCHEMA[version:]:
            # Not executescript: it would end the transaction before it began.
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_SCHEMA)}")
