"""The one error of this package: why something pasted cannot be paid, and words for the person."""

from __future__ import annotations

from enum import Enum
from typing import Final

from voltage_tui.destinations.bech32 import Bech32Fault


class Reason(Enum):
    """Why a destination was refused: closed, so that a screen can match it exhaustively."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    MALFORMED = "malformed"
    """Not the form it claims to be: a bad character, a part cut off, padding that is not zero."""
    MIXED_CASE = "mixed case"
    CHECKSUM = "checksum"
    """A typing or copying mistake, most likely."""
    UNKNOWN_NETWORK = "unknown network"
    AMOUNT = "amount"
    """Zero, finer than a millisatoshi, more than all bitcoin, or not a number."""
    SIGNATURE = "signature"
    MISSING_FIELD = "missing field"
    FEATURE = "feature"
    """The payee demands a feature that is not known here (BOLT #9: an even bit)."""
    REQUIRED_PARAMETER = "required parameter"
    """A BIP21 `req-` parameter that is not known here."""
    DUPLICATE_PARAMETER = "duplicate parameter"
    CONFLICT = "conflict"
    """Two parts of one destination say different things."""


_WORDS: Final[dict[Reason, str]] = {
    Reason.EMPTY: "There is nothing here to pay.",
    Reason.TOO_LONG: "This is too long to be an invoice, an address or a payment link.",
    Reason.MALFORMED: "This is damaged or incomplete. Copy it again, whole.",
    Reason.MIXED_CASE: "Capital and small letters are mixed. Copy it again from where it came.",
    Reason.CHECKSUM: "The checksum is wrong: at least one character is not right. Copy it again.",
    Reason.UNKNOWN_NETWORK: "This belongs to a network that is not known here.",
    Reason.AMOUNT: "The amount in it is not one that can be paid.",
    Reason.SIGNATURE: "The signature in this invoice is not valid. Ask the payee for a new one.",
    Reason.MISSING_FIELD: "This invoice lacks a part that it must have. Ask for a new one.",
    Reason.FEATURE: "The payee demands a feature that is not known here.",
    Reason.REQUIRED_PARAMETER: "This payment link demands something that is not known here.",
    Reason.DUPLICATE_PARAMETER: "This payment link says the same thing twice.",
    Reason.CONFLICT: "The parts of this payment link contradict each other.",
}


REASON_OF_FAULT: Final[dict[Bech32Fault, Reason]] = {
    Bech32Fault.FORM: Reason.MALFORMED,
    Bech32Fault.MIXED_CASE: Reason.MIXED_CASE,
    Bech32Fault.CHECKSUM: Reason.CHECKSUM,
    Bech32Fault.PADDING: Reason.MALFORMED,
    Bech32Fault.PROGRAM: Reason.MALFORMED,
}
"""What a fault in a bech32 string means for whoever pasted it."""


class InvalidDestination(ValueError):  # noqa: N818 - named for what it says, as callers read it
    """Something pasted that cannot be paid.

    `reason` is for code, `words` a sentence or two for the person. The words never quote what
    was pasted, beyond a feature's number, so they are safe to show.
    """

    def __init__(self, reason: Reason, words: str | None = None) -> None:
        self.reason = reason
        self.words = words or _WORDS[reason]
        super().__init__(self.words)
