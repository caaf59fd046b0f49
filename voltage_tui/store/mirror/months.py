"""What the mirror has of a stretch of time: sums, balances at both ends, rows in order.

The sums are made by SQL, so that a month of a large ledger takes a fraction of a second; they are
those of `model.movement.movements_of` to the last unit, which a test holds for any history.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from voltage_tui.store.mirror.moments import micros_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from voltage_tui.money import Currency

MOST_GAPS: Final = 100
"""Rows named that make a difference; all are in the difference itself."""
_FETCHED: Final = 4_096
_MASK: Final = (1 << 32) - 1
_IN_TIME: Final = "wallet = ? AND currency = ? AND effective_us >= ? AND effective_us < ?"
_UNCLEARED: Final = """ NOT EXISTS (SELECT 1 FROM cleared
    WHERE cleared.wallet = rows.wallet AND cleared.entry_id = rows.entry_id
        AND cleared.kind = rows.kind)"""
_MEASURES: Final = (
    "received",
    "spent",
    "network_fees",
    "processing_fees",
    "settled",
    "reserved",
    "given_back",
    "uncleared",
)
_ONCE: Final = "LIMIT -1"
"""Keeps SQLite from working out a part of a sum again wherever it is used."""
_PARTS: Final = f"""
    SELECT kind, fresh, total_effect, available_effect, principal, network_fee, processing_fee,
        total_effect IS NOT NULL AND principal IS NOT NULL AND network_fee IS NOT NULL
            AND processing_fee IS NOT NULL AND basis_points IS NOT NULL
            AND breakdown_currencies IS NULL
            AND kind NOT IN ('held', 'released', 'deposited', 'withdrawn')
            AND CASE WHEN total_effect >= 0 THEN principal ELSE -principal END
                - network_fee - processing_fee = total_effect AS split,
        kind NOT IN ('held', 'released', 'deposited', 'withdrawn') AS paid,
        kind IN ('held', 'captured', 'released') AS of_hold,
        {_UNCLEARED} AS open
    FROM rows WHERE {_IN_TIME} {_ONCE}
    """  # noqa: S608 - our own words
_MOVED: Final = f"""
    SELECT fresh, open, of_hold, total_effect, available_effect,
        CASE WHEN NOT paid THEN NULL WHEN NOT split THEN total_effect
            WHEN total_effect >= 0 THEN principal ELSE -principal END AS principal_moved,
        CASE WHEN split THEN -network_fee END AS network_moved,
        CASE WHEN split THEN -processing_fee END AS processing_moved,
        CASE WHEN kind IN ('deposited', 'withdrawn') THEN total_effect END AS settled,
        CASE WHEN of_hold THEN available_effect - total_effect END AS held
    FROM ({_PARTS}) {_ONCE}
    """  # noqa: S608 - our own words
_VALUES: Final = (
    "CASE WHEN principal_moved >= 0 THEN principal_moved END",
    "CASE WHEN principal_moved < 0 THEN principal_moved END",
    "network_moved",
    "processing_moved",
    "settled",
    "CASE WHEN held < 0 THEN held END",
    "CASE WHEN held > 0 THEN held END",
    "CASE WHEN open THEN total_effect END",
)
# In two halves: a sum of many large numbers is more than SQLite's 64 bits.
_HALVES: Final = ", ".join(f"sum(({v}) >> 32), sum(({v}) & {_MASK})" for v in _VALUES)
_SUMS: Final = f"""
    SELECT count(*), sum(fresh), sum(total_effect IS NULL), sum(of_hold AND held IS NULL),
        sum(open), {_HALVES}
    FROM ({_MOVED})
    """  # noqa: S608 - our own words
_LAST: Final = """
    SELECT total_after, available_after FROM rows
    WHERE wallet = ? AND currency = ? AND effective_us < ? AND fresh = 0
    ORDER BY effective_us DESC, tie DESC, id DESC LIMIT 1
    """
_GAPS: Final = f"""
    SELECT id, total_effect IS NULL, total_after - before - ifnull(total_effect, 0) FROM (
        SELECT id, total_effect, total_after,
            lag(total_after, 1, ?) OVER (ORDER BY effective_us, tie, id) AS before
        FROM rows WHERE {_IN_TIME} AND fresh = 0)
    WHERE total_effect IS NULL OR total_after - total_effect <> before LIMIT {MOST_GAPS}
    """  # noqa: S608 - our own words
_CANONICAL: Final = f"""
    SELECT effective_us, kind, entry_id, (SELECT m.id FROM payment_names m WHERE m.n = payment),
        currency, amount, principal, network_fee, processing_fee, basis_points,
        breakdown_currencies, total_effect, available_effect
    FROM rows WHERE {_IN_TIME} ORDER BY effective_us, tie, entry_id, kind
    """  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Gap:
    """A row before which the balance moved by what no row says, or whose effect is not known.

    `units` is by how much, None where a balance beside it is not known.
    """

    row_id: int
    effect_unknown: bool
    units: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """The rows of one wallet and currency in a stretch of time, added up in base units, signed.

    `received` and `spent` are principals; fees are what they did to the balance (negative, as a
    rule); `reserved` and `given_back` are of holds, which move no money. `unproven` rows are in no
    balance that was read yet; `unknown` ones have an effect on the total that nobody knows,
    `unknown_holds` one on what is available.
    """

    rows: int = 0
    unproven: int = 0
    unknown: int = 0
    unknown_holds: int = 0
    uncleared_rows: int = 0
    received: int = 0
    spent: int = 0
    network_fees: int = 0
    processing_fees: int = 0
    settled: int = 0
    reserved: int = 0
    given_back: int = 0
    uncleared: int = 0

    @property
    def net(self) -> int:
        """What all rows did to the total (S-66)."""
        return self.received + self.spent + self.network_fees + self.processing_fees + self.settled


@dataclass(frozen=True, slots=True)
class Ends:
    """Total and available after the last row before a moment; None where it is not known.

    `exists` is False when there is no such row.
    """

    exists: bool
    total: int | None = None
    available: int | None = None


class Months:
    """Reads of stretches of time, by the moments rows took effect; within one read of the mirror.

    `wallet` is the wallet's number in the file; a stretch is from `start` on and before `end`.
    """

    def __init__(self, connection: sqlite3.Connection, wallet: int) -> None:
        self._connection = connection
        self._wallet = wallet

    def sums(self, currency: Currency, start: datetime, end: datetime) -> Sums:
        """Everything added up, in one pass."""
        found = self._connection.execute(_SUMS, self._between(currency, start, end)).fetchone()
        counts = [number or 0 for number in found[:5]]
        halves = found[5:]
        sums = {
            name: ((halves[2 * n] or 0) << 32) + (halves[2 * n + 1] or 0)
            for n, name in enumerate(_MEASURES)
        }
        return Sums(*counts, **sums)

    def unproven_before(self, currency: Currency, end: datetime) -> int:
        """How many rows before `end` are in no balance that was read yet."""
        (count,) = self._connection.execute(
            "SELECT count(*) FROM rows INDEXED BY rows_fresh"
            " WHERE wallet = ? AND currency = ? AND fresh = 1"
            " AND effective_us < ?",
            (self._wallet, currency, micros_of(end)),
        ).fetchone()
        return int(count)

    def ends_before(self, currency: Currency, moment: datetime) -> Ends:
        """The balances that the last row before a moment left."""
        found = self._connection.execute(
            _LAST, (self._wallet, currency, micros_of(moment))
        ).fetchone()
        exists = found is not None
        return Ends(exists, *(found or ()))

    def gaps(
        self, currency: Currency, start: datetime, end: datetime, opening: int | None
    ) -> tuple[Gap, ...]:
        """The rows at which the balance is not what the row before left, at most `MOST_GAPS`."""
        found = self._connection.execute(_GAPS, (opening, *self._between(currency, start, end)))
        return tuple(Gap(row_id, bool(unknown), units) for row_id, unknown, units in found)

    def row_ids(
        self, currency: Currency, start: datetime, end: datetime, *, uncleared: bool = False
    ) -> array[int]:
        """The ids of the rows, oldest first; only those not cleared if so asked."""
        also = f" AND {_UNCLEARED}" if uncleared else ""
        cursor = self._connection.execute(
            f"SELECT id FROM rows WHERE {_IN_TIME}{also}"  # noqa: S608 - our own words
            " ORDER BY effective_us, tie, id",
            self._between(currency, start, end),
        )
        found = array("q")
        while some := cursor.fetchmany(_FETCHED):
            found.extend(chain.from_iterable(some))
        return found

    def received_ids(self, start: datetime, end: datetime) -> list[int]:
        """The ids of the rows by which money was received for a payment, of every currency."""
        found = self._connection.execute(
            "SELECT id FROM rows WHERE wallet = ? AND effective_us >= ? AND effective_us < ?"
            " AND kind = 'credited' ORDER BY effective_us, tie, id",
            (self._wallet, micros_of(start), micros_of(end)),
        )
        return [row_id for (row_id,) in found]

    def canonical(self, currency: Currency, start: datetime, end: datetime) -> Iterator[str]:
        """Each row as one line that says what the ledger said of it and what it did, and nothing
        that a person may change; in an order that is the same on every machine."""
        rows = self._connection.execute(_CANONICAL, self._between(currency, start, end))
        for row in rows:
            yield json.dumps(row, separators=(",", ":"))

    def _between(
        self, currency: Currency, start: datetime, end: datetime
    ) -> tuple[int, Currency, int, int]:
        return (self._wallet, currency, micros_of(start), micros_of(end))
