"""A search asked of the mirror: the same rows that the matcher finds, in the same order.

Every value stands at a mark. The ids of what is found are handed out as they are found, so that
the first can be shown while the rest is looked for; nothing is ever skipped over to get further.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.query.folding import fold
from voltage_tui.query.terms import Clause, Last, SortBy, StatusIs, TimeIs, WalletIs
from voltage_tui.store.mirror_classes import possible
from voltage_tui.store.mirror_conditions import EVERYTHING, Among, Condition, every, one_of
from voltage_tui.store.mirror_plan import one_by_one, planned
from voltage_tui.store.mirror_terms import FEW, Terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.query import Calendar, Query
    from voltage_tui.store.mirror_classes import Possible

AT_ONCE: Final = 4_096
"""Ids handed out at once, the first time fewer."""
FIRST: Final = 256
_PLACE: Final = {
    Among.ROWS: ("r.effective_us", "r.tie", "r.id"),
    Among.PAYMENTS: ("p.created_us", "p.n"),
}
_TABLE: Final = {Among.ROWS: "rows r", Among.PAYMENTS: "payments p"}
_ID: Final = {Among.ROWS: "r.id", Among.PAYMENTS: "p.n"}

WINDOW: Final = 4_096
"""Rows at the beginning that are looked at one by one before anything is looked for in all."""
_WIDER: Final = 4
"""How many times as many are looked at so, if the first of them promise enough to show."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What is found together, in this order: all, or what is of some wallets or sizes, of a
    status, or of no payment known here.
    """

    order: str
    own: Condition = EVERYTHING
    status: str | None = None
    without_payment: bool = False

    def clauses(self, query: Query) -> list[Clause]:
        """What holds for all of the group that a search finds."""
        status = [] if self.status is None else [Clause(StatusIs((self.status,)))]
        return [*query.clauses, *status]

    def own_conditions(self, terms: Terms) -> list[Condition]:
        """What else holds for all of it."""
        return [self.own, terms.without_payment()] if self.without_payment else [self.own]


class MirrorSearch:
    """Searches of the mirror, on one connection that one thread uses at a time.

    `names` are the wallets' names now. The first `window` rows are looked at one by one, as what
    is common is soon met there; then all are looked through. Of more than `few` payments with a
    word the rows are met one by one there too. `first` are as many as a screen shows. Everything
    may raise `sqlite3.Error`, of an interrupt too.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        calendar: Calendar,
        names: Mapping[WalletId, str],
        few: int = FEW,
        window: int = WINDOW,
        first: int = FIRST,
    ) -> None:
        self._connection = connection
        self._calendar = calendar
        self._names = names
        self._few = few
        self._window = window
        self._first = first

    def row_ids(self, query: Query, *, beyond: int | None = None) -> Iterator[array[int]]:
        """The ids of the ledger rows found, in order, some at a time; at most `FIRST` first.

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
            f"SELECT n, id FROM payment_names WHERE n IN ({marks})",  # noqa: S608 - marks
            tuple(numbers),
        )
        known = dict(found.fetchall())
        return [PaymentId(known[number]) for number in numbers if number in known]

    def _found(self, among: Among, query: Query, beyond: int | None) -> Iterator[array[int]]:
        """As `row_ids`; what cannot be there is known from counts, and not looked for."""
        may_be = possible(self._connection, among, self._names, query.clauses)
        groups = self._groups(among, query, may_be) if may_be.left else []
        if beyond is not None:
            limits = [self._beyond(among, query, beyond)]
            parts = (in_parts(self._all(among, query, g, may_be, limits)) for g in groups)
        else:
            parts = (self._in_group(among, query, group, may_be) for group in groups)
        return chain.from_iterable(parts)

    def _in_group(
        self, among: Among, query: Query, group: _Group, may_be: Possible
    ) -> Iterator[array[int]]:
        """The first of a group, which are near the beginning as a rule, and then all others."""
        near, is_all = self._near(among, query, group, self._window)
        count = len(near)
        if near:
            yield array("q", near)
        wider = self._window * (1 + self._first // max(1, count))
        if 0 < count < self._first and self._window < wider <= self._window * _WIDER:
            near, is_all = self._near(among, query, group, wider)
            if len(near) > count:
                yield array("q", near[count:])
                count = len(near)
        if is_all and count < self._first:
            return
        found = self._all(among, query, group, may_be)
        if count:
            found.fetchmany(count)  # the same ones; none would mean all of them
        yield from in_parts(found)

    def _near(
        self, among: Among, query: Query, group: _Group, window: int
    ) -> tuple[list[int], bool]:
        """The first that are among the first `window`, and whether those are all there are."""
        terms, beginning = self._terms(among), self._beginning(among, query, group, window)
        wanted = one_by_one(terms, group.clauses(query))
        sql, values = self._select(
            among, [*wanted, *group.own_conditions(terms.near), beginning], group.order
        )
        found = self._connection.execute(f"{sql} LIMIT ?", (*values, self._first))
        return [number for (number,) in found], beginning == EVERYTHING

    def _all(
        self,
        among: Among,
        query: Query,
        group: _Group,
        may_be: Possible,
        limits: Iterable[Condition] = (),
    ) -> sqlite3.Cursor:
        terms = self._terms(among)
        wanted = planned(terms, group.clauses(query), may_be.implied)
        return self._connection.execute(
            *self._select(among, [*wanted, *group.own_conditions(terms), *limits], group.order)
        )

    def _select(
        self, among: Among, wanted: Iterable[Condition], order: str
    ) -> tuple[str, tuple[str | int, ...]]:
        condition = every(wanted)
        sql = (
            f"SELECT {_ID[among]} FROM {_TABLE[among]} WHERE {condition.sql}"  # noqa: S608 - our own words and marks
            f" ORDER BY {order}"
        )
        return sql, condition.values

    def _beginning(self, among: Among, query: Query, group: _Group, window: int) -> Condition:
        """What is up to the last of the first `window`, in the periods and wallets looked for."""
        clauses = [
            clause
            for clause in query.clauses
            if isinstance(clause.term, TimeIs | Last | WalletIs) and not clause.negated
        ]
        limits = every([*one_by_one(self._terms(among), clauses), group.own])
        by = query.order.by
        place = ", ".join(_PLACE[among])
        size = f"{among.value}.size_rank, {among.value}.size"
        columns = f"{size}, {place}" if by is SortBy.AMOUNT else place
        last = self._connection.execute(
            f"SELECT {columns} FROM {_TABLE[among]} WHERE {limits.sql}"  # noqa: S608 - our own words and marks
            f" ORDER BY {group.order} LIMIT 1 OFFSET ?",
            (*limits.values, window),
        ).fetchone()
        if last is None:
            return EVERYTHING
        descending = query.order.descending or by in {SortBy.STATUS, SortBy.WALLET}
        if by is SortBy.AMOUNT and not descending:
            # Smallest first, but of one size the newest first.
            sized, placed = last[:2], last[2:]
            sql = (
                f"({size}) <= (?, ?) AND ((({size}) <> (?, ?)) OR ({place}) >= ({_marks(placed)}))"
            )
            return Condition(f"({sql})", (*sized, *sized, *placed))
        sign = ">=" if descending else "<="
        return Condition(f"({columns}) {sign} ({_marks(last)})", last)

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

    def _groups(self, among: Among, query: Query, may_be: Possible) -> Iterable[_Group]:
        """The groups that follow each other; newest first of equals.

        What is ordered by a status or a wallet is looked for one after the other, which shows the
        first as soon as a search for that one does.
        """
        order, table = query.order, among.value
        way = " DESC" if order.descending else ""
        newest = ", ".join(f"{column} DESC" for column in _PLACE[among])
        sized = f"{table}.size_rank{way}, {table}.size{way}, {newest}"
        match order.by:
            case SortBy.TIME:
                return (_Group(", ".join(f"{column}{way}" for column in _PLACE[among])),)
            case SortBy.AMOUNT:
                # Those without an amount are many: the index has them by time.
                none = Condition(f"{table}.size_rank = -1 AND {table}.size = 0")
                # From the largest on, it is the order that the index is for, and nothing else.
                sign = "+" if order.descending else ""
                some = Condition(f"{sign}{table}.size_rank >= 0")
                groups = [_Group(newest, none)] if may_be.unsized else []
                if may_be.sized:
                    groups.append(_Group(sized, some))
                return groups[::-1] if order.descending else groups
            case SortBy.STATUS:
                return self._by_status(newest, may_be, descending=order.descending)
            case SortBy.WALLET:
                return self._by_wallet(among, newest, may_be, descending=order.descending)

    def _by_status(self, newest: str, may_be: Possible, *, descending: bool) -> list[_Group]:
        known = sorted(may_be.statuses, reverse=descending)
        groups = [_Group(newest, status=status) for status in known]
        none = [_Group(newest, without_payment=True)] if may_be.without_payment else []
        return [*groups, *none] if descending else [*none, *groups]

    def _by_wallet(
        self, among: Among, newest: str, may_be: Possible, *, descending: bool
    ) -> list[_Group]:
        """The wallets by their names now; those of one name are one group."""
        groups: dict[str, list[int]] = {}
        for number, name in sorted({(one.wallet, one.wallet_name) for one in may_be.left}):
            groups.setdefault(fold(name), []).append(number)
        return [
            _Group(newest, one_of(f"{among.value}.wallet", groups[name]))
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


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))
