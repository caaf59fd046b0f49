"""The receive fee of a wallet, told from what its requests carried.

The policies that set it are not polled. What is known is what earlier requests of the same wallet
froze into themselves, and that is enough to warn (API reference section 7).
"""

from __future__ import annotations

from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, Payment, PaymentCategory
from voltage_tui.money import Money
from voltage_tui.treasury.snapshot import Snapshot


def fee_seen(snapshot: Snapshot, wallet_id: WalletId) -> int | None:
    """Basis points of the newest request of this wallet, 0 for none; None when nothing tells."""
    book = snapshot.book.value.payments if snapshot.book.value else ()
    for payment in sorted((*snapshot.pending, *book), key=lambda p: p.created_at, reverse=True):
        if payment.wallet_id == wallet_id and _tells(payment):
            return payment.processing_fee.basis_points if payment.processing_fee else 0
    return None


def with_fee(amount: Money, basis_points: int) -> Money:
    """About what the payer owes: the amount and its fee, rounded up to a base unit."""
    fee = -(-amount.units * basis_points // 10_000)
    return Money(amount.currency, amount.units + fee)


def percent(basis_points: int) -> str:
    """Basis points as a percentage: `1 %`, `0.25 %`."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole} %" if not rest else f"{whole}.{rest:02}".rstrip("0") + " %"


def _tells(payment: Payment) -> bool:
    """Whether the presence or absence of a fee on this payment says anything."""
    return (
        payment.direction is Direction.RECEIVE
        and payment.category is not PaymentCategory.TREASURY
        and payment.payable is not None
    )
