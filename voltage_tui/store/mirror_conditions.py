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
RANKS: Final = {BTC: 2, USD: 1}
"""As `size_rank` in the tables."""


LAST: Final = "\U0010ffff"
"""No text goes on with it: what begins with `x` lies from `x` to before `x` and this."""
_ENDING: Final = 4
"""Characters of an identifier's end that are kept backwards, as `ending`."""


class Among(Enum):
    """What is searched: ledger rows `r`, or payments `p`."""

    ROWS = "r"
    PAYMENTS = "p"


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression of SQL and what stands at its marks; NULL is as good as false.

    `ids` is the SELECT of the rows' ids, or of the payments' numbers, where they are looked for
    first, and `key` what they are compared with; `few` when it is known to hold for few, and they
    are found quickly.
    """

    sql: str
    values: tuple[str | int, ...] = ()
    ids: str = ""
    key: str = ""
    few: bool = False

    @property
    def turned(self) -> Condition:
        """True for everything this one is not."""
        return Condition(f"NOT coalesce({self.sql}, 0)", self.values)


EVERYTHING: Final = Condition("1")
NOTHING: Final = Condition("0")


def either(conditions: Iterable[Condition]) -> Condition:
    """One of them at least; ids that are looked for first are looked for together."""
    known = [c for c in conditions if c != NOTHING]
    sets, others = [c for c in known if c.ids], [c for c in known if not c.ids]
    if sets:
        others.append(one_of_sets(*(Condition(c.ids, c.values) for c in sets), key=sets[0].key))
    return _joined(others, "OR") or NOTHING


def every(conditions: Iterable[Condition]) -> Condition:
    """All of them."""
    return _joined([c for c in conditions if c != EVERYTHING], "AND") or EVERYTHING


def sized(wanted: Range, sign: str) -> Condition:
    """Rows whose amount is of a size; `sign` is "+" where no index is to be used for it."""
    low, high = wanted.low or 0, wanted.high
    if low > _INT64_MAX or (high is not None and high < low):
        return NOTHING
    parts = [
        Condition(f"{sign}r.size_rank = ?", (RANKS[wanted.currency],)),
        Condition(f"{sign}r.size >= ?", (low,)),
    ]
    if high is not None:
        parts.append(Condition(f"{sign}r.size <= ?", (min(high, _INT64_MAX),)))
    return every(parts)


def rows_having(condition: Condition) -> Condition:
    """A SELECT of the ids of rows by what is their own."""
    return _select("SELECT r.id FROM rows r", condition)


def rows_paid(condition: Condition) -> Condition:
    """A SELECT of the ids of the rows of payments; CROSS JOIN keeps the payments in front."""
    return _select("SELECT r.id FROM payments p CROSS JOIN rows r ON r.payment = p.n", condition)


def rows_of_numbers(numbers: Condition) -> Condition:
    """A SELECT of the ids of the rows of payments whose numbers a SELECT finds."""
    return Condition(
        f"SELECT r.id FROM ({numbers.sql}) s CROSS JOIN rows r ON r.payment = s.n",  # noqa: S608 - our own words
        numbers.values,
    )


def rows_of_names(condition: Condition) -> Condition:
    """A SELECT of the ids of rows by the IDs of payments, known here or not."""
    return _select(
        "SELECT r.id FROM payment_names m CROSS JOIN rows r ON r.payment = m.n", condition
    )


def one_of_sets(*selects: Condition, key: str = "r.id") -> Condition:
    """Rows that one of these finds, each of which is looked for in its own way."""
    wanted = [one for one in selects if one != NOTHING]
    if not wanted:
        return NOTHING
    sql = " UNION ALL ".join(one.sql for one in wanted)
    return Condition(
        f"{key} IN ({sql})", tuple(v for one in wanted for v in one.values), sql, key, few=True
    )


def one_of_numbers(numbers: Condition) -> Condition:
    """Payments whose numbers a SELECT finds, which are few."""
    return one_of_sets(numbers, key="p.n")


def paid_within(wanted: Range) -> Condition:
    """Payments with an amount in a range, each looked at by itself."""
    amounts = [
        ("p.currency", "p.amount"),
        ("p.requested_currency", "p.requested"),
        ("'btc'", "p.rail_units"),
    ]
    return either(
        every([Condition(f"{currency} = ?", (wanted.currency,)), _within(column, wanted)])
        for currency, column in amounts
    )


def sizes_of_payments(wanted: Range) -> Condition:
    """A SELECT of the numbers of the same payments, by indexes."""
    low, high = wanted.low or 0, min(_INT64_MAX, _INT64_MAX if wanted.high is None else wanted.high)
    if low > high:
        return NOTHING
    ways: list[tuple[str, str | int]] = [
        ("size_rank = ? AND size", RANKS[wanted.currency]),
        ("requested_currency = ? AND other_requested", wanted.currency),
        ("'btc' = ? AND other_moved", wanted.currency),
    ]
    sql = " UNION ALL ".join(
        f"SELECT n FROM payments WHERE {column} BETWEEN ? AND ?"  # noqa: S608 - our own words
        for column, _ in ways
    )
    return Condition(sql, tuple(v for _, currency in ways for v in (currency, low, high)))


def _within(column: str, wanted: Range) -> Condition:
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
    few = all(c.few for c in conditions) if word == "OR" else any(c.few for c in conditions)
    return Condition(f"({sql})", tuple(v for c in conditions for v in c.values), few=few)


def ending(table: str, typed: str) -> Condition:
    """Those whose identifier may end with `typed`, found by an index."""
    tail = typed[::-1][:_ENDING]
    if len(tail) == _ENDING:
        return Condition(f"{table}.ending = ?", (tail,))
    return Condition(f"{table}.ending >= ? AND {table}.ending < ?", (tail, tail + LAST))


def _select(select: str, condition: Condition) -> Condition:
    if condition == NOTHING:
        return NOTHING
    return Condition(f"{select} WHERE {condition.sql}", condition.values)
