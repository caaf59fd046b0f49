"""Which payment a hold was made for: a hold itself does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.wallet import Hold
from voltage_tui.treasury.paying.holds import hold_owners
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.waterfall import Part


def owners_in(snapshot: Snapshot) -> dict[str, PaymentId]:
    """As far as the ledgers that were read on the screen and the sends under way tell it."""
    statements = (reading.value for reading in snapshot.statements.values())
    rows = (row.entry for known in statements if known is not None for row in known.rows)
    told = dict(hold_owners(rows))
    for payment in snapshot.pending:
        for outflow in payment.settlements:
            ledger_id = getattr(outflow, "ledger_id", None)
            if isinstance(ledger_id, str):
                told[ledger_id] = payment.id
    return told


async def owners_of(mirror: MirrorStore, parts: Iterable[Part]) -> dict[str, PaymentId]:
    """As far as the mirror tells it; nothing where that cannot be read."""
    holds: dict[WalletId, list[str]] = {}
    for part in parts:
        if isinstance(part.about, Hold):
            holds.setdefault(part.wallet_id, []).append(part.about.id)

    def look(reader: MirrorReader) -> dict[str, PaymentId]:
        found: dict[str, PaymentId] = {}
        for wallet_id, hold_ids in holds.items():
            found.update(reader.payments_of_holds(wallet_id, hold_ids))
        return found

    try:
        return await mirror.read(look) if holds else {}
    except TroubleError:
        return {}  # the rows say that it is not known
