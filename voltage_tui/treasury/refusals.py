"""What the API refused, in words, from the error's type and code (S-16; schemas section 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.error_types import ErrorCode, ErrorType
from voltage_tui.money import plain

if TYPE_CHECKING:
    from voltage_tui.api.envelope import Envelope
    from voltage_tui.api.errors import Rejected

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
