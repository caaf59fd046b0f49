"""Movements read from the mirror, a page of rows at a time, with all that is known of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voltage_tui.model.movement import KnownOfEntry, WalletOfMovement, movements_of
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.query.terms import Sort, SortBy
from voltage_tui.treasury.pricing.rate_of import rate_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    period, query = scope.period, scope.query
    start, end = (None, None) if period is None else (period.start, period.end)
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
