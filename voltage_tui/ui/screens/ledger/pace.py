"""How fast the copy grows, and how long it will take: from what was seen, or not said at all."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import Final

_WINDOW_S: Final = 60.0
_ENOUGH_S: Final = 5.0
"""Over less than that nothing is claimed."""


class CopyPace:
    """Counts of rows at moments of a monotonic clock, in seconds; those of the last minute."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def see(self, now: float, rows: int) -> None:
        """So many rows are here now; with fewer than before it is begun anew."""
        if self._seen and rows < self._seen[-1][1]:
            self._seen.clear()
        if not self._seen or rows != self._seen[-1][1]:
            self._seen.append((now, rows))
        while len(self._seen) > 2 and now - self._seen[0][0] > _WINDOW_S:
            self._seen.popleft()

    def rows_a_second(self, now: float) -> float | None:
        """None as long as too little was seen, or nothing came."""
        if not self._seen:
            return None
        first, rows = self._seen[0]
        took, came = now - first, self._seen[-1][1] - rows
        return came / took if took >= _ENOUGH_S and came > 0 else None

    def left(self, now: float, rows: int) -> timedelta | None:
        """How long so many rows more will take at this pace."""
        pace = self.rows_a_second(now)
        return None if pace is None else timedelta(seconds=rows / pace)
