"""What the mirror has of stretches of time that follow one another: days, hours, any others.

Balances are looked up at the ends by the index, and not added up; sums are made by SQL, kind by
kind. Neither looks at a row outside the stretches.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.store.mirror.book import Books
from voltage_tui.store.mirror.ledger_rows import kind_of
from voltage_tui.store.mirror.moments import micros_of, moment_at

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.model.ledger import LedgerKind
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.money import Currency

_MASK: Final = (1 << 32) - 1
_LAST: Final = """
    SELECT effective_us, CASE WHEN fresh = 0 THEN available_after END FROM rows
    WHERE wallet = ? AND currency = ? AND effective_us < ?
    ORDER BY effective_us DESC, tie DESC, id DESC LIMIT 1
    """
_FIRST: Final = """
    SELECT CASE WHEN fresh = 0 THEN available_after - available_effect END FROM rows
    WHERE wallet = ? AND currency = ? ORDER BY effective_us, tie, id LIMIT 1
    """
# In two halves: a sum of many large numbers is more than SQLite's 64 bits.
_SUMS: Final = ", ".join(
    f"sum({column} >> 32), sum({column} & {_MASK}), sum({column} IS NULL)"
    for column in ("total_effect", "available_effect")
)
_FLOWS: Final = f"""
    SELECT kind, count(*), {_SUMS} FROM rows
    WHERE wallet = ? AND currency = ? AND effective_us >= ? AND effective_us < ? GROUP BY kind
    """  # noqa: S608 - our own words
_TAKEN: Final = """
    SELECT total_effect, (SELECT id FROM payment_names WHERE n = payment), effective_us FROM rows
    WHERE wallet = ? AND currency = ? AND effective_us >= ? AND effective_us < ?
        AND total_effect < 0
    ORDER BY total_effect, effective_us, tie, id LIMIT ?
    """


@dataclass(frozen=True, slots=True)
class Flow:
    """The rows of one kind in a stretch: how many, and what they did, signed base units.

    None is what cannot be known, as of one of the rows it is not.
    """

    kind: LedgerKind | Unrecognised
    rows: int
    total: int | None
    available: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A row by which money left: `units` is below 0; no payment for what is none."""

    units: int
    payment_id: PaymentId | None
    at: datetime


class Days:
    """Reads of one wallet, within one read of the mirror; `wallet` is its number in the file."""

    def __init__(self, connection: sqlite3.Connection, wallet: int) -> None:
        self._connection = connection
        self._wallet = wallet

    def available_before(
        self, currency: Currency, moments: Sequence[datetime]
    ) -> tuple[int | None, ...]:
        """What was available just before each moment, signed base units; `moments` ascend.

        None where the rows here do not reach back that far, or no balance was proven since. Of a
        currency without any row nothing is known: whoever asks knows whether all rows are here.
        """
        book = Books(self._connection).of_wallet(self._wallet).get(currency)
        if book is None:
            # Looking for a row that is not there would go through all others.
            return (None,) * len(moments)
        found: list[int | None] = []
        after_us: int | None = None
        units: int | None = None
        for moment in reversed(moments):
            before_us = micros_of(moment)
            if after_us is None or before_us <= after_us:
                last = self._connection.execute(
                    _LAST, (self._wallet, currency, before_us)
                ).fetchone()
                if last is None:
                    start = self._before_all(currency) if book.at_end else None
                    found += [start] * (len(moments) - len(found))
                    break
                # Every earlier moment after this row has the balance that it left.
                after_us, units = last
            found.append(units)
        return tuple(reversed(found))

    def flows(
        self, currency: Currency, moments: Sequence[datetime]
    ) -> tuple[tuple[Flow, ...], ...]:
        """For each stretch, from a moment on and before the next, what each kind of row did."""
        ends = [micros_of(moment) for moment in moments]
        return tuple(self._flows(currency, start, end) for start, end in pairwise(ends))

    def most_taken(
        self, currency: Currency, start: datetime, end: datetime, count: int
    ) -> tuple[Taken, ...]:
        """The rows that took the most out of the total, at most `count`, the largest first."""
        found = self._connection.execute(
            _TAKEN, (self._wallet, currency, micros_of(start), micros_of(end), count)
        )
        return tuple(
            Taken(units, None if name is None else PaymentId(name), moment_at(at_us))
            for units, name, at_us in found
        )

    def _flows(self, currency: Currency, start: int, end: int) -> tuple[Flow, ...]:
        found = self._connection.execute(_FLOWS, (self._wallet, currency, start, end))
        return tuple(
            sorted(
                (
                    Flow(kind_of(kind), rows, _whole(*sums[:3]), _whole(*sums[3:]))
                    for kind, rows, *sums in found
                ),
                key=lambda flow: str(flow.kind.value),
            )
        )

    def _before_all(self, currency: Currency) -> int | None:
        """What was available before the first row, which is here."""
        found = self._connection.execute(_FIRST, (self._wallet, currency)).fetchone()
        return None if found is None or found[0] is None else int(found[0])


def _whole(high: int | None, low: int | None, unknown: int) -> int | None:
    """A sum of its two halves; None where a part of it is not known."""
    return None if unknown else ((high or 0) << 32) + (low or 0)
