"""Which rows a long list shows, by their ids: both ends grow without the others being touched."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEARBY = 2_048
"""Places around the one expected that are looked at before all of them are."""


class ShownIds:
    """Ids of rows, none twice, in the order they are shown: 0 is the top. Eight bytes each.

    What comes on top and what comes below stand in arrays of their own, each growing at its end,
    so that a new row costs the same in ten rows as in a million.
    """

    def __init__(self, below: Iterable[int] = ()) -> None:
        """Ids from the top down."""
        self._above = array("q")
        self._below = below if isinstance(below, array) else array("q", below)

    def __len__(self) -> int:
        return len(self._above) + len(self._below)

    def __getitem__(self, index: int) -> int:
        """The id at a place, which must be there."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        above = len(self._above)
        return self._above[above - 1 - index] if index < above else self._below[index - above]

    def between(self, start: int, stop: int) -> list[int]:
        """The ids from one place up to another; fewer where there are no more."""
        start, stop = max(0, start), min(stop, len(self))
        return [self[index] for index in range(start, stop)]

    def replace_top(self, count: int, ids: Sequence[int]) -> None:
        """Put these, from the top down, in the place of the `count` uppermost ones."""
        above = len(self._above)
        del self._above[max(0, above - count) :]
        del self._below[: max(0, count - above)]
        self._above.extend(reversed(ids))

    def put_below(self, ids: Sequence[int]) -> None:
        """More ids at the bottom, from the top down."""
        self._below.extend(ids)

    def place_of(self, wanted: int, near: int = 0) -> int | None:
        """Where an id is shown; the places around `near` are looked at first."""
        start, stop = max(0, near - _NEARBY), min(near + _NEARBY, len(self))
        if stop > start and wanted in (some := self.between(start, stop)):
            return start + some.index(wanted)
        above = len(self._above)
        for ids, place in ((self._above, lambda n: above - 1 - n), (self._below, above.__add__)):
            try:
                return place(ids.index(wanted))
            except ValueError:
                continue
        return None
