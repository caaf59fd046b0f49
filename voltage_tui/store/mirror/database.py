"""The mirror's tables. They can always be read again, so they are quick rather than careful:
what a crash of the machine loses is read once more, and what it keeps fits together.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from voltage_tui.store.database import MEMORY
from voltage_tui.store.places import open_private
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY_MS: Final = 5_000
_CACHE_KIB: Final = 16_384
_READ_CACHE_KIB: Final = 8_192
_CHECKPOINT_PAGES: Final = 4_000
"""Pages written before they are put in their place: the same ones change again and again."""
_LARGEST_AHEAD: Final = 32 * 1024 * 1024
"""Bytes that the write-ahead file keeps on the disk when all of it is in its place: twice what it
needs, as it grows while somebody reads for long."""
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
    f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}",
    f"PRAGMA journal_size_limit = {_LARGEST_AHEAD}",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
)
_SCHEMA: Final = (
    """
    CREATE TABLE wallets (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE payment_names (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        known INTEGER NOT NULL DEFAULT 0,
        ending TEXT AS (
            substr(id, -1, 1) || substr(id, -2, 1) || substr(id, -3, 1) || substr(id, -4, 1)
        ) VIRTUAL
    ) STRICT;
    CREATE INDEX payment_names_unknown ON payment_names (n) WHERE known = 0;
    CREATE INDEX payment_names_by_ending ON payment_names (ending);
    CREATE TABLE rows (
        id INTEGER PRIMARY KEY,
        wallet INTEGER NOT NULL REFERENCES wallets,
        kind TEXT NOT NULL,
        entry_id TEXT NOT NULL,
        payment INTEGER REFERENCES payment_names,
        currency TEXT NOT NULL,
        amount INTEGER,
        principal INTEGER,
        network_fee INTEGER,
        processing_fee INTEGER,
        basis_points INTEGER,
        breakdown_currencies TEXT,
        effective_us INTEGER NOT NULL,
        tie INTEGER NOT NULL,
        total_effect INTEGER,
        available_effect INTEGER,
        total_after INTEGER,
        available_after INTEGER,
        fresh INTEGER NOT NULL,
        size_rank INTEGER AS (
            CASE WHEN amount IS NULL THEN -1
            ELSE CASE currency WHEN 'btc' THEN 2 WHEN 'usd' THEN 1 ELSE 0 END END
        ) VIRTUAL,
        size INTEGER AS (abs(coalesce(amount, 0))) VIRTUAL,
        ending TEXT AS (
            substr(entry_id, -1, 1) || substr(entry_id, -2, 1)
                || substr(entry_id, -3, 1) || substr(entry_id, -4, 1)
        ) VIRTUAL
    ) STRICT;
    CREATE UNIQUE INDEX rows_once ON rows (wallet, entry_id, kind);
    CREATE INDEX rows_of_wallet ON rows (wallet, effective_us, tie);
    CREATE INDEX rows_in_time ON rows (effective_us, tie, id, wallet, payment);
    CREATE INDEX rows_by_size ON rows (size_rank, size, effective_us, tie, id, payment);
    CREATE INDEX rows_of_payment ON rows (payment);
    CREATE INDEX rows_by_ending ON rows (ending);
    CREATE INDEX rows_fresh ON rows (wallet, currency) WHERE fresh = 1;
    CREATE TABLE books (
        wallet INTEGER NOT NULL REFERENCES wallets,
        currency TEXT NOT NULL,
        row_count INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (wallet, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE evidence (
        n INTEGER PRIMARY KEY,
        wallet INTEGER NOT NULL REFERENCES wallets,
        currency TEXT NOT NULL,
        at_us INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE TABLE corrections (
        n INTEGER PRIMARY KEY,
        wallet INTEGER NOT NULL REFERENCES wallets,
        at_us INTEGER NOT NULL,
        before TEXT,
        now TEXT NOT NULL
    ) STRICT;
    CREATE INDEX corrections_of_wallet ON corrections (wallet, at_us);
    CREATE TABLE proofs (
        wallet INTEGER NOT NULL REFERENCES wallets,
        currency TEXT NOT NULL,
        at_us INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (wallet, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sweeps (
        name TEXT PRIMARY KEY,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE payments (
        n INTEGER PRIMARY KEY REFERENCES payment_names,
        wallet INTEGER NOT NULL REFERENCES wallets,
        direction TEXT NOT NULL,
        kind TEXT NOT NULL,
        category TEXT,
        status TEXT NOT NULL,
        check_only INTEGER NOT NULL,
        currency TEXT NOT NULL,
        amount INTEGER,
        requested_currency TEXT,
        requested INTEGER,
        rail_units INTEGER,
        fees INTEGER,
        memo TEXT,
        created_us INTEGER NOT NULL,
        updated_us INTEGER NOT NULL,
        size_rank INTEGER AS (
            CASE WHEN coalesce(amount, requested, rail_units) IS NULL THEN -1
            ELSE CASE
                CASE WHEN amount IS NOT NULL THEN currency
                WHEN requested IS NOT NULL THEN requested_currency ELSE 'btc' END
            WHEN 'btc' THEN 2 WHEN 'usd' THEN 1 ELSE 0 END END
        ) VIRTUAL,
        size INTEGER AS (abs(coalesce(amount, requested, rail_units, 0))) VIRTUAL,
        other_requested INTEGER AS (
            CASE WHEN requested_currency <> currency OR requested <> amount THEN abs(requested) END
        ) VIRTUAL,
        other_moved INTEGER AS (
            CASE WHEN (currency = 'btc' AND amount = rail_units)
                OR (requested_currency = 'btc' AND requested = rail_units) THEN NULL
            ELSE abs(rail_units) END
        ) VIRTUAL
    ) STRICT;
    CREATE INDEX payments_in_time ON payments (created_us, n);
    CREATE INDEX payments_of_wallet ON payments (wallet, created_us, n);
    CREATE INDEX payments_by_status ON payments (status, created_us, n);
    CREATE INDEX payments_by_size ON payments (size_rank, size, created_us, n);
    CREATE INDEX payments_by_requested ON payments (requested_currency, other_requested)
        WHERE other_requested IS NOT NULL;
    CREATE INDEX payments_by_moved ON payments (other_moved) WHERE other_moved IS NOT NULL;
    CREATE TABLE bodies (
        n INTEGER PRIMARY KEY REFERENCES payments,
        body TEXT NOT NULL
    ) STRICT;
    CREATE TABLE payment_counts (
        wallet INTEGER NOT NULL REFERENCES wallets,
        direction TEXT NOT NULL,
        status TEXT NOT NULL,
        payment_count INTEGER NOT NULL,
        PRIMARY KEY (wallet, direction, status)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE row_counts (
        wallet INTEGER NOT NULL REFERENCES wallets,
        kind TEXT NOT NULL,
        size_rank INTEGER NOT NULL,
        direction TEXT NOT NULL,
        status TEXT NOT NULL,
        row_count INTEGER NOT NULL,
        PRIMARY KEY (wallet, kind, size_rank, direction, status)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER rows_counted AFTER INSERT ON rows BEGIN
        INSERT INTO row_counts
        SELECT NEW.wallet, NEW.kind, NEW.size_rank, coalesce(p.direction, ''),
            coalesce(p.status, ''), 1
        FROM (SELECT NEW.payment AS n) r LEFT JOIN payments p USING (n) WHERE 1
        ON CONFLICT DO UPDATE SET row_count = row_count + 1;
    END;
    CREATE TRIGGER rows_counted_again AFTER UPDATE OF kind, payment, amount, currency ON rows
    WHEN (OLD.kind, OLD.payment, OLD.size_rank) IS NOT (NEW.kind, NEW.payment, NEW.size_rank)
    BEGIN
        INSERT INTO row_counts
        SELECT NEW.wallet, r.kind, r.size_rank, coalesce(p.direction, ''),
            coalesce(p.status, ''), r.more
        FROM (
            SELECT OLD.kind AS kind, OLD.size_rank AS size_rank, OLD.payment AS n, -1 AS more
            UNION ALL SELECT NEW.kind, NEW.size_rank, NEW.payment, 1
        ) r LEFT JOIN payments p USING (n) WHERE 1
        ON CONFLICT DO UPDATE SET row_count = row_count + excluded.row_count;
    END;
    CREATE TRIGGER rows_of_new_counted AFTER INSERT ON payments BEGIN
        INSERT INTO row_counts
        SELECT wallet, kind, size_rank, '', '', -1 FROM rows WHERE payment = NEW.n
        UNION ALL
        SELECT wallet, kind, size_rank, NEW.direction, NEW.status, 1 FROM rows
        WHERE payment = NEW.n
        ON CONFLICT DO UPDATE SET row_count = row_count + excluded.row_count;
    END;
    CREATE TRIGGER rows_of_changed_counted AFTER UPDATE OF direction, status ON payments
    WHEN (OLD.direction, OLD.status) IS NOT (NEW.direction, NEW.status) BEGIN
        INSERT INTO row_counts
        SELECT wallet, kind, size_rank, OLD.direction, OLD.status, -1 FROM rows
        WHERE payment = NEW.n
        UNION ALL
        SELECT wallet, kind, size_rank, NEW.direction, NEW.status, 1 FROM rows
        WHERE payment = NEW.n
        ON CONFLICT DO UPDATE SET row_count = row_count + excluded.row_count;
    END;
    CREATE TABLE notes (
        payment_id TEXT PRIMARY KEY,
        note TEXT NOT NULL,
        at_us INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tags (
        payment_id TEXT NOT NULL,
        tag TEXT NOT NULL,
        PRIMARY KEY (payment_id, tag)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tags_by_name ON tags (tag, payment_id);
    CREATE TABLE cleared (
        wallet INTEGER NOT NULL REFERENCES wallets,
        entry_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        at_us INTEGER NOT NULL,
        PRIMARY KEY (wallet, entry_id, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE coin_prices (
        minute_us INTEGER PRIMARY KEY,
        rate TEXT NOT NULL,
        read_us INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE manual_rates (
        subject TEXT PRIMARY KEY,
        rate TEXT NOT NULL,
        reason TEXT NOT NULL,
        set_us INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE wallet_facts (
        id TEXT PRIMARY KEY,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5 (
        text, ids, ids_reversed, note, tags,
        tokenize = 'ascii', columnsize = 0
    );
    """,
)
"""One script for each version of the tables, in order; a new version is added at the end.

`rows.tie` orders rows of one microsecond, the same way on every machine; `fresh` is 1 until the
row has been part of a balance that was proven. `size_rank` and `size` are what orders by amount;
`other_requested` and `other_moved` are what a payment has beside that, each only where it differs.
`ending` is the end of an identifier, backwards. A payment has its number in `payment_names` from
the first time its ID is seen, in a row or by itself, so that either may come first; `known` is 1
once the payment is here. `row_counts` counts rows by what is their own and by the direction and
status of their payment, both empty while that is not here. `payments.n`, `rows.payment`,
`bodies.n` and `words.rowid` are `payments.n`: the payments themselves stay narrow, as searches go
through many of them. `words` keeps what `voltage_tui.query.index` makes of a text, which the
tokenizer `ascii` leaves as it is.
"""


class MirrorError(TroubleError):
    """The mirror's file cannot be used; what is live goes on without it."""


def open_mirror(path: Path | None) -> sqlite3.Connection:
    """A connection to the mirror at `path`, made or brought up to date; None is in memory.

    It may be used by one thread at a time. Raises `MirrorError` and `StoreError`.
    """
    if path is not None:
        os.close(open_private(path, os.O_RDWR | os.O_CREAT))
    with told():
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
    return connection


def open_mirror_to_read(path: Path) -> sqlite3.Connection:
    """A second connection, which changes nothing; the file must be there. Raises as above."""
    os.close(open_private(path, os.O_RDONLY))
    with told():
        where = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute(f"PRAGMA cache_size = -{_READ_CACHE_KIB}")
        return connection


@contextmanager
def change(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it or nothing; inside another one, a part of that. Raises `MirrorError`."""
    if connection.in_transaction:
        yield connection
        return
    with told():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            _roll_back(connection)
            raise
        connection.execute("COMMIT")


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Everything read within is of one state of the tables. Raises `MirrorError`."""
    if connection.in_transaction:
        yield connection
        return
    with told():
        connection.execute("BEGIN DEFERRED")
        try:
            yield connection
        finally:
            _roll_back(connection)


def _roll_back(connection: sqlite3.Connection) -> None:
    # After some faults SQLite has done it already, and would complain and hide the first one.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


@contextmanager
def told() -> Iterator[None]:
    """What SQLite raises, in words; an interrupt is passed on, as somebody asked for it."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise
        raise MirrorError(
            f"The copy of the ledger on this machine cannot be used: {error}.",
            "Free some disk space, or wipe the copy: it is read again.",
        ) from None


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    with change(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(_SCHEMA):
            raise MirrorError(
                "The copy of the ledger on this machine was written by a newer version of this "
                "program.",
                "Update this program, or wipe the copy: it is read again.",
            )
        for script in _SCHEMA[version:]:
            # Not executescript: it would end the transaction before it began.
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_SCHEMA)}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, each whole: a trigger has some within it."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
