"""Conditions in SQL over the mirror, put together from our own words and marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, USD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.query.match import Range

_INT64_MAX: Final = 2**63 - 1
_INT64_MIN: Final = -(2**63)
_RANKS: Final = {BTC: 2, USD: 1}
"""As `size_rank` in the tables."""


class Among(Enum):
    """What is searched: ledger rows `r`, or payments `p`."""

    ROWS = "r"
    PAYMENTS = "p"


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression of SQL and what stands at its marks; NULL is as good as false."""

    sql: str
    values: tuple[str | int, ...] = ()

    @property
    def turned(self) -> Condition:
        """True for everything this one is not."""
        return Condition(f"NOT coalesce({self.sql}, 0)", self.values)


EVERYTHING: Final = Condition("1")
NOTHING: Final = Condition("0")


def either(conditions: Iterable[Condition]) -> Condition:
    """One of them at least."""
    return _joined([c for c in conditions if c != NOTHING], "OR") or NOTHING


def every(conditions: Iterable[Condition]) -> Condition:
    """All of them."""
    return _joined([c for c in conditions if c != EVERYTHING], "AND") or EVERYTHING


def sized(wanted: Range, sign: str) -> Condition:
    """Rows whose amount is of a size; `sign` is "+" where no index is to be used for it."""
    low, high = wanted.low or 0, wanted.high
    if low > _INT64_MAX or (high is not None and high < low):
        return NOTHING
    parts = [
        Condition(f"{sign}r.size_rank = ?", (_RANKS[wanted.currency],)),
        Condition(f"{sign}r.size >= ?", (low,)),
    ]
    if high is not None:
        parts.append(Condition(f"{sign}r.size <= ?", (min(high, _INT64_MAX),)))
    return every(parts)


def within(column: str, wanted: Range) -> Condition:
    """A magnitude within a range, both signs asked for apart: no number is turned about."""
    low, high = wanted.low or 0, wanted.high
    if high is not None and high < low:
        return NOTHING
    above = [] if high is None else [Condition(f"{column} <= ?", (min(high, _INT64_MAX),))]
    below = [] if high is None else [Condition(f"{column} >= ?", (max(-high, _INT64_MIN),))]
    found = []
    if low <= _INT64_MAX:
        found.append(every([Condition(f"{column} >= ?", (low,)), *above]))
    if -low >= _INT64_MIN:
        found.append(every([Condition(f"{column} <= ?", (-low,)), *below]))
    return either(found)


def one_of(column: str, values: Sequence[str] | Sequence[int]) -> Condition:
    """A column that has one of these values."""
    if not values:
        return NOTHING
    return Condition(f"{column} IN ({','.join('?' * len(values))})", tuple(values))


def _joined(conditions: Sequence[Condition], word: str) -> Condition | None:
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    sql = f" {word} ".join(condition.sql for condition in conditions)
    return Condition(f"({sql})", tuple(v for c in conditions for v in c.values))
