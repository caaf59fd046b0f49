"""What the ledger is asked for: whose rows, which of them, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from voltage_tui.query import Query
from voltage_tui.query.terms import NEWEST_FIRST, Clause, Sort, Text, WalletIs
from voltage_tui.store.mirror.reading import PAGE

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping

    from voltage_tui.model.ids import WalletId
    from voltage_tui.query import Calendar
    from voltage_tui.store.mirror.reading import MirrorReader

EVERYTHING: Final = Query()


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of one wallet or of all, those a search finds; an order it names goes before `order`."""

    wallet: WalletId | None = None
    query: Query = EVERYTHING
    order: Sort = NEWEST_FIRST

    @property
    def is_search(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.query.clauses)

    @property
    def is_plain(self) -> bool:
        """Whether it is every row, newest first: what comes then comes on top."""
        return not self.is_search and self.query_in_order.order == NEWEST_FIRST

    @property
    def query_in_order(self) -> Query:
        """The search with its order."""
        return replace(self.query, sort=self.query.sort or self.order)

    @property
    def query_of_wallet(self) -> Query:
        """The search with its order, among the rows of the wallet."""
        query = self.query_in_order
        if self.wallet is None:
            return query
        return replace(query, clauses=(*query.clauses, Clause(WalletIs((Text(self.wallet),)))))

    def parts(
        self, reader: MirrorReader, calendar: Calendar, names: Mapping[WalletId, str]
    ) -> Iterable[array[int]]:
        """The ids of the rows in the order they are shown, some at a time."""
        if self.is_plain:
            return reader.ids_newest_first(() if self.wallet is None else (self.wallet,))
        return reader.search(calendar, names).row_ids(self.query_of_wallet)


@dataclass(frozen=True, slots=True)
class Ends:
    """What has come at either end of all rows, newest first: the newest ones, known or not, and
    those below the last that was known; `count` is how many there are in all.
    """

    newest: list[int]
    below: list[int]
    count: int


def ends(
    reader: MirrorReader,
    asked: Asked,
    known: tuple[int, int | None],
    calendar: Calendar,
    names: Mapping[WalletId, str],
) -> Ends:
    """Look at both ends; `known` is how many rows are, and the last of them."""
    count, bottom = known
    in_all = reader.row_count(asked.wallet)
    newest = [*reversed(reader.newest(PAGE, asked.wallet))]
    below: list[int] = []
    if in_all > count and bottom is not None:
        found = reader.search(calendar, names).row_ids(asked.query_of_wallet, beyond=bottom)
        below = [row_id for part in found for row_id in part]
    return Ends(newest, below, in_all)
