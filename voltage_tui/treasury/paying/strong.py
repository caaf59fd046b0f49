"""Why a payment takes the strong confirm: the last characters typed, not one key (S-28, S-46)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.destinations.address import AddressKind
from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
)
from voltage_tui.model.network import Network, is_real_money
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.money import BTC
from voltage_tui.treasury.paying.funds import bitcoin_cost, cost_of
from voltage_tui.treasury.paying.lookalike import look_alike, payee_of
from voltage_tui.treasury.paying.repeats import LOOK_BACK, Same, repeats_of

if TYPE_CHECKING:
    from voltage_tui.treasury.paying.facts import Facts
    from voltage_tui.treasury.paying.order import PayOrder

SHARE: Final = 4
"""More than this part of what can be spent is a large payment: a quarter."""
TIMES_USUAL: Final = 10
"""So many times what the payee usually gets is remarkable."""


class ReasonKind(Enum):
    """Why; the gravest first."""

    REAL_MONEY = "real money"
    LOOK_ALIKE = "look-alike"
    FIRST_TIME = "first time"
    THRESHOLD = "large sum"
    SHARE = "large part"
    UNUSUAL = "unusual amount"
    REPEATED = "repeated"
    FUTURE_ADDRESS = "address of an unknown kind"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as a sentence."""

    kind: ReasonKind
    words: str


def strong_reasons(order: PayOrder, facts: Facts) -> tuple[Reason, ...]:
    """Every reason for the strong confirm of an order; none means that one key will do (S-28).

    What is not known counts as a reason, never against one.
    """
    found = (
        (ReasonKind.REAL_MONEY, _real_money(facts)),
        (ReasonKind.LOOK_ALIKE, _look_alike(order, facts)),
        (ReasonKind.FIRST_TIME, _first_time(order, facts)),
        (ReasonKind.THRESHOLD, _over_threshold(order, facts)),
        (ReasonKind.SHARE, _large_part(order, facts)),
        (ReasonKind.UNUSUAL, _unusual(order, facts)),
        (ReasonKind.REPEATED, _repeated(order, facts)),
        (ReasonKind.FUTURE_ADDRESS, _future_address(order)),
    )
    return tuple(Reason(kind, words) for kind, words in found if words is not None)


def _real_money(facts: Facts) -> str | None:
    """Mainnet, and whatever is not known to be a test network (S-46)."""
    if facts.account is None:
        return "The wallet's network is not known: this may be real money."
    network = facts.account.wallet.network
    if not is_real_money(network):
        return None
    if network is Network.MAINNET:
        return "This is real money, on mainnet."
    return f"The network {network.value} is not known here: this may be real money."


def _look_alike(order: PayOrder, facts: Facts) -> str | None:
    alike = look_alike(order.destination, facts.payees)
    if alike is None:
        return None
    whom = alike.known.name or "one that was paid before"
    return f"It begins and ends like {whom}, but is another payee."


def _first_time(order: PayOrder, facts: Facts) -> str | None:
    if payee_of(order.destination, facts.payees) is not None:
        return None
    return "No payment to this payee is known."


def _over_threshold(order: PayOrder, facts: Facts) -> str | None:
    cost = bitcoin_cost(order, facts)
    if (cost.total or cost.known) > facts.threshold:
        return f"It may cost more than {facts.say(facts.threshold)}."
    return None


def _large_part(order: PayOrder, facts: Facts) -> str | None:
    """Of what can be spent, credit included: a wallet on a line is used below zero every day."""
    cost, account = cost_of(order, facts), facts.account
    headroom = None if account is None else account.headroom
    if cost is None or headroom is None or headroom.currency != cost.principal.currency:
        return "What part of the wallet it takes is not known."
    most = cost.total or cost.known
    if most.units * SHARE <= headroom.units:
        return None
    if headroom.units <= 0:
        return "Nothing can be spent from the wallet."
    percent = most.units * 100 // headroom.units
    return f"It may take {percent} % of what can be spent."


def _unusual(order: PayOrder, facts: Facts) -> str | None:
    payee = payee_of(order.destination, facts.payees)
    usual = None if payee is None else payee.usual
    if usual is None or usual.currency != BTC or usual.units <= 0:
        return None
    if order.amount.units < usual.units * TIMES_USUAL:
        return None
    times = order.amount.units // usual.units
    whom = "node" if payee is not None and payee.is_node else "payee"
    return f"It is {times:,} times what this {whom} usually gets, {facts.say(usual)}."


def _repeated(order: PayOrder, facts: Facts) -> str | None:
    since = facts.server_now - LOOK_BACK
    over = (PaymentStatus.FAILED, PaymentStatus.EXPIRED)
    recent = [p for p in facts.payments if p.created_at >= since and p.status not in over]
    for repeat in repeats_of(order, recent):
        if repeat.same is Same.ADDRESS_AND_AMOUNT:
            return "The same amount was sent to this address in the last 24 hours."
        if repeat.same is Same.REFERENCE:
            return "A payment with the same reference was made in the last 24 hours."
    return None


def _future_address(order: PayOrder) -> str | None:
    """A witness program that no rules exist for yet: anyone might take what is sent there."""
    match order.destination:
        case AddressDestination(address):
            pass
        case Bip21Destination(uri):
            address = uri.address
        case Bolt11Destination():
            return None
    if address.kind is not AddressKind.UNKNOWN_WITNESS:
        return None
    return "The address is of a kind that is not in use yet: a mistake, most likely."
