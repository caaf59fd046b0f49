"""Movements read from the mirror, a page of rows at a time, with all that is known of each."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from voltage_tui.model.movement import KnownOfEntry, WalletOfMovement, movements_of
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.query.terms import Sort, SortBy
from voltage_tui.treasury.pricing.rate_of import rate_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.movement import Movement
    from voltage_tui.query import Calendar
    from voltage_tui.store.mirror.apart import ReaderApart
    from voltage_tui.store.mirror.ledger_rows import MirrorRow
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.treasury.exporting.scope import ExportScope

_OLDEST_FIRST = Sort(SortBy.TIME)


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called: `wallets` as they are known now, `payees` by their payments."""

    wallets: tuple[WalletOfMovement, ...]
    payees: Mapping[PaymentId, str] = field(default_factory=dict)


def wallets_of(
    reader: MirrorReader, names: Names, asked: Sequence[WalletId] = ()
) -> tuple[WalletOfMovement, ...]:
    """The wallets of an export, by identifier: those asked for, or all that have anything.

    A wallet is called as now, else as it was last read here, else by its identifier.
    """
    known = {wallet.id: wallet for wallet in (*reader.wallet_facts.all(), *names.wallets)}
    wanted = asked or (*known, *reader.wallets())
    return tuple(known.get(name) or _nameless(name) for name in sorted(set(wanted)))


def rows_of(
    reader: ReaderApart,
    scope: ExportScope,
    wallets: Sequence[WalletOfMovement],
    calendar: Calendar,
) -> Iterator[list[MirrorRow]]:
    """The rows of an export in its order, a page at a time."""
    query = scope.query
    start, end = _bounds(scope)
    if query is None or not query.clauses:
        yield from reader.rows_in_order(reader.ids_between(start, end, scope.wallets))
        return
    search = reader.search(calendar, {wallet.id: wallet.name for wallet in wallets})
    chosen = {wallet.id for wallet in wallets}
    for page in reader.rows_in_order(search.row_ids(replace(query, sort=_OLDEST_FIRST))):
        yield [
            row
            for row in page
            if row.entry.wallet_id in chosen
            and (start is None or start <= row.entry.effective_time)
            and (end is None or row.entry.effective_time < end)
        ]


def ids_of(
    reader: ReaderApart,
    scope: ExportScope,
    wallets: Sequence[WalletOfMovement],
    calendar: Calendar,
) -> Iterator[array[int]]:
    """The ids of the rows of an export, some at a time: enough to count them."""
    start, end = _bounds(scope)
    of_scope = reader.ids_between(start, end, scope.wallets)
    if not scope.is_selection or scope.query is None:
        yield from of_scope
        return
    wanted = set(chain.from_iterable(of_scope))
    search = reader.search(calendar, {wallet.id: wallet.name for wallet in wallets})
    for part in search.row_ids(replace(scope.query, sort=_OLDEST_FIRST)):
        yield array("q", [row_id for row_id in part if row_id in wanted])


def lacking_rates(
    reader: ReaderApart, scope: ExportScope, ids: Iterable[array[int]]
) -> Iterator[int]:
    """How many of these rows, which are all of a scope, lack a rate: some at a time (S-69)."""
    start, end = _bounds(scope)
    between = None if start is None or end is None else (start, end)
    chosen = set(chain.from_iterable(ids)) if scope.is_selection else None
    for pairs in reader.missing_rates(between, scope.wallets):
        lacking = pairs[::2]
        yield len(lacking) if chosen is None else len(chosen.intersection(lacking))


def _bounds(scope: ExportScope) -> tuple[datetime, datetime] | tuple[None, None]:
    period = scope.period
    return (None, None) if period is None else (period.start, period.end)


def movements_in(
    reader: ReaderApart,
    pages: Iterable[list[MirrorRow]],
    wallets: Sequence[WalletOfMovement],
    payees: Mapping[PaymentId, str],
) -> Iterator[Movement]:
    """What moved in these rows, in the order of `order_key`."""
    by_id = {wallet.id: wallet for wallet in wallets}
    for page in pages:
        yield from _movements(reader, page, by_id, payees)


def _movements(
    reader: ReaderApart,
    page: list[MirrorRow],
    wallets: Mapping[WalletId, WalletOfMovement],
    payees: Mapping[PaymentId, str],
) -> Iterator[Movement]:
    named = sorted({row.entry.payment_id for row in page if row.entry.payment_id is not None})
    payments = reader.all_payments(named)
    marks = reader.marks_of([row.id for row in page], named)
    kept = reader.rates.kept_for(row.entry for row in page)
    for row in page:
        name = row.entry.payment_id
        payment = None if name is None else payments.get(name)
        known = KnownOfEntry(
            total_after=row.total_after,
            payment=payment,
            rate=rate_of(row.entry, payment, kept),
            note=None if name is None else marks.notes.get(name),
            tags=() if name is None else marks.tags.get(name, ()),
            counterparty=None if name is None else payees.get(name),
            cleared=row.id in marks.cleared,
        )
        yield from movements_of(row.entry, row.effect, wallets[row.entry.wallet_id], known)


def _nameless(wallet_id: WalletId) -> WalletOfMovement:
    return WalletOfMovement(wallet_id, wallet_id, None, Unrecognised("unknown"))
