"""The most a payment can take out of a wallet (S-27).

The fee cap bounds the network's fees only: Voltage's processing fee comes on top (API reference
section 7). Where the API leaves open how it rounds, this rounds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment import Direction, Payment, PaymentCategory, PaymentStatus
from voltage_tui.model.policy import MAX_BASIS_POINTS, ProcessingFeeOverride
from voltage_tui.money import BTC, MSATS_PER_BTC, CurrencyMismatchError, Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.policy import Policy
    from voltage_tui.money import Rate

_PERCENT: Final = 100


class FeeSource(Enum):
    """How a processing fee's rate is known; the value is words for the screen."""

    POLICY = "by the wallet's policy"
    LAST_SEND = "as on the wallet's last payment"


@dataclass(frozen=True, slots=True)
class FeeRate:
    """The rate of the processing fee, 100 basis points to a percent."""

    basis_points: int
    source: FeeSource

    def __str__(self) -> str:
        whole, rest = divmod(self.basis_points, _PERCENT)
        digits = f"{whole}.{rest:02}".rstrip("0").rstrip(".")
        return f"{digits} %"


@dataclass(frozen=True, slots=True)
class WorstCase:
    """The parts of the most that can leave, all in one currency.

    `processing_fee` and `total` are None while the fee's rate is not known; `known` is what can
    leave without it.
    """

    principal: Money
    cap: Money
    processing_fee: Money | None
    rate: FeeRate | None

    @property
    def known(self) -> Money:
        """Principal and fee cap."""
        return self.principal + self.cap

    @property
    def total(self) -> Money | None:
        """The most that can leave, or None when that is not known."""
        return None if self.processing_fee is None else self.known + self.processing_fee


def worst_case(amount: Money, cap: Money, rate: FeeRate | None) -> WorstCase:
    """The worst case of a payment, in the currency of `amount` and `cap` (base units)."""
    if amount.currency != cap.currency:
        raise CurrencyMismatchError(amount.currency, cap.currency)
    fee = None if rate is None else _fee(amount, rate)
    return WorstCase(amount, cap, fee, rate)


def worst_case_in(exchange: Rate, amount: Money, cap: Money, rate: FeeRate | None) -> WorstCase:
    """The same for bitcoin paid out of a wallet of the exchange's currency, at that rate."""
    return worst_case(dearest(exchange, amount), dearest(exchange, cap), rate)


def dearest(exchange: Rate, bitcoin: Money) -> Money:
    """What bitcoin (msats) can cost at a rate, rounded up to a base unit (a cent)."""
    if bitcoin.currency != BTC:
        raise CurrencyMismatchError(BTC, bitcoin.currency)
    divisor = MSATS_PER_BTC * 10**exchange.scale
    return Money(exchange.currency, -(-bitcoin.units * exchange.coefficient // divisor))


def fee_rate(
    policies: Iterable[Policy] | None, payments: Iterable[Payment], wallet_id: WalletId
) -> FeeRate | None:
    """The processing fee's rate on what a wallet sends, or None when nothing tells it.

    A policy tells it for certain. The line's own rate cannot be read, so that without one it is
    that of the wallet's last send of business (`payments` in any order).
    """
    for policy in policies or ():
        if isinstance(policy.rule, ProcessingFeeOverride):
            return FeeRate(policy.rule.rates.send, FeeSource.POLICY)
    told = [p for p in payments if p.wallet_id == wallet_id and _tells_the_rate(p)]
    if not told:
        return None
    last = max(told, key=lambda p: (p.created_at, p.id))
    terms = last.processing_fee
    return FeeRate(0 if terms is None else terms.basis_points, FeeSource.LAST_SEND)


def _tells_the_rate(payment: Payment) -> bool:
    """Whether a send has its terms; a completed one without them had no fee."""
    if payment.direction is not Direction.SEND or payment.category is PaymentCategory.TREASURY:
        return False
    return payment.processing_fee is not None or payment.status is PaymentStatus.COMPLETED


def _fee(amount: Money, rate: FeeRate) -> Money:
    return Money(amount.currency, -(-amount.units * rate.basis_points // MAX_BASIS_POINTS))
