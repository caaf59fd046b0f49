"""How far an on-chain receipt has come: it may be seen, partly paid, overpaid or withheld."""

from __future__ import annotations

from dataclasses import dataclass

from voltage_tui.model.payment import Payment
from voltage_tui.model.settlement import OnchainSettlement
from voltage_tui.money import Money, total
from voltage_tui.treasury.receiving import Receiving


@dataclass(frozen=True, slots=True)
class OnchainProgress:
    """What has arrived on-chain; amounts are of the rail, never negative.

    `unconfirmed` waits for `confirmations` more blocks at most as far as the API says. `missing`
    is what is still owed of `owed`, None when that is not known.
    """

    confirmed: Money
    unconfirmed: Money
    confirmations: int
    owed: Money | None
    missing: Money | None

    @property
    def needs(self) -> str:
        """What is still waited for."""
        return f"needs {self.confirmations} confirmation{'s' if self.confirmations != 1 else ''}"

    @property
    def is_short(self) -> bool:
        """Whether what was paid, confirmed or not, is less than what is owed."""
        return self.missing is not None and not self.missing.is_zero


def progress_of(receiving: Receiving) -> OnchainProgress | None:
    """The progress of a request, or None while nothing has been seen on-chain."""
    if receiving.payment is None:
        return None
    return onchain_progress(receiving.payment, receiving.payer_pays)


def onchain_progress(payment: Payment, owed: Money | None) -> OnchainProgress | None:
    """The progress, or None while nothing has been seen on-chain."""
    seen = [s for s in payment.settlements if isinstance(s, OnchainSettlement)]
    if not seen:
        return None
    currency = seen[0].amount.currency
    confirmed = total(currency, (s.amount for s in seen if not s.pending))
    unconfirmed = total(currency, (s.amount for s in seen if s.pending))
    waiting = max((s.required_confirmations for s in seen if s.pending), default=0)
    missing = None
    if owed is not None and owed.currency == currency:
        left = owed - confirmed - unconfirmed
        missing = Money(currency, max(0, left.units))
    return OnchainProgress(confirmed, unconfirmed, waiting, owed, missing)
