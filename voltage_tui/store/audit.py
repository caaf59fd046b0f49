"""Adding to the record, so that it survives a crash at any moment (S-61)."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from voltage_tui.store.database import reading, transaction
from voltage_tui.store.errors import StoreError, reason_of
from voltage_tui.store.places import open_private, sync_folder
from voltage_tui.store.record import FIRST, Broken, Head, Verified, follow, verify, write_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path


_LONGEST_LINE: Final = 65_536


class AuditLog:
    """Appends to the record at `path`, or in memory only where that is None.

    The line is on the disk before the head that the database keeps of it, so that the record is
    at most one line ahead of it, never behind.
    """

    def __init__(self, path: Path | None, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._head: Head | None = None

    def append(self, event: str, facts: Mapping[str, str], at: datetime) -> None:
        """Add one line, on the disk when this returns. Raises `StoreError`."""
        with self.noting(event, facts, at):
            pass

    @contextmanager
    def noting(self, event: str, facts: Mapping[str, str], at: datetime) -> Iterator[None]:
        """What is done to the tables in this block and the line of it: both or neither.

        A crash may leave the line without the rest: it is written before, so that nothing is
        ever done that the record does not know. Raises `StoreError`.
        """
        before = self._catch_up()
        self._head = None
        with transaction(self._connection):
            yield
            line, head = write_line(before, at, event, facts)
            if len(line) > _LONGEST_LINE:
                raise ValueError("facts are short texts")
            self._keep(head)
            if self._path is not None:
                _append(self._path, line)
        self._head = head

    def _catch_up(self) -> Head:
        """The head to add to: the file's, where a crash left it one line ahead."""
        if self._head is not None:
            return self._head
        kept = kept_head(self._connection) or Head(0, FIRST)
        ahead = None if self._path is None else _one_ahead(self._path, kept)
        if ahead is not None:
            # By itself, and before the next line: it must never be two ahead.
            with transaction(self._connection):
                self._keep(ahead)
        # A record that is broken is added to all the same: what happened from now on is worth
        # keeping, and `verify` goes on saying where it broke.
        return ahead or kept

    def _keep(self, head: Head) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO record_head (only, n, hash) VALUES (1, ?, ?)",
            (head.n, head.hash),
        )


def verify_file(path: Path, expected: Head | None, size: int | None = None) -> Verified | Broken:
    """Whether the record at `path` is whole (`record.verify`), or its first `size` bytes.

    Raises `StoreError`.
    """
    return verify(lines_of(path, size), expected)


def kept_head(connection: sqlite3.Connection) -> Head | None:
    """The head that the database keeps, or None where there never was a line."""
    with reading(connection):
        row = connection.execute("SELECT n, hash FROM record_head").fetchone()
    return None if row is None else Head(int(row[0]), str(row[1]))


def lines_of(path: Path, size: int | None = None) -> Iterator[str]:
    """The lines of the record, or of its first `size` bytes. Raises `StoreError`."""
    handle = open_private(path, os.O_RDONLY)
    left = os.fstat(handle).st_size if size is None else size
    with os.fdopen(handle, "rb") as file:
        while left > 0 and (line := file.readline(left)):
            left -= len(line)
            yield line.decode("ascii", "replace")


def _one_ahead(path: Path, kept: Head) -> Head | None:
    """The head of the last line, where that is the one after `kept`."""
    try:
        handle = open_private(path, os.O_RDWR | os.O_CREAT)
        try:
            lines = _tail(handle)[1].decode("ascii", "replace").splitlines(keepends=True)
        finally:
            os.close(handle)
    except OSError as error:
        raise _unwritable(path, reason_of(error)) from None
    found = follow(kept, lines[-1]) if lines else None
    return found if isinstance(found, Head) else None


def _append(path: Path, line: str) -> None:
    """Add a line whole, or leave the file as it was."""
    handle = open_private(path, os.O_RDWR | os.O_CREAT)
    try:
        end, _ = _tail(handle)
        if end == 0:
            # A new file is there after a crash once its folder is on the disk.
            sync_folder(path.parent)
        # Half a line, from when the machine died in the middle of it, may be longer than ours.
        os.ftruncate(handle, end)
        data = line.encode("ascii")
        try:
            written = os.pwrite(handle, data, end)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise
        if written == len(data):
            return
        os.ftruncate(handle, end)
        reason = "the disk is full"
    except OSError as error:
        reason = reason_of(error)
    finally:
        os.close(handle)
    raise _unwritable(path, reason)


def _tail(handle: int) -> tuple[int, bytes]:
    """Where the last whole line ends, and what is before that: some lines, the last one whole."""
    size = os.fstat(handle).st_size
    start = max(0, size - _LONGEST_LINE)
    tail = os.pread(handle, size - start, start)
    whole = tail[: tail.rfind(b"\n") + 1]
    if start and not whole:
        return size, b""  # Nothing of ours is so long: it is added to, never cut.
    return start + len(whole), whole


def _unwritable(path: Path, reason: str) -> StoreError:
    return StoreError(
        f"The record cannot be written: {path}: {reason}.",
        "Nothing is sent without it. Free some disk space, then press R.",
    )
