"""The rows of a long list, read as they are wanted and kept while they are near."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, Generic, TypeVar

from voltage_tui.trouble import TroubleError

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")

PAGE: Final = 256
"""Rows read at once."""
_KEPT_ROWS: Final = 16 * PAGE
_AT_ONCE: Final = 64
"""Rows around the view that are read at once, so that no key waits for more."""
_PAUSE_S: Final = 0.04
"""How long no other rows are wanted before what is around the view is read."""

Read = Callable[[Sequence[int]], Awaitable[Mapping[int, T]]]
"""Reads the rows with these ids, at most `PAGE`; one that is not there is left out."""


class Recent(Generic[K, V]):
    """A mapping that forgets what has not been asked for longest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """What is kept, which from now on is the most recent."""
        found = self._kept.pop(key, None)
        if found is not None:
            self._kept[key] = found
        return found

    def put(self, key: K, value: V) -> None:
        """Keep something."""
        self._kept.pop(key, None)
        self._kept[key] = value
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    def drop(self, key: K) -> None:
        """Forget one."""
        self._kept.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()


class RowsRead(Generic[T]):
    """Reads what is in view at once, and what is around it when no key has come for a moment.

    `came` is told of what is other than before, `calm` when all wishes are met; `failed` why
    nothing could be read: the next wish tries again. `later` calls after so many seconds.
    """

    def __init__(
        self,
        read: Read[T],
        came: Callable[[Sequence[int]], None],
        calm: Callable[[], None],
        failed: Callable[[Exception], None],
        later: Callable[[float, Callable[[], None]], None],
    ) -> None:
        self._later = later
        self._read = read
        self._came = came
        self._calm = calm
        self._failed = failed
        self._rows: Recent[int, tuple[int, T | None]] = Recent(_KEPT_ROWS)
        self._turn = 0
        self._around: Callable[[], Sequence[int]] = tuple
        self._in_view: Sequence[int] = ()
        self._reading: asyncio.Task[None] | None = None
        self._wishes = 0
        self._pausing = False
        self._sampling: asyncio.Task[None] | None = None

    def get(self, row_id: int) -> T | None:
        """A row that has been read; None for one that has not, or that is not there."""
        found = self._rows.get(row_id)
        return found[1] if found is not None else None

    def want(self, in_view: Sequence[int], around: Callable[[], Sequence[int]]) -> None:
        """Have these read, in this order; an earlier wish that was not met is forgotten."""
        self._in_view, self._around = in_view, around
        self._wishes += 1
        if not self._pausing:
            self._pausing = True
            self._wait()
        self._begin(in_view)

    def _wait(self) -> None:
        wishes = self._wishes
        self._later(_PAUSE_S, lambda: self._look_around(wishes))

    def _look_around(self, wishes: int) -> None:
        if not self._pausing:
            return
        if wishes != self._wishes:
            self._wait()
            return
        self._pausing = False
        if not self._begin(self._around()):
            self._calm()

    def _begin(self, ids: Sequence[int]) -> bool:
        """Read on, if any of these has to be read; whether something is being read."""
        is_reading = self._reading is not None and not self._reading.done()
        if not is_reading and self._unread(ids):
            self._reading = asyncio.create_task(self._run(), name="rows of a long list")
            return True
        return is_reading

    def sample(self, ids: Sequence[int], told: Callable[[Sequence[T]], None]) -> None:
        """Have some rows read that are not kept; what cannot be read is left out."""
        if self._sampling is not None:
            self._sampling.cancel()
        self._sampling = asyncio.create_task(self._sample(ids, told), name="sample of a long list")

    async def _sample(self, ids: Sequence[int], told: Callable[[Sequence[T]], None]) -> None:
        with suppress(TroubleError):
            told([*(await self._read(ids)).values()])

    def read_again(self) -> None:
        """What was read may have changed: it is shown until it has been read anew."""
        self._turn += 1

    def forget(self) -> None:
        """Nothing that was read is to be shown again."""
        self._turn += 1
        self._rows.clear()

    def stop(self) -> None:
        """Read no more."""
        self._in_view, self._around = (), tuple
        self._pausing = False
        for task in (self._reading, self._sampling):
            if task is not None:
                task.cancel()

    def _unread(self, ids: Sequence[int]) -> list[int]:
        missing = []
        for row_id in ids:
            found = self._rows.get(row_id)
            if found is None or found[0] != self._turn:
                missing.append(row_id)
        return missing[:PAGE]

    def _missing(self) -> list[int]:
        """What to read next: what is in view, or in a pause some of what is around."""
        missing = self._unread(self._in_view)
        if missing or self._pausing:
            return missing
        return self._unread(self._around())[:_AT_ONCE]

    async def _run(self) -> None:
        while ids := self._missing():
            turn = self._turn
            try:
                found = await self._read(ids)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is said
                self._in_view, self._around = (), tuple
                self._failed(error)
                return
            before = [self.get(row_id) for row_id in ids]
            for row_id in ids:
                self._rows.put(row_id, (turn, found.get(row_id)))
            self._came([i for i, was in zip(ids, before, strict=True) if was != found.get(i)])
        if not self._pausing:
            self._calm()
