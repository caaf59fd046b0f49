"""Ledger rows put into their table page by page: the same page again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import Effect, LedgerKind
from voltage_tui.money import Currency
from voltage_tui.store.mirror.book import Book, Books, Pair
from voltage_tui.store.mirror.counting import recounted
from voltage_tui.store.mirror.ledger_rows import (
    COLUMNS,
    INT64_MAX,
    Place,
    Raw,
    kept_effect,
    row_of,
    values_of,
)
from voltage_tui.store.mirror.payments import give_numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.money import Money
    from voltage_tui.store.mirror.corrections import Values

_KNOWN: Final = 500
"""Identifiers looked up at once; some builds of SQLite take no more than 999."""
_INSERT: Final = """
    INSERT INTO rows (wallet, kind, entry_id, payment, currency, amount, principal, network_fee,
        processing_fee, basis_points, breakdown_currencies, effective_us, tie, total_effect,
        available_effect, fresh)
    VALUES (?, ?, ?, (SELECT n FROM payment_names WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
_UPDATE: Final = """
    UPDATE rows SET kind = ?, entry_id = ?,
        payment = (SELECT n FROM payment_names WHERE id = ?), currency = ?, amount = ?,
        principal = ?, network_fee = ?, processing_fee = ?, basis_points = ?,
        breakdown_currencies = ?, effective_us = ?, tie = ?, total_effect = ?,
        available_effect = ?, total_after = NULL, available_after = NULL
    WHERE id = ?
    """
_EFFECT: Final = "UPDATE rows SET total_effect = ?, available_effect = ? WHERE id = ?"

Key = tuple[str, str]
"""Entry and kind: what tells a row from the others of its wallet."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a page changed: rows that were not there before, and rows that were other than now.

    `first_us` and `last_us` are the first and last moment of any of them, None for none. `new` are
    the values of those that were not there, `rewritten` those of the others before and now.
    """

    added: int = 0
    changed: int = 0
    first_us: int | None = None
    last_us: int | None = None
    new: tuple[Values, ...] = ()
    rewritten: tuple[tuple[Values, Values], ...] = ()


@dataclass(slots=True)
class _Kept:
    """A row as it stands in the table."""

    raw: Raw
    fresh: bool

    @property
    def place(self) -> Place:
        return Place(self.raw[12], self.raw[13], self.raw[0])

    @property
    def effect(self) -> Effect:
        return Effect(self.raw[14], self.raw[15])


@dataclass(slots=True)
class _Change:
    """What a page does to one book."""

    rows: int = 0
    total: int = 0
    available: int = 0
    unknown_total: int = 0
    unknown_available: int = 0
    lowest_us: int | None = None
    touched: list[Place] = field(default_factory=list)

    def enter(self, effect: Effect, sign: int) -> None:
        """Add a row's effect to the sums, or take it out again."""
        self.rows += sign
        if effect.total is None:
            self.unknown_total += sign
        else:
            self.total += sign * effect.total
        if effect.available is None:
            self.unknown_available += sign
        else:
            self.available += sign * effect.available

    def applied(self, book: Book) -> Book:
        """The book with all of it."""
        return replace(
            book,
            row_count=book.row_count + self.rows,
            sums=Pair(book.sums.total + self.total, book.sums.available + self.available),
            unknown_total=book.unknown_total + self.unknown_total,
            unknown_available=book.unknown_available + self.unknown_available,
        )


@dataclass(slots=True)
class _Page:
    """What has to be done for one page."""

    books: dict[Currency, Book]
    inserts: list[tuple[str | int | None, ...]] = field(default_factory=list)
    updates: list[tuple[str | int | None, ...]] = field(default_factory=list)
    effects: list[tuple[int | None, int | None, int]] = field(default_factory=list)
    changes: dict[Currency, _Change] = field(default_factory=dict)
    moments: set[int] = field(default_factory=set)
    new: list[Values] = field(default_factory=list)
    rewritten: list[tuple[Values, Values]] = field(default_factory=list)

    def change(self, currency: Currency) -> _Change:
        """What is done to the book of a currency."""
        change = self.changes.get(currency)
        if change is None:
            change = self.changes[currency] = _Change()
        return change

    def is_anchored(self, currency: Currency) -> bool:
        """Whether there is a balance that rows can be newer than."""
        book = self.books.get(currency)
        return book is not None and book.anchor is not None


class RowTable:
    """The ledger rows of all wallets."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._books = Books(connection)

    def write(
        self,
        wallet: int,
        wallet_id: WalletId,
        entries: Iterable[LedgerEntry],
        *,
        fresh: bool,
        more_below: bool,
    ) -> Written:
        """Put rows in, and count their balances; within a transaction of the caller's.

        `fresh` rows came after the last balance that was proven: they have no balance before the
        next one is. Others are older, and part of it already; `more_below` says that there are
        rows older still, which are not here.
        """
        page = {(e.entry_id, str(e.kind.value)): e for e in entries}
        kept = self._kept(wallet, [entry_id for entry_id, _ in page])
        work = _Page(self._books.of_wallet(wallet))
        held = _holds(wallet_id, kept, page.values())
        give_numbers(self._connection, (e.payment_id for e in page.values() if e.payment_id))
        for key, entry in page.items():
            effect = kept_effect(entry, held.get(entry.entry_id))
            self._enter(work, wallet, kept.get(key), entry, effect, fresh=fresh)
        for key, row in kept.items():
            if key not in page:
                _settle_effect(work, wallet_id, row, held.get(key[0]))
        self._carry_out(work)
        changed = _changed_books(work, older=not fresh, more_below=more_below)
        books = [
            recounted(self._connection, wallet, book, work.change(currency).touched)
            for currency, book in changed.items()
        ]
        self._books.keep(wallet, books)
        first, last = min(work.moments, default=None), max(work.moments, default=None)
        return Written(
            added=len(work.inserts),
            changed=len(work.updates),
            first_us=first,
            last_us=last,
            new=tuple(work.new),
            rewritten=tuple(work.rewritten),
        )

    def _enter(
        self,
        work: _Page,
        wallet: int,
        kept: _Kept | None,
        entry: LedgerEntry,
        effect: Effect,
        *,
        fresh: bool,
    ) -> None:
        values = values_of(entry)
        at_us, lowest_us = values[10], work.change(entry.currency).lowest_us
        if isinstance(at_us, int) and (lowest_us is None or at_us < lowest_us):
            work.change(entry.currency).lowest_us = at_us
        if kept is None:
            # A first balance that is still to be read will have every row in it.
            fresh = fresh and work.is_anchored(entry.currency)
            row = (wallet, *values, effect.total, effect.available, int(fresh))
            work.inserts.append(row)
            work.new.append(values)
            work.moments.add(_place(values, 0).effective_us)
            change = work.change(entry.currency)
            change.enter(effect, 1)
            if not fresh:
                change.touched.append(_place(values, INT64_MAX))
            return
        if values == kept.raw[2:14] and effect == kept.effect:
            return
        if values != kept.raw[2:14]:
            work.rewritten.append((kept.raw[2:14], values))
        work.updates.append((*values, effect.total, effect.available, kept.raw[0]))
        work.moments |= {_place(values, 0).effective_us, kept.place.effective_us}
        _change_books(work, kept, entry.currency, effect)
        if not kept.fresh:
            # Its own balance is counted again too.
            above = kept.raw[0] + 1
            touched = work.change(entry.currency).touched
            touched += [_place(values, above), kept.place._replace(id=above)]

    def _carry_out(self, work: _Page) -> None:
        self._connection.executemany(_INSERT, work.inserts)
        self._connection.executemany(_UPDATE, work.updates)
        self._connection.executemany(_EFFECT, work.effects)

    def _kept(self, wallet: int, entry_ids: Sequence[str]) -> dict[Key, _Kept]:
        """The rows there are of these entries, of every kind."""
        found: dict[Key, _Kept] = {}
        for begin in range(0, len(entry_ids), _KNOWN):
            some = entry_ids[begin : begin + _KNOWN]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"SELECT {COLUMNS}, fresh FROM rows"  # noqa: S608 - our own words and marks
                f" WHERE wallet = ? AND entry_id IN ({marks})",
                (wallet, *some),
            )
            for *raw, fresh in rows:
                kept = _Kept(tuple(raw), fresh == 1)
                found[kept.raw[3], kept.raw[2]] = kept
        return found


def _changed_books(work: _Page, *, older: bool, more_below: bool) -> dict[Currency, Book]:
    """The books after the page, and how far down the rows are here without a gap."""
    books = {
        currency: work.change(currency).applied(work.books.get(currency, Book(currency)))
        for currency in work.books.keys() | work.changes.keys()
    }
    if not older:
        return books
    if not more_below or any(book.at_end for book in books.values()):
        return {c: replace(book, floor_us=None, at_end=True) for c, book in books.items()}
    return {c: _with_floor(book, work.change(c).lowest_us) for c, book in books.items()}


def _with_floor(book: Book, lowest_us: int | None) -> Book:
    known = [moment for moment in (book.floor_us, lowest_us) if moment is not None]
    return replace(book, floor_us=min(known, default=None))


def _holds(
    wallet_id: WalletId, kept: dict[Key, _Kept], entries: Iterable[LedgerEntry]
) -> dict[str, Money]:
    """The amount of each hold known, by its identifier; the page's own word counts."""
    held = LedgerKind.HELD.value
    rows = [row_of(row.raw, wallet_id).entry for (_, kind), row in kept.items() if kind == held]
    rows += [entry for entry in entries if entry.kind is LedgerKind.HELD]
    return {entry.entry_id: entry.amount for entry in rows if entry.amount is not None}


def _settle_effect(work: _Page, wallet_id: WalletId, kept: _Kept, held: Money | None) -> None:
    """The end of a hold that was kept before its hold was known: now its effect is."""
    entry = row_of(kept.raw, wallet_id).entry
    effect = kept_effect(entry, held)
    if effect == kept.effect:
        return
    work.effects.append((effect.total, effect.available, kept.raw[0]))
    work.moments.add(kept.place.effective_us)
    _change_books(work, kept, entry.currency, effect)
    if not kept.fresh:
        work.change(entry.currency).touched.append(kept.place)


def _change_books(work: _Page, kept: _Kept, currency: Currency, effect: Effect) -> None:
    before = Currency(kept.raw[5])
    work.change(before).enter(kept.effect, -1)
    work.change(currency).enter(effect, 1)
    if before != currency and not kept.fresh:
        work.change(before).touched.append(kept.place._replace(id=kept.raw[0] + 1))


def _place(values: tuple[str | int | None, ...], row_id: int) -> Place:
    effective_us, tie = values[10:12]
    return Place(int(effective_us or 0), int(tie or 0), row_id)
