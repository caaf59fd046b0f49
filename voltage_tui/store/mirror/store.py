"""The mirror as the event loop uses it: writes on one thread, reads on another one.

A read that nobody waits for any more is interrupted, so that the next key is not kept waiting.
"""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.store.mirror.database import MirrorError, one_state, open_mirror_to_read
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import MirrorReader
from voltage_tui.store.places import make_private_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.store.places import Places

T = TypeVar("T")
_LOOKED_UP: Final = 5_000
"""Steps of SQLite between two looks whether anybody still waits: a fraction of a millisecond."""


class _Interrupted(Exception):  # noqa: N818 - nobody sees it: its caller is gone
    """A read that was given up before it began."""


class _Asked:
    """One read that somebody waits for, or has given up."""

    given_up = False


class _Reads:
    """The connection that reads, in the thread that reads."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._connection: sqlite3.Connection | None = None
        self._reader: MirrorReader | None = None

    def run(self, asked: _Asked, work: Callable[[MirrorReader], T]) -> T:
        """Do one read, unless it has been given up."""
        if asked.given_up:
            raise _Interrupted
        reader, connection = self._open()
        # Not `interrupt`, which is lost between two statements.
        connection.set_progress_handler(lambda: int(asked.given_up), _LOOKED_UP)
        with one_state(connection):
            return work(reader)

    def close(self) -> None:
        """Close the connection, in the thread that reads."""
        if self._connection is not None:
            self._connection.close()

    def _open(self) -> tuple[MirrorReader, sqlite3.Connection]:
        if self._connection is None or self._reader is None:
            self._connection = open_mirror_to_read(self._places.mirror)
            self._reader = MirrorReader(self._connection)
        return self._reader, self._connection


class MirrorStore:
    """The mirror of one environment, off the event loop's thread.

    Without places it is in memory, and everything is done at once: that takes microseconds.
    Nothing is opened, and no thread is started, before the first call. Everything may raise
    `MirrorError` and `StoreError`.
    """

    def __init__(self, places: Places | None) -> None:
        self._places = places
        self._mirror: Mirror | None = None
        self._closed = False
        self._writer = ThreadPoolExecutor(1, "mirror") if places else None
        self._reader = ThreadPoolExecutor(1, "mirror reads") if places else None
        self._reads = _Reads(places) if places else None

    async def write(self, work: Callable[[Mirror], T]) -> T:
        """Do `work`, after what was asked before it; it is done to its end in any case."""
        if self._closed:
            raise _closed()
        if self._writer is None:
            return work(self._open())
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._writer, lambda: work(self._open())))

    async def read(self, work: Callable[[MirrorReader], T]) -> T:
        """What `work` finds, in one state of the tables, while pages may be being written.

        Cancelled, it is interrupted at once.
        """
        if self._closed:
            raise _closed()
        reads = self._reads
        if self._reader is None or reads is None:
            return work(self._open())
        if self._mirror is None:
            await self.write(lambda _: None)
        asked = _Asked()
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._reader, reads.run, asked, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            asked.given_up = True
            running.add_done_callback(_looked_at)
            raise

    async def wipe(self) -> None:
        """Take everything away, notes and tags too (S-62)."""
        await self.write(lambda mirror: mirror.wipe())

    async def aclose(self) -> None:
        """Close the file, after what was asked."""
        self._closed = True
        loop = asyncio.get_running_loop()
        if self._reader is not None and self._reads is not None:
            await loop.run_in_executor(self._reader, self._reads.close)
            self._reader.shutdown(wait=False)
        if self._writer is not None:
            await loop.run_in_executor(self._writer, self._close)
            self._writer.shutdown(wait=False)
        else:
            self._close()

    def _open(self) -> Mirror:
        if self._mirror is None:
            if self._places is not None:
                make_private_folder(self._places.folder)
            self._mirror = Mirror(self._places.mirror if self._places else None)
        return self._mirror

    def _close(self) -> None:
        if self._mirror is not None:
            self._mirror.close()


def _closed() -> MirrorError:
    return MirrorError("The copy of the ledger has been closed.", "Start the program again.")


def _looked_at(running: asyncio.Future[T]) -> None:
    """Take what an abandoned read raised, so that nobody warns that it was never looked at."""
    with suppress(asyncio.CancelledError):
        running.exception()
