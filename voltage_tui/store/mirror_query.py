"""A search asked of the mirror: the same rows that the matcher finds, in the same order.

Every value stands at a mark. The ids of what is found are handed out as they are found, so that
the first can be shown while the rest is looked for; nothing is ever skipped over to get further.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.query.folding import fold
from voltage_tui.query.terms import SortBy
from voltage_tui.store.mirror_terms import FEW, Among, Condition, Terms, add_functions, every

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

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
_RANKED: Final = "CASE {} WHEN 'btc' THEN 2 WHEN 'usd' THEN 1 ELSE 0 END"
_STATUS: Final = {
    Among.ROWS: "coalesce((SELECT p.status FROM payments p WHERE p.id = r.payment_id), '')",
    Among.PAYMENTS: "p.status",
}


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
        add_functions(connection)

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
        terms = Terms(self._connection, among, self._calendar, self._names, self._few)
        conditions = []
        for clause in query.clauses:
            condition = terms.condition(clause.term)
            conditions.append(condition.turned if clause.negated else condition)
        if beyond is not None:
            conditions.append(self._beyond(among, query, beyond))
        wanted = every(conditions)
        order = self._order(among, query)
        sql = (
            f"SELECT {_ID[among]} FROM {_TABLE[among]} WHERE {wanted.sql}"  # noqa: S608 - our own words and marks
            f" ORDER BY {order.sql}"
        )
        return in_parts(self._connection.execute(sql, wanted.values + order.values))

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

    def _order(self, among: Among, query: Query) -> Condition:
        """The order of a search; what is equal stands newest first."""
        order = query.order
        way = " DESC" if order.descending else ""
        newest = [f"{column} DESC" for column in _PLACE[among]]
        match order.by:
            case SortBy.TIME:
                return Condition(", ".join(f"{column}{way}" for column in _PLACE[among]))
            case SortBy.AMOUNT:
                rank, size = _amount(among)
                return Condition(", ".join([f"{rank}{way}", f"{size}{way}", *newest]))
            case SortBy.STATUS:
                return Condition(", ".join([f"{_STATUS[among]}{way}", *newest]))
            case SortBy.WALLET:
                by_name = self._wallet_rank(among)
                return Condition(", ".join([f"{by_name.sql}{way}", *newest]), by_name.values)

    def _wallet_rank(self, among: Among) -> Condition:
        """Where a row's wallet stands among the wallets by name."""
        known = self._connection.execute("SELECT n, id FROM wallets").fetchall()
        folded = {number: fold(self._names.get(name, "")) for number, name in known}
        ranks = {name: rank for rank, name in enumerate(sorted(set(folded.values())))}
        if not folded:
            return Condition("1 + 0")
        cases = " ".join("WHEN ? THEN ?" for _ in folded)
        values = tuple(v for number, name in folded.items() for v in (number, ranks[name]))
        return Condition(f"CASE {among.value}.wallet {cases} END", values)


def _amount(among: Among) -> tuple[str, str]:
    """The rank of a currency and the size of the amount a row is ordered by."""
    if among is Among.ROWS:
        currency, units = "r.currency", "r.amount"
    else:
        currency = (
            "CASE WHEN p.amount IS NOT NULL THEN p.currency"
            " WHEN p.requested IS NOT NULL THEN p.requested_currency ELSE 'btc' END"
        )
        units = "coalesce(p.amount, p.requested, p.rail_units)"
    rank = f"CASE WHEN {units} IS NULL THEN -1 ELSE {_RANKED.format(f'({currency})')} END"
    return rank, f"CASE WHEN {units} IS NULL THEN 0 WHEN {units} < 0 THEN -{units} ELSE {units} END"


def in_parts(cursor: sqlite3.Cursor) -> Iterator[array[int]]:
    """The numbers found, `FIRST` of them first and then more at a time."""
    some = cursor.fetchmany(FIRST)
    while some:
        yield array("q", [found for (found,) in some])
        some = cursor.fetchmany(AT_ONCE)
