"""Processing fees, and what the network would take (API reference, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency, half_up, share
from voltage_tui.simulator.state.kinds import Category, Direction, Kind
from voltage_tui.simulator.state.payment import FeeTerms

if TYPE_CHECKING:
    from voltage_tui.simulator.state.payment import Payment, Send
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet

LIGHTNING_FEE_FLOOR: Final = 1_000
"""Millisatoshis: the least default ceiling over Lightning."""
ONCHAIN_FEE_FLOOR: Final = 263_000
"""Millisatoshis: the least default ceiling on-chain."""
_TX_VBYTES: Final = 141
_PPM: Final = 1_000_000


def basis_points(wallet: Wallet, direction: Direction) -> int:
    """The wallet policy's rate, else its line's."""
    policies = wallet.policies
    rates = policies.fees if policies is not None else None
    source = rates if rates is not None else wallet.line
    if direction is Direction.SEND:
        return source.send_basis_points
    return source.receive_basis_points


def fee_terms(payment: Payment, direction: Direction) -> FeeTerms | None:
    """The fee to freeze for a payment; None when none applies (treasury, or a rate of 0)."""
    rate = basis_points(payment.wallet, direction)
    if rate == 0 or payment.category is Category.TREASURY:
        return None
    amount = share(payment.principal, rate)
    if payment.currency is Currency.USD and payment.quote is not None:
        return FeeTerms(rate, amount, payment.quote.msats(amount))
    if direction is Direction.RECEIVE and payment.kind is not Kind.BOLT11:
        amount = half_up(amount, MSATS_PER_SAT) * MSATS_PER_SAT
    return FeeTerms(rate, amount, amount)


def default_max_fee(kind: Kind, msats: int) -> int:
    """The ceiling when the request names none: 1 % with a floor (section 5)."""
    floor = ONCHAIN_FEE_FLOOR if kind is Kind.ONCHAIN else LIGHTNING_FEE_FLOOR
    if kind is Kind.ONCHAIN:
        return max(msats // 100 // MSATS_PER_SAT * MSATS_PER_SAT, floor)
    return max(msats // 100, floor)


def lightning_fee(state: State, send: Send) -> int:
    """Millisatoshis that a route to this payee takes: under 0.1 % and a base under a satoshi."""
    base, ppm = _dice(state, send)
    return base % MSATS_PER_SAT + send.principal_msats * (50 + ppm % 850) // _PPM


def onchain_fee_sats(state: State, send: Send) -> int:
    """Satoshis that a transaction of one input and two outputs takes at 1 to 1.8 per vbyte."""
    base, _ = _dice(state, send)
    return _TX_VBYTES * (10 + base % 9) // 10


def _dice(state: State, send: Send) -> tuple[int, int]:
    thrown = state.secret("network-fee", send.id)
    return int.from_bytes(thrown[:4], "big"), int.from_bytes(thrown[4:8], "big")
