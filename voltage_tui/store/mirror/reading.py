"""What is asked of the mirror: rows in order, pages of them, counts and sums."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.money import Currency
from voltage_tui.store.mirror.book import Book, Books
from voltage_tui.store.mirror.corrections import Correction, Corrections
from voltage_tui.store.mirror.days import Days
from voltage_tui.store.mirror.ledger_rows import COLUMNS, row_of
from voltage_tui.store.mirror.marks import Marks
from voltage_tui.store.mirror.missing_rates import missing_rates
from voltage_tui.store.mirror.months import Months
from voltage_tui.store.mirror.payment_json import payment_of
from voltage_tui.store.mirror.payments import not_ended
from voltage_tui.store.mirror.proving import Proof, evidence_of, proofs_of
from voltage_tui.store.mirror.rates import RateTable
from voltage_tui.store.mirror.sweeps import Stage, Sweeps
from voltage_tui.store.mirror.wallet_facts import WalletFacts
from voltage_tui.store.mirror_payments import add_functions
from voltage_tui.store.mirror_query import MirrorSearch, in_parts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.payment import Payment
    from voltage_tui.query import Calendar
    from voltage_tui.store.mirror.apart import ReaderApart
    from voltage_tui.store.mirror.ledger_rows import MirrorRow
    from voltage_tui.store.mirror.sweeps import LedgerSweep, PaymentSweep

PAGE: Final = 256
"""Rows read at once by their ids."""
_FETCHED: Final = 4_096
_NEWEST_OF_ALL: Final = "SELECT id FROM rows ORDER BY effective_us DESC, tie DESC, id DESC LIMIT ?"
_NEWEST_OF_ONE: Final = (
    "SELECT id FROM rows WHERE wallet = ? ORDER BY effective_us DESC, tie DESC, id DESC LIMIT ?"
)
_NEWEST_FIRST: Final = "SELECT id FROM rows {} ORDER BY effective_us DESC, tie DESC, id DESC"


class MirrorReader:
    """Reads of the mirror, on one connection that one thread uses at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._wallets: dict[int, WalletId] = {}
        # Once: it cannot be done again while anything is being read.
        add_functions(connection)
        self.marks = Marks(connection)
        self.sweeps = Sweeps(connection)
        self.corrections = Corrections(connection)
        self.wallet_facts = WalletFacts(connection)
        self.rates = RateTable(connection)

    def apart(self) -> ReaderApart:
        """A reader on a connection of its own, for a thread of the caller's, who closes it."""
        from voltage_tui.store.mirror.apart import apart  # noqa: PLC0415 - it builds on this one

        return apart(self._connection)

    def search(self, calendar: Calendar, names: Mapping[WalletId, str]) -> MirrorSearch:
        """Searches of what is here; `names` are the wallets' names now."""
        return MirrorSearch(self._connection, calendar, names)

    def newest(self, count: int, wallet_id: WalletId | None = None) -> array[int]:
        """The ids of the newest `count` rows, oldest first, without looking at the others."""
        if wallet_id is None:
            found = _ids(self._connection.execute(_NEWEST_OF_ALL, (count,)))
        else:
            number = self._number(wallet_id)
            found = _ids(self._connection.execute(_NEWEST_OF_ONE, (number, count)))
        found.reverse()
        return found

    def ids_newest_first(self, wallet_ids: Sequence[WalletId] = ()) -> Iterator[array[int]]:
        """The ids of all rows of some wallets (of all, for none), newest first, in parts.

        The first part is small and there at once, for `MirrorStore.parts`. Each part is newest
        first, so that a list that is kept oldest first puts it in front of the others reversed.
        """
        numbers = [self._number(wallet_id) for wallet_id in wallet_ids]
        sql = _NEWEST_FIRST.format(_wanted(numbers))
        yield from in_parts(self._connection.execute(sql, numbers))

    def rows_by_id(self, ids: Sequence[int]) -> list[MirrorRow]:
        """The rows with these ids, in their order; at most `PAGE` of them at once.

        An id that is not there (after a wipe) is left out. Raises `ValueError` for too many.
        """
        if len(ids) > PAGE:
            raise ValueError(f"at most {PAGE} rows at once")
        marks = ",".join("?" * len(ids))
        found = self._connection.execute(
            f"SELECT {COLUMNS} FROM rows WHERE id IN ({marks})",  # noqa: S608 - our own words
            tuple(ids),
        )
        rows = {raw[0]: row_of(raw, self._wallet_id(raw[1])) for raw in found}
        return [rows[row_id] for row_id in ids if row_id in rows]

    def rows_of_payment(self, payment_id: PaymentId) -> list[MirrorRow]:
        """Every row of one payment, in whatever wallet, oldest first."""
        found = self._connection.execute(
            f"SELECT {COLUMNS} FROM rows"  # noqa: S608 - our own words
            " WHERE payment = (SELECT n FROM payment_names WHERE id = ?)"
            " ORDER BY effective_us, tie, id",
            (payment_id,),
        )
        return [row_of(raw, self._wallet_id(raw[1])) for raw in found]

    def payments_of_holds(
        self, wallet_id: WalletId, hold_ids: Sequence[str]
    ) -> dict[str, PaymentId]:
        """Which payment each of these holds was made for, where a row here says so."""
        number = self._number(wallet_id)
        found: dict[str, PaymentId] = {}
        for begin in range(0, len(hold_ids), PAGE):
            some = hold_ids[begin : begin + PAGE]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                "SELECT r.entry_id, m.id FROM rows r JOIN payment_names m ON m.n = r.payment"  # noqa: S608 - marks
                f" WHERE wallet = ? AND entry_id IN ({marks})"
                " AND kind = 'held'",
                (number, *some),
            )
            found.update({entry_id: PaymentId(payment_id) for entry_id, payment_id in rows})
        return found

    def books(self, wallet_id: WalletId) -> Mapping[Currency, Book]:
        """Counts, sums and the proven balance of each currency, without adding anything up."""
        return Books(self._connection).of_wallet(self._number(wallet_id))

    def months(self, wallet_id: WalletId) -> Months:
        """Reads of stretches of time of one wallet."""
        return Months(self._connection, self._number(wallet_id))

    def days(self, wallet_id: WalletId) -> Days:
        """Reads of one wallet's days, hours, or other stretches one after the other."""
        return Days(self._connection, self._number(wallet_id))

    def row_count(self, wallet_id: WalletId | None = None) -> int:
        """How many rows a wallet has here, or all have."""
        if wallet_id is None:
            found = self._connection.execute("SELECT total(row_count) FROM books")
        else:
            number = self._number(wallet_id)
            found = self._connection.execute(
                "SELECT total(row_count) FROM books WHERE wallet = ?", (number,)
            )
        return int(found.fetchone()[0])

    def unproven_count(self, wallet_id: WalletId) -> int:
        """How many rows came after the last balance that was proven."""
        (count,) = self._connection.execute(
            "SELECT count(*) FROM rows WHERE wallet = ? AND fresh = 1", (self._number(wallet_id),)
        ).fetchone()
        return int(count)

    def wallets(self) -> tuple[WalletId, ...]:
        """Every wallet that has anything here."""
        found = self._connection.execute("SELECT id FROM wallets ORDER BY n")
        return tuple(WalletId(name) for (name,) in found)

    def proofs(self, wallet_id: WalletId) -> tuple[Proof, ...]:
        """The newest proof of each currency of a wallet."""
        return proofs_of(self._connection, self._number(wallet_id), wallet_id)

    def data_version(self) -> int:
        """Another number whenever another connection has changed anything."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def evidence(self, wallet_id: WalletId) -> list[Proof]:
        """What did not fit, the newest first."""
        return evidence_of(self._connection, self._number(wallet_id), wallet_id)

    def payment(self, payment_id: PaymentId) -> Payment | None:
        """A payment as last read; None for one that is not here, or that cannot be read."""
        return self.payments([payment_id]).get(payment_id)

    def payments(self, payment_ids: Iterable[PaymentId]) -> dict[PaymentId, Payment]:
        """Payments as last read, by ID; at most `PAGE` of them at once."""
        wanted = tuple(payment_ids)
        if len(wanted) > PAGE:
            raise ValueError(f"at most {PAGE} payments at once")
        marks = ",".join("?" * len(wanted))
        found = self._connection.execute(
            f"SELECT id, body FROM payment_names JOIN bodies USING (n) WHERE id IN ({marks})",  # noqa: S608 - marks
            wanted,
        )
        read: dict[PaymentId, Payment] = {}
        for name, body in found:
            try:
                read[PaymentId(name)] = payment_of(body)
            except ValueError:
                continue  # as if it were not here: it is read again with the next sweep
        return read

    def newest_payments(self, count: int) -> list[PaymentId]:
        """The IDs of the payments created last, newest first."""
        found = self._connection.execute(
            "SELECT id FROM payments JOIN payment_names USING (n)"
            " ORDER BY created_us DESC, n DESC LIMIT ?",
            (count,),
        )
        return [PaymentId(name) for (name,) in found]

    def corrected(self, wallet_id: WalletId) -> list[Correction]:
        """A wallet's rows that became others than they were read before, newest first."""
        return self.corrections.of_wallet(self._number(wallet_id), wallet_id)

    def corrected_since(self, wallet_id: WalletId, moment: datetime) -> int:
        """How many of them were found since a moment."""
        return self.corrections.count_since(self._number(wallet_id), moment)

    def payments_not_ended(self) -> list[PaymentId]:
        """The IDs of payments that had not ended when they were last read, newest first."""
        return not_ended(self._connection)

    def payment_count(self) -> int:
        """How many payments are here, without counting them."""
        (found,) = self._connection.execute(
            "SELECT total(payment_count) FROM payment_counts"
        ).fetchone()
        return int(found)

    def is_whole(self, wallet_id: WalletId) -> bool:
        """Whether every row of a wallet is here: two passes agreed, and no row is left over."""
        sweep = self.ledger_sweep(wallet_id)
        return sweep.stage is Stage.COMPLETE and sweep.total == self.row_count(wallet_id)

    def ledger_sweep(self, wallet_id: WalletId) -> LedgerSweep:
        """How far the sweep of a ledger has come."""
        return self.sweeps.ledger(wallet_id)

    def payment_sweep(self) -> PaymentSweep:
        """How far the sweep of the payments has come."""
        return self.sweeps.payments()

    def missing_rates(
        self,
        between: tuple[datetime, datetime] | None,
        wallet_ids: Sequence[WalletId] = (),
        currency: Currency | None = None,
    ) -> Iterator[array[int]]:
        """The rows whose value in dollars is not known, as the function of this name gives them."""
        numbers = [self._number(wallet_id) for wallet_id in wallet_ids]
        return missing_rates(self._connection, self, between, numbers, currency)

    def _number(self, wallet_id: WalletId) -> int:
        """The wallet's number in this file; -1 for one that has nothing here."""
        found = self._connection.execute(
            "SELECT n FROM wallets WHERE id = ?", (wallet_id,)
        ).fetchone()
        return -1 if found is None else int(found[0])

    def _wallet_id(self, number: int) -> WalletId:
        known = self._wallets.get(number)
        if known is None:
            (name,) = self._connection.execute(
                "SELECT id FROM wallets WHERE n = ?", (number,)
            ).fetchone()
            known = self._wallets[number] = WalletId(name)
        return known


def _wanted(numbers: Sequence[int]) -> str:
    """Which wallets' rows, and the index that has those in order, so that none are sorted."""
    match len(numbers):
        case 0:
            return ""
        case 1:
            return "WHERE wallet = ?"
        case many:
            return f"INDEXED BY rows_in_time WHERE wallet IN ({','.join('?' * many)})"


def _ids(cursor: sqlite3.Cursor) -> array[int]:
    found = array("q")
    while some := cursor.fetchmany(_FETCHED):
        found.extend(chain.from_iterable(some))
    return found
