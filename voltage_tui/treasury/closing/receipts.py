"""What was received in a month, as it is matched with expected invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.store.mirror.reading import PAGE
from voltage_tui.treasury.closing.matching import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.store.mirror.reading import MirrorReader


def receipts_of(
    reader: MirrorReader, wallets: Sequence[WalletId], period: Period
) -> Iterator[Receipt]:
    """Every row that brought money for a payment, within one read of the mirror."""
    for wallet_id in wallets:
        ids = reader.months(wallet_id).received_ids(period.start, period.end)
        for begin in range(0, len(ids), PAGE):
            yield from _some(reader, ids[begin : begin + PAGE], period)


def _some(reader: MirrorReader, ids: Sequence[int], period: Period) -> Iterator[Receipt]:
    rows = reader.rows_by_id(ids)
    wanted = {r.entry.payment_id for r in rows if r.entry.payment_id is not None}
    payments = reader.payments(wanted)
    for row in rows:
        entry = row.entry
        payment = None if entry.payment_id is None else payments.get(entry.payment_id)
        if entry.amount is None:
            continue
        yield Receipt(
            key=row.id,
            wallet_id=entry.wallet_id,
            payment_id=entry.payment_id,
            amount=entry.amount,
            day=entry.effective_time.astimezone(period.zone).date(),
            memo="" if payment is None else payment.memo or "",
            references=() if payment is None else tuple(payment.metadata.values()),
        )
