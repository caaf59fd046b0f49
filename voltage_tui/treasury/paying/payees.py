"""Who was paid before: how a payment that was made tells it, and what follows for each payee.

Only a send that completed counts. Whatever somebody else can bring about, a receive, a payment
that failed, a check, must never make a payee known: an address could be slipped in by it (S-40).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.destinations import address, bolt11
from voltage_tui.destinations.errors import InvalidDestination
from voltage_tui.model.payment import Direction, PaymentKind, PaymentStatus
from voltage_tui.model.settlement import LightningSettlement, OnchainSettlement
from voltage_tui.money import BTC, Money, msats
from voltage_tui.store.payees import Paid
from voltage_tui.treasury.paying.lookalike import KnownPayee

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from voltage_tui.model.payment import Payment

LATEST: Final = 20
"""So many of a payee's newest payments say what is usual."""


class _Way(Enum):
    """By which of its destinations a payment was made."""

    INVOICE = "invoice"
    ADDRESS = "address"


def was_made(payment: Payment) -> bool:
    """Whether it is a send that the API says completed."""
    return (
        payment.direction is Direction.SEND
        and payment.status is PaymentStatus.COMPLETED
        and not payment.check_only
    )


def paid_by(payment: Payment) -> Paid | None:
    """What a payment that was made says of its payee; None where it does not say who was paid.

    Reading an invoice checks its signature, which takes about 2 ms.
    """
    key = _key(payment) if was_made(payment) else None
    return None if key is None else Paid(key, payment.id, _msats(payment), payment.updated_at)


def _key(payment: Payment) -> str | None:
    """The node or the address that got the money."""
    way = _way(payment)
    try:
        if way is _Way.INVOICE and payment.payment_request is not None:
            return bolt11.decode(payment.payment_request).payee.hex()
        if way is _Way.ADDRESS and payment.address is not None:
            return address.decode(payment.address).text
    except InvalidDestination:
        return None
    return None


def _way(payment: Payment) -> _Way | None:
    """How it was paid; of a link with both, only what was paid becomes known (S-40)."""
    match payment.kind:
        case PaymentKind.BOLT11:
            return _Way.INVOICE
        case PaymentKind.ONCHAIN:
            return _Way.ADDRESS
        case PaymentKind.BIP21:
            return _way_of_link(payment)
        case _:
            return None


def _way_of_link(payment: Payment) -> _Way | None:
    if payment.payment_request is None:
        return _Way.ADDRESS
    if payment.address is None:
        return _Way.INVOICE
    kinds = {type(settlement) for settlement in payment.settlements}
    if kinds == {LightningSettlement}:
        return _Way.INVOICE
    if kinds == {OnchainSettlement}:
        return _Way.ADDRESS
    # Settled inside, by a swap, or not told: it cannot be said which of the two was paid.
    return None


def _msats(payment: Payment) -> int | None:
    if payment.rail_units is not None:
        return payment.rail_units
    amount = payment.amount
    return abs(amount.units) if amount is not None and amount.currency == BTC else None


def known_payees(paid: Iterable[Paid], names: Mapping[str, str]) -> tuple[KnownPayee, ...]:
    """Everyone who was paid, by key; each payment counts once."""
    by_key: dict[str, dict[str, Paid]] = {}
    for one in paid:
        by_key.setdefault(one.key, {}).setdefault(one.payment_id, one)
    return tuple(_known(key, list(by_key[key].values()), names.get(key)) for key in sorted(by_key))


def _known(key: str, paid: Sequence[Paid], name: str | None) -> KnownPayee:
    in_order = sorted(paid, key=lambda p: (p.completed_at, p.payment_id))
    return KnownPayee(key, name, len(in_order), usual(in_order), in_order[-1].completed_at)


def usual(in_order: Sequence[Paid]) -> Money | None:
    """The median of the newest payments whose amount is known, rounded down to a msat.

    `in_order` is from the oldest to the newest.
    """
    amounts = sorted(p.msats for p in in_order[-LATEST:] if p.msats is not None)
    if not amounts:
        return None
    middle = len(amounts) // 2
    low = amounts[middle if len(amounts) % 2 else middle - 1]
    return msats((low + amounts[middle]) // 2)
