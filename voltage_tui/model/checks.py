"""What a request must be before it is worth sending (API reference sections 4 and 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, INT64_MAX, MSATS_PER_SAT, Money

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_LENGTHS: Final = (3, 256)
"""Fewest and most characters of a wallet's name."""
MAX_METADATA_ENTRIES: Final = 50
MAX_METADATA_LENGTH: Final = 256
"""Characters of a metadata key, and of a value."""
MAX_EXPIRATION_S: Final = 86_400
"""The longest life of a receive, in seconds."""
MAX_DESCRIPTION_LENGTH: Final = 2_000
"""Ours: the reference names no limit."""


class InvalidRequestError(ValueError):
    """A request that would be refused, or would mean something else than meant.

    `field` names the part, `str()` is the sentence for the person.
    """

    def __init__(self, field_name: str, words: str) -> None:
        super().__init__(words)
        self.field = field_name


def check_wallet_name(name: str) -> None:
    """Raise `InvalidRequestError` unless the API would take it as a wallet's name."""
    fewest, most = NAME_LENGTHS
    if not fewest <= len(name.strip()) <= len(name) <= most:
        raise InvalidRequestError("name", f"a name has {fewest} to {most} characters")
    check_text("name", name)


def check_metadata(metadata: Mapping[str, str]) -> None:
    """Raise `InvalidRequestError` unless the API would take it as metadata."""
    if len(metadata) > MAX_METADATA_ENTRIES:
        raise InvalidRequestError("metadata", f"at most {MAX_METADATA_ENTRIES} entries")
    for key, value in metadata.items():
        if not 1 <= len(key) <= MAX_METADATA_LENGTH or len(value) > MAX_METADATA_LENGTH:
            words = f"keys and values have at most {MAX_METADATA_LENGTH} characters"
            raise InvalidRequestError("metadata", words)
        check_text("metadata", key + value)


def check_description(description: str | None) -> None:
    """Raise `InvalidRequestError` for an empty or overlong memo; None is none at all."""
    if description is None:
        return
    if not 0 < len(description) <= MAX_DESCRIPTION_LENGTH:
        words = f"a description has 1 to {MAX_DESCRIPTION_LENGTH} characters"
        raise InvalidRequestError("description", words)
    check_text("description", description)


def check_text(name: str, text: str) -> None:
    """Refuse what cannot be written as UTF-8 (a lone surrogate from a broken paste)."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidRequestError(name, "it has a broken character") from None


def check_payable(name: str, text: str) -> None:
    """Raise `InvalidRequestError` for a destination that is empty or has spaces in it."""
    if not text or text.split() != [text]:
        raise InvalidRequestError(name, "it is empty or has spaces in it")
    check_text(name, text)


def check_positive(name: str, amount: Money) -> None:
    """Raise `InvalidRequestError` unless the amount is above 0 and the wire can carry it."""
    if not 0 < amount.units <= INT64_MAX:
        raise InvalidRequestError(name, "an amount is more than 0")


def check_bitcoin(name: str, amount: Money) -> None:
    """Raise `InvalidRequestError` unless it is bitcoin, and above 0."""
    if amount.currency != BTC:
        raise InvalidRequestError(name, "what is paid out is bitcoin, also from a dollar wallet")
    check_positive(name, amount)


def check_fee(fee: Money) -> None:
    """Raise `InvalidRequestError` unless it is bitcoin, 0 or more."""
    if fee.currency != BTC or not 0 <= fee.units <= INT64_MAX:
        raise InvalidRequestError("max_fee", "a fee ceiling is bitcoin, 0 or more")


def check_whole_sats(name: str, amount: Money) -> None:
    """Raise `InvalidRequestError` for bitcoin with a part of a sat."""
    if amount.currency == BTC and amount.units % MSATS_PER_SAT:
        raise InvalidRequestError(name, "on-chain amounts are whole sats")
