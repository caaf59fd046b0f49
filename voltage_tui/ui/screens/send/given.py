"""What stands in the first field: something to pay, or words about why it is not (S-30, S-35)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from voltage_tui.destinations.bip21 import MAX_LENGTH
from voltage_tui.destinations.errors import InvalidDestination, Reason
from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
    Destination,
    Unsupported,
    recognise,
)
from voltage_tui.money import Money, msats
from voltage_tui.text import clean


class Nothing:
    """An empty field."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that cannot be paid from here; `words` never quote what was given."""

    words: str


Given: TypeAlias = Nothing | Wrong | Destination
NOTHING: Final = Nothing()
_LONGEST: Final = MAX_LENGTH + 100
"""Characters taken of a paste: more than can be paid, so that a text cut here is refused."""


@lru_cache(maxsize=32)
def read_given(text: str) -> Given:
    """What this text is; remembered, as a signature takes a while to check."""
    try:
        found = recognise(text)
    except InvalidDestination as error:
        return NOTHING if error.reason is Reason.EMPTY else Wrong(error.words)
    return Wrong(found.words) if isinstance(found, Unsupported) else found


def one_line(pasted: str) -> str:
    """A paste as the field takes it: all its lines as one, what cannot be shown left out.

    A text broken inside is then refused as damaged, not mended: what is paid is what is shown.
    """
    return clean(pasted, _LONGEST).strip()


def destination_of(given: Given) -> Destination | None:
    """What can be paid, if it is that."""
    return None if isinstance(given, (Nothing, Wrong)) else given


def name_of(destination: Destination) -> str:
    """What it is, as a person reads it."""
    match destination:
        case Bolt11Destination():
            return "Lightning invoice"
        case AddressDestination():
            return "on-chain address"
        case Bip21Destination(uri):
            return "payment link" if uri.lightning is None else "payment link with an invoice"


def fixed_amount(destination: Destination) -> Money | None:
    """The amount it fixes itself; None when the payer chooses (S-36)."""
    fixed = destination.amount_msat
    return None if fixed is None else msats(fixed)
