"""Who is paid, and whether they only look like someone known (S-40).

An address that shares its ends with a known one is how payments are led astray: most people
compare no more than those.

What is known of an invoice is the node that signed it, and a node may receive for many: that it
was paid before does not say that it is the same person again. A known node therefore spares the
strong confirm only where no real money moves (S-46 asks for it anyway), is always told as a node,
and the last word on who it is stays with the person who compares it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.paying.order import address_in, invoice_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.destinations.recognise import Destination
    from voltage_tui.money import Money

ENDS: Final = 4
"""Characters that people compare, at either end."""
_NODE: Final = re.compile("0[23][0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KnownPayee:
    """Someone paid before: the node's key (hex) or the address, and what is usual.

    `count` are the payments known to have been made, `last` is when the newest was, and `usual` is
    the median of the newest in msats, None where it is not known. `name` is a person's word.
    """

    key: str
    name: str | None
    count: int
    usual: Money | None
    last: datetime | None = None

    @property
    def is_node(self) -> bool:
        """Whether it is a node, which may receive for more than one payee, or an address."""
        return is_node(self.key)

    @property
    def called(self) -> str:
        """Its name, or the whole of its key: nothing shorter tells one from another."""
        return self.name or self.key


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A new destination and the known one that it resembles."""

    key: str
    known: KnownPayee


def is_node(key: str) -> bool:
    """Whether a key is a node's, and not an address."""
    return _NODE.fullmatch(key) is not None


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


def asked_key(destination: Destination, payees: Iterable[KnownPayee]) -> str:
    """Which of its keys a person is asked to compare: one that was not paid before, if any."""
    keys, paid = payee_keys(destination), {payee.key for payee in payees if payee.count > 0}
    return next((key for key in keys if key not in paid), keys[0])


def differing(key: str, known: str) -> tuple[int, ...]:
    """The places in `key` at which `known` has another character, or none: case counts."""
    return tuple(i for i, c in enumerate(key) if c != known[i : i + 1])


def _ends(key: str) -> tuple[str, str]:
    """Both ends without case: a capital is easily taken for a small letter."""
    folded = key.casefold()
    return folded[:ENDS], folded[-ENDS:]
