"""The ceiling of network fees: what is offered, and what a typed one means (S-26).

The API's own defaults are never relied on: a cap is always sent, and always seen first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
)
from voltage_tui.money import BTC, INT64_MAX, MSATS_PER_SAT, Money, plain, sats

if TYPE_CHECKING:
    from voltage_tui.destinations.recognise import Destination
    from voltage_tui.treasury.words import Say

_SHARE: Final = 100
"""The default is this part of the amount: one percent."""
_REMARKABLE: Final = 10
"""A cap over this part of the amount, and over the floor, is remarked on."""


class Rail(Enum):
    """The way money goes, as far as fees are concerned."""

    LIGHTNING = "Lightning"
    ONCHAIN = "on-chain"
    EITHER = "Lightning, or else on-chain"
    """A link with an invoice: the address is there in case the invoice cannot be paid."""


_FLOORS: Final = {
    Rail.LIGHTNING: sats(1),
    Rail.ONCHAIN: sats(263),
    Rail.EITHER: sats(263),
}


@dataclass(frozen=True, slots=True)
class FeeCap:
    """An offered cap, whole sats in msats; `floor` is the least that is ever offered."""

    amount: Money
    floor: Money

    @property
    def is_floor(self) -> bool:
        """Whether one percent would have been less."""
        return self.amount == self.floor


@dataclass(frozen=True, slots=True)
class CapRefused:
    """A cap that cannot be sent; `words` say why."""

    words: str


@dataclass(frozen=True, slots=True)
class CapRemark:
    """A cap that can be sent, and what should be known of it."""

    words: str


CapJudgement = CapRefused | CapRemark | None


def rail_of(destination: Destination) -> Rail:
    """The rail, or both, that a destination can be paid on."""
    match destination:
        case Bolt11Destination():
            return Rail.LIGHTNING
        case AddressDestination():
            return Rail.ONCHAIN
        case Bip21Destination():
            return Rail.ONCHAIN if destination.uri.lightning is None else Rail.EITHER


def default_cap(rail: Rail, amount: Money) -> FeeCap:
    """One percent of `amount` (msats), rounded up to a whole sat, or the rail's floor."""
    floor = _FLOORS[rail]
    percent = sats(_rounded_up(amount.units, _SHARE * MSATS_PER_SAT))
    return FeeCap(max(percent, floor), floor)


def judge_cap(rail: Rail, amount: Money, cap: Money, say: Say = plain) -> CapJudgement:
    """What is to be said of a cap on a payment of `amount`; None when nothing is."""
    refused = _refused(rail, amount, cap)
    if refused is not None:
        return CapRefused(refused)
    floor = _FLOORS[rail]
    if cap.is_zero:
        return CapRemark(_no_fee(rail))
    if rail is not Rail.LIGHTNING and cap < floor:
        return CapRemark(f"On-chain, less than {say(floor)} is seldom enough.")
    if cap > floor and cap.units * _REMARKABLE > amount.units:
        return CapRemark("The fee could be more than 10 % of the amount.")
    return None


def _refused(rail: Rail, amount: Money, cap: Money) -> str | None:
    if cap.currency != BTC or amount.currency != BTC:
        return "A fee cap is in bitcoin, also for a dollar wallet."
    if cap.is_negative:
        return "A fee cap is 0 or more."
    if amount.units + cap.units > INT64_MAX:
        return "The amount and its fee cap are more than can be sent."
    if rail is Rail.ONCHAIN and cap.is_zero:
        return "On-chain, there is always a fee."
    if rail is Rail.ONCHAIN and cap.units % MSATS_PER_SAT:
        return "On-chain, a fee cap is whole sats."
    return None


def _no_fee(rail: Rail) -> str:
    only = "Only a Lightning route without any fee will do."
    return only if rail is Rail.LIGHTNING else f"{only} It cannot go on-chain instead."


def _rounded_up(part: int, whole: int) -> int:
    return -(-part // whole)
