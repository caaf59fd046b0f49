"""What an open payment guards against being paid a second time (S-7).

Only digests are kept, so that the journal tells no one whom a treasurer pays (S-2).
"""

from __future__ import annotations

from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.treasury.paying.order import PayOrder


class GuardKind(Enum):
    """What two payments have in common when they are the same one twice."""

    PAYMENT_HASH = "payment_hash"
    """32 bytes in hex, of an invoice or of the invoice in a link."""
    ADDRESS_AND_AMOUNT = "address_and_amount"
    """The address (segwit in lower case), a colon, the principal in msats."""
    QUOTE = "quote"
    """The quote's identifier; a quote is good for one payment (S-43)."""


def guard_digest(kind: GuardKind, value: str) -> str:
    """SHA-256, in hex, of `kind:value`."""
    return sha256(f"{kind.value}:{value}".encode()).hexdigest()


def guards_of(order: PayOrder) -> frozenset[str]:
    """The digests of which no other open payment may have one.

    A link guards its invoice and its address with the amount, and an invoice the addresses it
    would accept instead: either way the payee would be paid twice.
    """
    if order.quote_id is None:
        return payee_guards_of(order)
    return payee_guards_of(order) | {guard_digest(GuardKind.QUOTE, order.quote_id)}


def payee_guards_of(order: PayOrder) -> frozenset[str]:
    """Those of its guards that say what is paid, whatever the rate it is paid by."""
    found: set[str] = set()
    addresses = set() if order.address is None else {order.address}
    found |= once_of(order)
    if order.invoice is not None:
        addresses |= set(order.invoice.fallback_addresses)
    for address in addresses:
        value = f"{address}:{order.amount.units}"
        found.add(guard_digest(GuardKind.ADDRESS_AND_AMOUNT, value))
    return frozenset(found)


def once_of(order: PayOrder) -> frozenset[str]:
    """Those of its guards that are good for one payment, ever: an invoice's payment hash.

    An address with an amount is none of them, since both may recur.
    """
    if order.invoice is None:
        return frozenset()
    value = order.invoice.payment_hash.hex()
    return frozenset({guard_digest(GuardKind.PAYMENT_HASH, value)})
