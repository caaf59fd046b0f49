"""What is still to happen: events in the order of their moments, then of their making."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Schedule:
    """A heap of (moment, sequence, effect); two effects never swap places between runs."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def at(self, due: int, effect: Callable[[], None]) -> None:
        """Have `effect` happen at `due` (microseconds since 1970)."""
        heapq.heappush(self._heap, (due, next(self._order), effect))

    def pop_due(self, now: int) -> tuple[int, Callable[[], None]] | None:
        """The next effect that is due by `now`, with its moment, or None."""
        if not self._heap or self._heap[0][0] > now:
            return None
        due, _, effect = heapq.heappop(self._heap)
        return due, effect
