"""What of a payment's money is still reserved on its wallet (S-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.treasury.receive_steps import noticeable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.wallet import Hold, Wallet
    from voltage_tui.treasury.reading import Reading

_UNNOTICED: Final = timedelta(seconds=5)
"""How far two clocks may be apart without `noticeable` telling."""
_MADE_BEFORE: Final = timedelta(seconds=5)
"""How long before its payment, by the times that Voltage tells, a hold may have been made."""


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold of the wallet that is the payment's own, or that may be (`certain` is False)."""

    hold: Hold
    certain: bool


def is_held(
    payment: Payment,
    wallets: Reading[tuple[Wallet, ...]],
    ledger: Iterable[LedgerEntry],
    server_offset: timedelta | None,
) -> bool | None:
    """Whether a payment that ended still has money of its wallet reserved; None when unknown.

    A hold on a wallet does not say whose it is. A ledger row may; where none does (`ledger`: the
    rows of the wallet that were read), every hold that was made while the payment was under way
    counts as its own. The wallet must have been read after the payment ended, and by as much as
    the two clocks may differ unnoticed.
    """
    wallet = next((w for w in wallets.value or () if w.id == payment.wallet_id), None)
    if wallet is None or wallets.read_at is None:
        return None
    # Differences: a sum with a remote moment may lie beyond the last year there is.
    if wallets.read_at + noticeable(server_offset) - payment.updated_at <= _UNNOTICED:
        return None
    return bool(holds_of(payment, wallet.holds, ledger))


def was_captured(payment: Payment, ledger: Iterable[LedgerEntry]) -> bool:
    """Whether a row says that money left for it."""
    return any(r.kind is LedgerKind.CAPTURED and r.payment_id == payment.id for r in ledger)


def holds_of(
    payment: Payment, holds: Iterable[Hold], ledger: Iterable[LedgerEntry]
) -> tuple[OpenHold, ...]:
    """Which of its wallet's open `holds` are a payment's own, as `is_held` tells them."""
    owners = hold_owners(ledger)
    return tuple(
        OpenHold(hold, hold.id in owners) for hold in holds if _may_be_of(payment, hold, owners)
    )


def hold_owners(ledger: Iterable[LedgerEntry]) -> Mapping[str, PaymentId]:
    """Which payment each hold was made for, as far as the rows say."""
    return {
        row.entry_id: row.payment_id
        for row in ledger
        if row.kind is LedgerKind.HELD and row.payment_id is not None
    }


def _may_be_of(payment: Payment, hold: Hold, owners: Mapping[str, PaymentId]) -> bool:
    owner = owners.get(hold.id)
    if owner is not None:
        return owner == payment.id
    if payment.created_at - hold.effective_time > _MADE_BEFORE:
        return False
    return not payment.is_terminal or hold.effective_time <= payment.updated_at
