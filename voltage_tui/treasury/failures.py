"""Why a payment failed, in words with the next step, from type and code alone (S-16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import PaymentError, PaymentErrorCode, PaymentErrorType
from voltage_tui.money import Money, plain, sats

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_FIGURE: Final = 15
"""Digits: the sats of all the bitcoin there will be have 16, and nobody pays that."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, and what a person can do next; both begin in lower case, without a stop."""

    words: str
    next_step: str


_TYPE: Final = {
    PaymentErrorType.REJECTED: Explanation(
        "a policy of the wallet refused it", "look at the wallet's policies"
    ),
    PaymentErrorType.HOLD_FAILED: Explanation(
        "the funds could not be reserved", "compare the amount with what is available"
    ),
    PaymentErrorType.SEND_FAILED: Explanation(
        "it could not be sent", "once its hold is given back, a new one can be tried"
    ),
    PaymentErrorType.QUOTE_FAILED: Explanation(
        "its rate could not be used", "start again; a new rate is fetched"
    ),
    PaymentErrorType.RECEIVE_FAILED: Explanation(
        "the request could not be made", "ask again for a new one"
    ),
    PaymentErrorType.EXPIRED: Explanation(
        "time ran out before it was paid", "ask again for a new one"
    ),
}
_CODE: Final = {
    PaymentErrorCode.REJECTED: _TYPE[PaymentErrorType.REJECTED],
    PaymentErrorCode.HOLD_FAILED: _TYPE[PaymentErrorType.HOLD_FAILED],
    PaymentErrorCode.SEND_FAILED: _TYPE[PaymentErrorType.SEND_FAILED],
    PaymentErrorCode.QUOTE_FAILED: _TYPE[PaymentErrorType.QUOTE_FAILED],
    PaymentErrorCode.RECEIVE_FAILED: _TYPE[PaymentErrorType.RECEIVE_FAILED],
    PaymentErrorCode.EXPIRED: _TYPE[PaymentErrorType.EXPIRED],
    PaymentErrorCode.INSUFFICIENT_FUNDS: Explanation(
        "the wallet had not enough to spend, its credit included",
        "receive first, or raise the wallet's limit",
    ),
    PaymentErrorCode.HOLD_NOT_FOUND: Explanation(
        "the funds reserved for it were gone", "look at the ledger, then ask Voltage"
    ),
    PaymentErrorCode.INVALID_BOLT11_INVOICE: Explanation(
        "the invoice is not valid", "ask the payee for a new invoice"
    ),
    PaymentErrorCode.INVALID_PAYMENT_AMOUNT: Explanation(
        "the amount does not fit",
        "check it; where a receive fee is set, a request has to name an amount",
    ),
    PaymentErrorCode.INVALID_ADDRESS: Explanation(
        "the address is not valid", "ask the payee for the address again"
    ),
    PaymentErrorCode.MISSING_ADDRESS: Explanation(
        "there was no address to pay to", "ask the payee for an address"
    ),
    PaymentErrorCode.MISSING_PAYMENT_REQUEST: Explanation(
        "there was no invoice to pay", "ask the payee for an invoice"
    ),
    PaymentErrorCode.INCORRECT_CURRENCY: Explanation(
        "the currency is not the wallet's", "use a wallet whose line has this currency"
    ),
    PaymentErrorCode.EXCHANGE_TRANSFER_FAILED: Explanation(
        "the exchange between dollars and bitcoin failed", "try again later, or ask Voltage"
    ),
    PaymentErrorCode.UPSTREAM_FAILURE: Explanation(
        "a service behind Voltage failed", "try again later, or ask Voltage"
    ),
    PaymentErrorCode.NO_ROUTE: Explanation(
        "no route to the payee was found within the fee cap",
        "try a larger fee cap, or pay on-chain",
    ),
    PaymentErrorCode.TRANSACTION_BUILD_FAILED: Explanation(
        "the on-chain transaction could not be made", "try another amount, or ask Voltage"
    ),
    PaymentErrorCode.NODE_PERMISSION_DENIED: Explanation(
        "the node behind the line refused it", "check what the node allows Voltage to do"
    ),
    PaymentErrorCode.BROADCAST_FAILED: Explanation(
        "the on-chain transaction could not be broadcast", "try again later, or ask Voltage"
    ),
    PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX: Explanation(
        "the network fee was above the fee cap", "try a larger fee cap, or wait for lower fees"
    ),
}


def error_words(error: PaymentError, say: Callable[[Money], str] = plain) -> Explanation:
    """What went wrong with a payment: its code where there is one, else its type."""
    if error.code is PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX:
        return _fee_above_max(error, say)
    for reason in (error.code, error.type):
        match reason:
            case PaymentErrorCode():
                return _CODE[reason]
            case PaymentErrorType():
                return _TYPE[reason]
            case Unrecognised():
                return Explanation(reason.value, "ask Voltage what it means")
            case None:
                continue
    raise AssertionError("an error has a type")


def _fee_above_max(error: PaymentError, say: Callable[[Money], str]) -> Explanation:
    """With the two figures side by side, when the API gave them."""
    plainly = _CODE[PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX]
    needed, cap = (sats_in(error, name) for name in ("estimated_fee_sats", "max_fee_sats"))
    if needed is None or cap is None:
        return plainly
    return Explanation(
        f"the network fee would have been {say(needed)}, the cap was {say(cap)}", plainly.next_step
    )


def sats_in(error: PaymentError, name: str) -> Money | None:
    """A figure in sats that an error names, in msats; None where it names none or nonsense."""
    text = error.context.get(name, "")
    sane = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_FIGURE
    return sats(int(text)) if sane else None
