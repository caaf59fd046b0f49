"""The mirror as the event loop uses it: writes, reads and searches, each on a thread of its own.

A read that nobody waits for any more is interrupted, so that the next key is not kept waiting; a
search that takes long never stands in the way of a page of rows.
"""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.store.database import OpenedFile
from voltage_tui.store.mirror.database import MirrorError, one_state, open_mirror_to_read
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import MirrorReader
from voltage_tui.store.places import make_private_folder

if TYPE_CHECKING:
    from array import array
    from collections.abc import AsyncGenerator, Callable, Iterable

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
    """A connection that reads, and the thread it is used in."""

    def __init__(self, places: Places, name: str) -> None:
        self._places = places
        self.thread = ThreadPoolExecutor(1, name)
        self._connection: sqlite3.Connection | None = None
        self._reader: MirrorReader | None = None
        self._opening = 0

    def run(self, asked: _Asked, opening: int, work: Callable[[MirrorReader], T]) -> T:
        """Do one read, unless it has been given up; `opening` counts how often the file was."""
        if asked.given_up:
            raise _Interrupted
        if opening != self._opening:
            self.close()  # it may be another file by now
            self._opening = opening
        reader, connection = self._open()
        # Not `interrupt`, which is lost between two statements.
        connection.set_progress_handler(lambda: int(asked.given_up), _LOOKED_UP)
        try:
            with one_state(connection):
                return work(reader)
        except MirrorError:
            self.close()  # the next read opens whatever is there then
            raise

    def close(self) -> None:
        """Close the connection, in the thread that reads; the next read opens another."""
        connection, self._connection, self._reader = self._connection, None, None
        if connection is not None:
            connection.close()

    def _open(self) -> tuple[MirrorReader, sqlite3.Connection]:
        if self._connection is None or self._reader is None:
            self._connection = open_mirror_to_read(self._places.mirror)
            self._reader = MirrorReader(self._connection)
        return self._reader, self._connection


class MirrorStore:
    """The mirror of one environment, off the event loop's thread.

    Without places it is in memory, and everything is done at once: that takes microseconds.
    Nothing is opened, and no thread is started, before the first call. Everything may raise
    `MirrorError` and `StoreError`; the next call then opens the file anew, as it is by then.
    """

    def __init__(self, places: Places | None) -> None:
        self._places = places
        self._mirror: Mirror | None = None
        self._file: OpenedFile | None = None
        self._opening = 0
        self._closed = False
        self._writer = ThreadPoolExecutor(1, "mirror") if places else None
        self._reads = _Reads(places, "mirror reads") if places else None
        self._searches = _Reads(places, "mirror searches") if places else None

    @property
    def is_in_memory(self) -> bool:
        """Whether it lasts no longer than the program, and is worked on in the loop's thread."""
        return self._places is None

    async def write(self, work: Callable[[Mirror], T]) -> T:
        """Do `work`, after what was asked before it; it is done to its end in any case."""
        if self._closed:
            raise _closed()
        if self._writer is None:
            return self._do(work)
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._writer, self._do, work))

    async def read(self, work: Callable[[MirrorReader], T]) -> T:
        """What `work` finds, in one state of the tables, while pages may be being written.

        For what a screen waits for, such as a page of rows. Cancelled, it is interrupted at once.
        """
        if self._closed:
            raise _closed()
        if self._reads is None:
            return self._do(work)
        return await self._run(self._reads, work)

    async def parts(
        self, work: Callable[[MirrorReader], Iterable[array[int]]]
    ) -> AsyncGenerator[array[int]]:
        """What `work` finds, each part as soon as it is there, all of one state of the tables.

        For a list that shows its first rows at once: `lambda r: r.search(…).row_ids(query)`, or
        `lambda r: r.ids_newest_first(wallets)`. It is looked for no further once the caller is
        cancelled, or closes this (`contextlib.aclosing`).
        """
        if self._closed:
            raise _closed()
        searches = self._searches
        if searches is None:
            # All at once: what is put in between two parts would be in the second.
            for part in self._do(lambda mirror: tuple(work(mirror))):
                yield part
            return
        loop = asyncio.get_running_loop()
        found: asyncio.Queue[array[int] | None] = asyncio.Queue()

        def look(reader: MirrorReader) -> None:
            for part in work(reader):
                loop.call_soon_threadsafe(found.put_nowait, part)

        looking = asyncio.create_task(self._run(searches, look))
        looking.add_done_callback(lambda _: found.put_nowait(None))
        try:
            while (part_or_end := await found.get()) is not None:
                yield part_or_end
            looking.result()
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    async def aclose(self) -> None:
        """Close the file, after what was asked."""
        self._closed = True
        loop = asyncio.get_running_loop()
        for reads in (self._reads, self._searches):
            if reads is not None:
                await loop.run_in_executor(reads.thread, reads.close)
                reads.thread.shutdown(wait=False)
        if self._writer is not None:
            await loop.run_in_executor(self._writer, self._close)
            self._writer.shutdown(wait=False)
        else:
            self._close()

    async def _run(self, reads: _Reads, work: Callable[[MirrorReader], T]) -> T:
        """Do `work` in the thread of `reads`; cancelled, it is interrupted at once."""
        if self._mirror is None or (self._file is not None and not self._file.there):
            await self.write(lambda _: None)
        asked = _Asked()
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(reads.thread, reads.run, asked, self._opening, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            asked.given_up = True
            running.add_done_callback(_looked_at)
            raise

    def _do(self, work: Callable[[Mirror], T]) -> T:
        """Do `work` with what is open, and close that if it turns out to be of no use."""
        mirror = self._open()
        try:
            if self._file is not None and not self._file.there:
                raise _replaced()
            return work(mirror)
        except MirrorError:
            self._close()
            raise

    def _open(self) -> Mirror:
        if self._mirror is None:
            if self._places is None:
                self._mirror = Mirror(None)
            else:
                make_private_folder(self._places.folder)
                self._mirror = Mirror(self._places.mirror)
                self._file = OpenedFile(self._places.mirror)
                self._opening += 1
        return self._mirror

    def _close(self) -> None:
        mirror, self._mirror, self._file = self._mirror, None, None
        if mirror is not None:
            mirror.close()


def _closed() -> MirrorError:
    return MirrorError("The copy of the ledger has been closed.", "Start the program again.")


def _replaced() -> MirrorError:
    return MirrorError(
        "The copy of the ledger on this machine was removed while the program ran.",
        "It is begun anew by itself.",
    )


def _looked_at(running: asyncio.Future[T]) -> None:
    """Take what an abandoned read raised, so that nobody warns that it was never looked at."""
    with suppress(asyncio.CancelledError):
        running.exception()
