"""A page of ledger rows from the mirror, each with what its payment is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.money import Money
from voltage_tui.store.mirror.marks import Told
from voltage_tui.treasury.statement import StatementRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.store.mirror.ledger_rows import MirrorRow
    from voltage_tui.store.mirror.reading import MirrorReader

NOTHING_TOLD: Final = Told()


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the ledger and what is told of its payment."""

    row: MirrorRow
    told: Told = NOTHING_TOLD

    @property
    def payment_id(self) -> PaymentId | None:
        """The payment it belongs to."""
        return self.row.entry.payment_id

    @property
    def statement(self) -> StatementRow:
        """The row with the amount of its hold, which what it did to the balances tells."""
        row = self.row
        return StatementRow(
            row.entry, row.effect, held_of(row), row.total_after, row.available_after
        )


def held_of(row: MirrorRow) -> Money | None:
    """The amount of the hold a row ends: what it gave back, and for a capture what it took."""
    entry, back = row.entry, row.effect.available
    if back is None:
        return None
    match entry.kind:
        case LedgerKind.RELEASED:
            return Money(entry.currency, back)
        case LedgerKind.CAPTURED if entry.amount is not None:
            return Money(entry.currency, back + entry.amount.units)
        case _:
            return None


def rows_with_words(reader: MirrorReader, ids: Sequence[int]) -> Mapping[int, LedgerRow]:
    """The rows with these ids, for the mirror's thread."""
    return {row.row.id: row for row in _told(reader, reader.rows_by_id(ids))}


def rows_of_payment(reader: MirrorReader, payment_id: PaymentId) -> list[LedgerRow]:
    """Every row of a payment, oldest first, in whatever wallet."""
    return _told(reader, reader.rows_of_payment(payment_id))


def _told(reader: MirrorReader, rows: Sequence[MirrorRow]) -> list[LedgerRow]:
    payments = {row.entry.payment_id for row in rows if row.entry.payment_id is not None}
    told = reader.marks.told(payments)
    return [
        LedgerRow(row, told.get(row.entry.payment_id, NOTHING_TOLD))
        if row.entry.payment_id is not None
        else LedgerRow(row)
        for row in rows
    ]
