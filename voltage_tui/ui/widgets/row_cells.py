"""The cells of a table's rows, made again only when something they show has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voltage_tui.ui.widgets.columns import Cell

T = TypeVar("T")
_KEPT = 2_000


class _Made(NamedTuple):
    row: object
    state: object
    cells: Sequence[Cell]


class RowCells(Generic[T]):
    """Remembers rows' cells by their keys.

    `state` says what a row's cells depend on besides the row itself (an age in words, a name from
    elsewhere); where it is not known, cells are good until the next `turn`.
    """

    def __init__(
        self,
        key: Callable[[T], str],
        make: Callable[[T], Sequence[Cell]],
        state: Callable[[T], object] | None = None,
    ) -> None:
        self._key = key
        self._make = make
        self._state = state
        self._turn = 0
        self._made: dict[str, _Made] = {}

    def of(self, row: T) -> Sequence[Cell]:
        """The row's cells."""
        key = self._key(row)
        made = self._made.get(key)
        state = self._turn if self._state is None else self._state(row)
        if made is None or made.state != state or not _same(made.row, row):
            made = self._made[key] = _Made(row, state, self._make(row))
        return made.cells

    def again(self, row: T) -> tuple[Sequence[Cell], Sequence[Cell] | None]:
        """The row's cells, and those it had when last asked for (None for a new row)."""
        before = self._made.get(self._key(row))
        return self.of(row), before.cells if before is not None else None

    def turn(self) -> None:
        """Time has passed, or there are other rows: what is not known to hold does not."""
        self._turn += 1
        if len(self._made) > _KEPT:
            self._made.clear()

    def forget(self) -> None:
        """Everything is to be made again: a unit or a theme has changed."""
        self._made.clear()


def same_rows(some: Sequence[object], others: Sequence[object]) -> bool:
    """Whether two lists hold the same rows; that most are the very same objects makes it quick."""
    return len(some) == len(others) and all(map(_same, some, others))


def _same(one: object, other: object) -> bool:
    return one is other or one == other
