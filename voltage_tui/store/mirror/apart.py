"""A reader for a long read in a thread of its owner's: no key and no page waits for it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.model.ledger import tie_of
from voltage_tui.store.database import MEMORY
from voltage_tui.store.mirror.database import one_state, open_mirror_to_read, told
from voltage_tui.store.mirror.moments import micros_of, moment_at
from voltage_tui.store.mirror.reading import PAGE, MirrorReader
from voltage_tui.store.mirror_query import in_parts

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.store.mirror.ledger_rows import MirrorRow

_LOOKED_UP: Final = 5_000
"""Steps of SQLite between two looks whether it was given up."""


@dataclass(frozen=True, slots=True)
class MarksOfRows:
    """Notes and tags by payment, and which rows are cleared."""

    notes: Mapping[PaymentId, str]
    tags: Mapping[PaymentId, tuple[str, ...]]
    cleared: frozenset[int]


class GivenUp(Exception):  # noqa: N818 - its caller asked for it
    """The read was given up."""


class ReaderApart(MirrorReader):
    """Reads on a connection of its own, in one thread at a time; whoever opened it closes it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._given_up = False
        # Not `interrupt`, which is lost between two statements.
        connection.set_progress_handler(lambda: int(self._given_up), _LOOKED_UP)

    @property
    def given_up(self) -> bool:
        """Whether nobody wants it any more."""
        return self._given_up

    def give_up(self) -> None:
        """Have what is being read raise `GivenUp` soon; from any thread."""
        self._given_up = True

    @contextmanager
    def state(self) -> Iterator[None]:
        """Everything read within is of one state of the tables. Raises `GivenUp`."""
        try:
            with one_state(self._connection), told():
                yield
        except sqlite3.OperationalError:
            if self._given_up:
                raise GivenUp from None
            raise

    def ids_between(
        self, start: datetime | None, end: datetime | None, wallets: Sequence[WalletId] = ()
    ) -> Iterator[array[int]]:
        """The ids of rows from `start` on and before `end`, oldest first, some at a time.

        Of these wallets, or of all.
        """
        term, values = _of_wallets([self._number(wallet_id) for wallet_id in wallets])
        for bound, more in ((start, "effective_us >= ?"), (end, "effective_us < ?")):
            if bound is not None:
                term = f"{term} AND {more}"
                values.append(micros_of(bound))
        yield from in_parts(
            self._connection.execute(
                f"SELECT id FROM rows WHERE {term}"  # noqa: S608 - our own words
                " ORDER BY effective_us, tie, id",
                values,
            )
        )

    def reach(self, wallets: Sequence[WalletId] = ()) -> tuple[datetime, datetime] | None:
        """The moments of the first and the last row of these wallets, or of all; None of no row."""
        term, values = _of_wallets([self._number(wallet_id) for wallet_id in wallets])
        first, last = self._connection.execute(
            "SELECT min(effective_us), max(effective_us) FROM rows"  # noqa: S608 - our own words
            f" WHERE {term}",
            values,
        ).fetchone()
        return None if first is None else (moment_at(first), moment_at(last))

    def rows_in_order(self, parts: Iterable[array[int]]) -> Iterator[list[MirrorRow]]:
        """The rows with these ids, which come by time, a page at a time.

        Of one moment and kind they are ordered by wallet and entry: alike on every machine, as
        ids are not (S-70).
        """
        page: list[MirrorRow] = []
        for _, alike in groupby(chain.from_iterable(map(self._rows, parts)), key=_moment):
            page += sorted(alike, key=_same_everywhere)
            if len(page) >= PAGE:
                yield page
                page = []
        if page:
            yield page

    def all_payments(self, ids: Sequence[PaymentId]) -> dict[PaymentId, Payment]:
        """Payments as last read, however many are asked for."""
        found: dict[PaymentId, Payment] = {}
        for begin in range(0, len(ids), PAGE):
            found.update(self.payments(ids[begin : begin + PAGE]))
        return found

    def marks_of(self, row_ids: Sequence[int], payments: Sequence[PaymentId]) -> MarksOfRows:
        """What a person added to these rows, and to these payments."""
        tags: dict[PaymentId, tuple[str, ...]] = {}
        for name, tag in self._of_payments("tag", "tags", payments):
            tags[name] = (*tags.get(name, ()), tag)
        return MarksOfRows(
            notes=dict(self._of_payments("note", "notes", payments)),
            tags={name: tuple(sorted(of_one)) for name, of_one in tags.items()},
            cleared=frozenset(self._cleared(row_ids)),
        )

    def _of_payments(
        self, column: str, table: str, payments: Sequence[PaymentId]
    ) -> Iterator[tuple[PaymentId, str]]:
        for begin in range(0, len(payments), PAGE):
            some = tuple(payments[begin : begin + PAGE])
            marks = ",".join("?" * len(some))
            yield from self._connection.execute(
                f"SELECT payment_id, {column} FROM {table}"  # noqa: S608 - our own words, and marks
                f" WHERE payment_id IN ({marks})",
                some,
            )

    def _cleared(self, row_ids: Sequence[int]) -> Iterator[int]:
        for begin in range(0, len(row_ids), PAGE):
            some = tuple(row_ids[begin : begin + PAGE])
            marks = ",".join("?" * len(some))
            found = self._connection.execute(
                "SELECT id FROM rows JOIN cleared USING (wallet, entry_id, kind)"  # noqa: S608
                f" WHERE id IN ({marks})",
                some,
            )
            yield from chain.from_iterable(found)

    def _rows(self, ids: array[int]) -> Iterator[MirrorRow]:
        for begin in range(0, len(ids), PAGE):
            yield from self.rows_by_id(ids[begin : begin + PAGE])

    def close(self) -> None:
        """Close its connection, when no thread uses it any more."""
        self._connection.close()


def apart(connection: sqlite3.Connection) -> ReaderApart:
    """A reader apart of the same rows; of a mirror in memory, of a copy made now."""
    path = next(file for _, name, file in connection.execute("PRAGMA database_list"))
    if path:
        return ReaderApart(open_mirror_to_read(Path(path)))
    copy = sqlite3.connect(MEMORY, isolation_level=None, check_same_thread=False)
    connection.backup(copy)
    return ReaderApart(copy)


def _of_wallets(numbers: list[int]) -> tuple[str, list[int]]:
    """The condition that a row is of one of these wallets, and its values."""
    if not numbers:
        return "1 + 0", []
    # With a plus no index is sought by wallet: rows of several stay in their order.
    column = "wallet" if len(numbers) == 1 else "+wallet"
    return f"{column} IN ({','.join('?' * len(numbers))})", numbers


def _moment(row: MirrorRow) -> tuple[datetime, int]:
    return row.entry.effective_time, tie_of(row.entry)


def _same_everywhere(row: MirrorRow) -> tuple[str, str, str]:
    return row.entry.wallet_id, row.entry.entry_id, str(row.entry.kind.value)
