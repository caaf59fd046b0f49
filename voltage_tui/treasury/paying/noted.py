"""What the journal knows of the very thing an order would pay, also from before a start (S-7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.treasury.paying.guards import guards_of, once_of
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.writes import PaidBefore
    from voltage_tui.store.store import Store
    from voltage_tui.treasury.paying.order import PayOrder


@dataclass(frozen=True, slots=True)
class Noted:
    """`open_id` is a payment of the same that may still complete, `paid` one that did."""

    open_id: PaymentId | None = None
    paid: PaidBefore | None = None


async def noted_of(order: PayOrder, store: Store) -> Noted:
    """What is noted of it; nothing where the journal cannot be read, which the confirm says."""
    try:
        return Noted(
            await store.guarded_by(guards_of(order)), await store.paid_before(once_of(order))
        )
    except TroubleError:
        return Noted()
