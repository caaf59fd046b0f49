"""Who is paid, and whether they only look like someone known (S-40).

An address that shares its ends with a known one is how payments are led astray: most people
compare no more than those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.paying.order import address_in, invoice_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.destinations.recognise import Destination
    from voltage_tui.money import Money

ENDS: Final = 4
"""Characters that people compare, at either end."""


@dataclass(frozen=True, slots=True)
class KnownPayee:
    """Someone paid before: the node's key (hex) or the address, and what is usual.

    `usual` is the median of the last payments in msats, None where it is not known.
    """

    key: str
    name: str | None
    count: int
    usual: Money | None


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A new destination and the known one that it resembles."""

    key: str
    known: KnownPayee


def payee_keys(destination: Destination) -> tuple[str, ...]:
    """What a payee is known by: the invoice's node key in hex, the address in its own case."""
    invoice, address = invoice_in(destination), address_in(destination)
    keys = (None if invoice is None else invoice.payee.hex(), address)
    return tuple(key for key in keys if key is not None)


def payee_of(destination: Destination, payees: Iterable[KnownPayee]) -> KnownPayee | None:
    """The payee as known, or None for the first time.

    A link with two keys is known when both are: one that is new could be someone else's. It is
    then told by the one paid most often.
    """
    by_key = {payee.key: payee for payee in payees}
    found = [by_key.get(key) for key in payee_keys(destination)]
    known = [payee for payee in found if payee is not None and payee.count > 0]
    if len(known) < len(found):
        return None
    return max(known, key=lambda payee: payee.count)


def look_alike(destination: Destination, payees: Iterable[KnownPayee]) -> LookAlike | None:
    """The known payee whose ends a destination shares without being the same, if there is one."""
    known = {payee.key: payee for payee in payees}
    for key in payee_keys(destination):
        if key in known:
            continue
        for payee in known.values():
            if _ends(payee.key) == _ends(key):
                return LookAlike(key, payee)
    return None


def _ends(key: str) -> tuple[str, str]:
    """Both ends without case: a capital is easily taken for a small letter."""
    folded = key.casefold()
    return folded[:ENDS], folded[-ENDS:]
