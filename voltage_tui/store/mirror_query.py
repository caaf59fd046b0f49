"""A search asked of the mirror: the same rows that the matcher finds, in the same order.

Every value stands at a mark. The ids of what is found are handed out as they are found, so that
the first can be shown while the rest is looked for; nothing is ever skipped over to get further.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.query.folding import fold
from voltage_tui.query.terms import SortBy, StatusIs
from voltage_tui.store.mirror_conditions import EVERYTHING, Among, Condition, either, every
from voltage_tui.store.mirror_terms import FEW, Terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from voltage_tui.model.ids import WalletId
    from voltage_tui.query import Calendar, Query

AT_ONCE: Final = 4_096
"""Ids handed out at once, the first time fewer."""
FIRST: Final = 256
_PLACE: Final = {
    Among.ROWS: ("r.effective_us", "r.tie", "r.id"),
    Among.PAYMENTS: ("p.created_us", "p.n"),
}
_TABLE: Final = {Among.ROWS: "rows r", Among.PAYMENTS: "payments p"}
_ID: Final = {Among.ROWS: "r.id", Among.PAYMENTS: "p.n"}

_WITHOUT_PAYMENT: Final = Condition(
    "r.id IN (SELECT id FROM rows WHERE payment_id IS NULL UNION ALL SELECT id FROM rows r"
    " INDEXED BY rows_of_payment WHERE payment_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = r.payment_id))"
)
"""Rows of no payment that is known here: both indexes are gone through in the same order."""


class MirrorSearch:
    """Searches of the mirror, on one connection that one thread uses at a time.

    `names` are the wallets' names now. Of more than `few` payments with a word the rows are met
    one by one, which shows the first soonest. Everything may raise `sqlite3.Error`, of an
    interrupt too.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        calendar: Calendar,
        names: Mapping[WalletId, str],
        few: int = FEW,
    ) -> None:
        self._connection = connection
        self._calendar = calendar
        self._names = names
        self._few = few

    def row_ids(self, query: Query, *, beyond: int | None = None) -> Iterator[array[int]]:
        """The ids of the ledger rows found, in order, some at a time; `FIRST` of them first.

        With `beyond` only those further on than that row, which must be there, in an order by
        time: `ValueError` for another one.
        """
        return self._found(Among.ROWS, query, beyond)

    def payment_numbers(self, query: Query, *, beyond: int | None = None) -> Iterator[array[int]]:
        """The numbers (`payments.n`) of the payments found, likewise."""
        return self._found(Among.PAYMENTS, query, beyond)

    def payment_ids(self, numbers: array[int]) -> list[PaymentId]:
        """The IDs of payments by their numbers, in their order."""
        marks = ",".join("?" * len(numbers))
        found = self._connection.execute(
            f"SELECT n, id FROM payments WHERE n IN ({marks})",  # noqa: S608 - marks
            tuple(numbers),
        )
        known = dict(found.fetchall())
        return [PaymentId(known[number]) for number in numbers if number in known]

    def _found(self, among: Among, query: Query, beyond: int | None) -> Iterator[array[int]]:
        terms = self._terms(among)
        conditions = []
        for clause in query.clauses:
            condition = terms.condition(clause.term)
            conditions.append(condition.turned if clause.negated else condition)
        if beyond is not None:
            conditions.append(self._beyond(among, query, beyond))
        groups, order = self._order(among, query)
        return chain.from_iterable(
            self._ordered(among, every([*conditions, group]), order) for group in groups
        )

    def _ordered(self, among: Among, wanted: Condition, order: str) -> Iterator[array[int]]:
        sql = (
            f"SELECT {_ID[among]} FROM {_TABLE[among]} WHERE {wanted.sql}"  # noqa: S608 - our own words and marks
            f" ORDER BY {order}"
        )
        return in_parts(self._connection.execute(sql, wanted.values))

    def _beyond(self, among: Among, query: Query, beyond: int) -> Condition:
        if query.order.by is not SortBy.TIME:
            raise ValueError("a place to go on from, in an order by time only")
        place = ", ".join(_PLACE[among])
        sign = "<" if query.order.descending else ">"
        sql = (
            f"({place}) {sign} (SELECT {place} FROM {_TABLE[among]}"  # noqa: S608 - our own words
            f" WHERE {_ID[among]} = ?)"
        )
        return Condition(sql, (beyond,))

    def _order(self, among: Among, query: Query) -> tuple[Iterable[Condition], str]:
        """The groups that follow each other, and the order within each; newest first of equals.

        What is ordered by a status or a wallet is looked for one after the other, which shows the
        first as soon as a search for that one does.
        """
        order = query.order
        way = " DESC" if order.descending else ""
        newest = ", ".join(f"{column} DESC" for column in _PLACE[among])
        match order.by:
            case SortBy.TIME:
                return (EVERYTHING,), ", ".join(f"{column}{way}" for column in _PLACE[among])
            case SortBy.AMOUNT:
                table = among.value
                return (EVERYTHING,), f"{table}.size_rank{way}, {table}.size{way}, {newest}"
            case SortBy.STATUS:
                return self._by_status(among, descending=order.descending), newest
            case SortBy.WALLET:
                return self._by_wallet(among, descending=order.descending), newest

    def _by_status(self, among: Among, *, descending: bool) -> list[Condition]:
        found = self._connection.execute("SELECT DISTINCT status FROM payment_counts")
        known = sorted((status for (status,) in found), reverse=descending)
        terms = self._terms(among)
        groups = [terms.condition(StatusIs((status,))) for status in known]
        if among is Among.PAYMENTS:
            return groups
        return [*groups, _WITHOUT_PAYMENT] if descending else [_WITHOUT_PAYMENT, *groups]

    def _by_wallet(self, among: Among, *, descending: bool) -> list[Condition]:
        """The wallets by their names now; those of one name are one group."""
        groups: dict[str, list[int]] = {}
        for number, wallet_id in self._connection.execute("SELECT n, id FROM wallets"):
            groups.setdefault(fold(self._names.get(wallet_id, "")), []).append(number)
        return [
            either(Condition(f"{among.value}.wallet = ?", (n,)) for n in groups[name])
            for name in sorted(groups, reverse=descending)
        ]

    def _terms(self, among: Among) -> Terms:
        return Terms(self._connection, among, self._calendar, self._names, self._few)


def in_parts(cursor: sqlite3.Cursor) -> Iterator[array[int]]:
    """The numbers found, `FIRST` of them first and then more at a time."""
    some = cursor.fetchmany(FIRST)
    while some:
        yield array("q", [found for (found,) in some])
        some = cursor.fetchmany(AT_ONCE)
