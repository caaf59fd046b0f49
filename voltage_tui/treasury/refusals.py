"""What the API refused, in words, from the error's type and code (S-16; schemas section 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.error_types import ErrorCode, ErrorType
from voltage_tui.money import plain

if TYPE_CHECKING:
    from voltage_tui.api.envelope import Envelope
    from voltage_tui.api.errors import Rejected

_OURS: Final = (
    "Voltage does not understand the request, a fault of this program",
    "report it; nothing was done",
)
_WORDS: Final = {
    ErrorType.WALLET_NOT_EMPTY: (
        "the wallet is not empty",
        "move its funds out and let open payments end first",
    ),
    ErrorType.LINE_OF_CREDIT_NOT_FOUND: (
        "the line of credit is not known here",
        "choose one of the lines on the Credit screen",
    ),
    ErrorType.LINE_OF_CREDIT_NOT_READY: (
        "the line of credit is not ready yet",
        "wait for its collateral or verification",
    ),
    ErrorType.LINE_OF_CREDIT_DISABLED: (
        "the line of credit is disabled",
        "choose another line, or ask Voltage",
    ),
    ErrorType.LINE_OF_CREDIT_NETWORK_MISMATCH: (
        "the line of credit is on another network",
        "choose a line of the wallet's network",
    ),
    ErrorType.LINE_OF_CREDIT_CANNOT_ALLOCATE_WALLET_LIMIT: (
        "the line has less left than the limit asked for",
        "choose a smaller limit",
    ),
    ErrorType.APPLICATION_NOT_APPROVED: (
        "the organisation's application is not approved yet",
        "ask Voltage",
    ),
    ErrorType.MISSING_BANK_DETAILS: (
        "the organisation has no bank details yet",
        "add them in the dashboard",
    ),
    ErrorType.FEATURE_FLAG_DISABLED: (
        "this is not enabled for the organisation",
        "use Lightning, or ask Voltage to enable it",
    ),
    ErrorType.QUOTE_REQUIRED: (
        "a line in US dollars needs a rate for each payment",
        "ask again; a rate is fetched first",
    ),
    ErrorType.INVALID_QUOTE: ("the rate cannot be used", "ask again for a new one"),
    ErrorType.INVALID_QUOTE_REQUEST: ("no rate can be given for this", "check the amount"),
    ErrorType.WALLET_NOT_FOUND: ("the wallet is not known here", "choose another wallet"),
    ErrorType.INVALID_CURRENCY: (
        "the amount is not in the wallet's currency",
        "use the currency of its line of credit",
    ),
    ErrorType.INVALID_DESCRIPTION: ("the memo is not accepted", "change it or leave it out"),
    ErrorType.INVALID_MEMO: ("the memo is not accepted", "change it or leave it out"),
    ErrorType.NOT_SUPPORTED_NETWORK: (
        "the wallet's network does not do this kind of payment",
        "choose another kind",
    ),
    ErrorType.AMOUNT_MATCH_FAILED: (
        "the amount is not the one that the payee has fixed",
        "ask the payee for a new invoice",
    ),
    ErrorType.INVALID_BOLT11_PAYMENT_REQUEST: (
        "Voltage does not accept the invoice",
        "ask the payee for a new invoice",
    ),
    ErrorType.INVALID_ADDRESS: (
        "Voltage does not accept the address",
        "ask the payee for the address again",
    ),
    ErrorType.INVALID_NETWORK: (
        "it is for another network than the wallet's",
        "choose a wallet on its network",
    ),
    ErrorType.ENVIRONMENT_MATCH_FAILED: (
        "the wallet is of another environment",
        "choose a wallet of this environment",
    ),
    ErrorType.INVALID_PAYMENT: (
        "Voltage does not accept this payment",
        "check the wallet and its line of credit, then ask Voltage",
    ),
    ErrorType.INVALID_AMOUNT: ("the amount is not accepted", "check the amount"),
    ErrorType.AMOUNT_REQUIRED: ("it names no amount", "type the amount"),
    ErrorType.MAX_FEE_REQUIRED: ("it names no fee cap", "type a fee cap"),
    ErrorType.INVALID_MAX_FEE: ("the fee cap is not accepted", "choose another fee cap"),
    ErrorType.MISSING_PAYMENT_REQUEST: (
        "there was no invoice to pay",
        "ask the payee for an invoice",
    ),
    ErrorType.MISSING_ADDRESS: ("there was no address to pay to", "ask the payee for an address"),
    ErrorType.INVALID_ON_CHAIN_PAYMENT: (
        "it cannot be paid on-chain as it stands",
        "check the amount and the fee cap",
    ),
    ErrorType.INVALID_RECEIVE_PAYMENT: (
        "it cannot be asked for as it stands",
        "check the amount and the kind",
    ),
    ErrorType.PAYMENT_NOT_APPROVED: (
        "the check of this ID was not approved",
        "start again, which takes a new ID",
    ),
    ErrorType.MISMATCH_CURRENCY: (
        "the rate is for a currency that the line of credit does not have",
        "choose a wallet whose line is in US dollars",
    ),
    ErrorType.MISMATCH_TARGET_PRECISION: _OURS,
    ErrorType.INVALID_PARAMETER: _OURS,
    ErrorType.MISSING_PARAMETER: _OURS,
    ErrorType.INVALID_SYNTAX: _OURS,
    ErrorType.INVALID_DATA: _OURS,
    ErrorType.MISSING_CONTENT_TYPE: _OURS,
    ErrorType.PAYLOAD_TOO_LARGE: _OURS,
    ErrorType.INVALID_FILTER: _OURS,
    ErrorType.INVALID_CURSOR: _OURS,
    ErrorType.UTILS: (
        "Voltage could not work with the request",
        "try again later, or ask Voltage",
    ),
}


def refusal_words(error: Rejected) -> tuple[str, str]:
    """What was refused, and what to do about it; an unknown type is shown as it is."""
    minimum = _minimum(error.envelope)
    if minimum is not None:
        return minimum
    if isinstance(error.type, ErrorType) and error.type in _WORDS:
        return _WORDS[error.type]
    return error.words, error.advice


def _minimum(envelope: Envelope) -> tuple[str, str] | None:
    """An amount that is too small, with the smallest that would do."""
    if envelope.code not in (ErrorCode.BELOW_MINIMUM, ErrorCode.ONCHAIN_FEE_FLOOR):
        return None
    least = envelope.money("min_amount")
    if least is None:
        return "the amount is too small", "use a larger one"
    return "the amount is too small", f"use at least {plain(least)}"
