"""Adding to the record, so that it survives a crash at any moment (S-61)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from voltage_tui.store.database import transaction
from voltage_tui.store.errors import StoreError
from voltage_tui.store.places import open_private
from voltage_tui.store.record import FIRST, Broken, Head, Verified, verify, write_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path


_LONGEST_LINE: Final = 65_536


class AuditLog:
    """Appends to the record at `path`, or in memory only where that is None.

    The line is on the disk before the head that the database keeps of it, so that the record is
    at most one line ahead of it.
    """

    def __init__(self, path: Path | None, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._head: Head | None = None

    def append(self, event: str, facts: Mapping[str, str], at: datetime) -> None:
        """Add one line, on the disk when this returns. Raises `StoreError`."""
        line, head = write_line(self._last(), at, event, facts)
        if self._path is not None:
            _append(self._path, line)
        self._head = head
        with transaction(self._connection) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO record_head (only, n, hash) VALUES (1, ?, ?)",
                (head.n, head.hash),
            )

    def _last(self) -> Head:
        """The head to add to: the file's, where a crash left it one line ahead."""
        if self._head is None:
            self._head = kept_head(self._connection) or Head(0, FIRST)
            if self._path is not None and self._path.exists():
                found = verify_file(self._path, self._head)
                # A record that is broken is added to all the same: what happened from now on
                # is worth keeping, and `verify` goes on saying where it broke.
                self._head = found.head if isinstance(found, Verified) else self._head
        return self._head


def verify_file(path: Path, expected: Head | None) -> Verified | Broken:
    """Whether the record at `path` is whole (`record.verify`). Raises `StoreError`."""
    return verify(_lines(path), expected)


def kept_head(connection: sqlite3.Connection) -> Head | None:
    """The head that the database keeps, or None where there never was a line."""
    with transaction(connection):
        row = connection.execute("SELECT n, hash FROM record_head").fetchone()
    return None if row is None else Head(int(row[0]), str(row[1]))


def _append(path: Path, line: str) -> None:
    """Add a line whole, or leave the file as it was."""
    handle = open_private(path, os.O_RDWR | os.O_CREAT)
    try:
        end = _whole_length(handle)
        data = line.encode("ascii")
        written = os.pwrite(handle, data, end)
        if written == len(data):
            os.fsync(handle)
            return
        os.ftruncate(handle, end)
        reason = "the disk is full"
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
    finally:
        os.close(handle)
    raise StoreError(
        f"The record cannot be written: {path}: {reason}.",
        "Nothing is sent without it. Free some disk space, then press R.",
    )


def _whole_length(handle: int) -> int:
    """Where the last whole line ends: the machine may have died in the middle of one."""
    size = os.fstat(handle).st_size
    start = max(0, size - _LONGEST_LINE)
    tail = os.pread(handle, size - start, start)
    return start + tail.rfind(b"\n") + 1


def _lines(path: Path) -> Iterator[str]:
    handle = open_private(path, os.O_RDONLY)
    with os.fdopen(handle, encoding="ascii", errors="replace", newline="\n") as file:
        yield from file
