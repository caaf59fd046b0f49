"""What would stop a payment, before it is sent; pure, from an order and what is known.

The checks come in the order in which they matter: what cannot be judged at all, what must not be
paid, what is not covered, and last the rate, which is asked for when all else is right.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.destinations.networks import NetworkMatch, matches
from voltage_tui.money import BTC
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.paying.checks import (
    Check,
    CheckKind,
    Passes,
    Stops,
    Unknown,
    Verdict,
)
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.funds import fund_checks, line_check
from voltage_tui.treasury.paying.policy_checks import policy_checks
from voltage_tui.treasury.paying.quote_check import quote_checks
from voltage_tui.treasury.paying.repeats import duplicate_check
from voltage_tui.treasury.paying.server_check import Answer
from voltage_tui.treasury.reading import Freshness

if TYPE_CHECKING:
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.paying.outgoing import Outgoing

SOON: Final = timedelta(seconds=60)
"""An invoice with less time left is warned about (S-33)."""
CLOCKS_APART: Final = timedelta(seconds=60)
"""A local clock further from the server's is warned about (S-33)."""


def preflight(order: PayOrder, facts: Facts) -> tuple[Check, ...]:
    """Every check of an order, in the order of the screen; `first_stop` names what stops it."""
    return (
        Check(CheckKind.FRESHNESS, freshness_verdict(facts)),
        Check(CheckKind.WALLET, wallet_verdict(order, facts)),
        Check(CheckKind.NETWORK, _network(order, facts)),
        Check(CheckKind.EXPIRY, _expiry(order, facts)),
        duplicate_check(order, facts),
        *fund_checks(order, facts),
        *policy_checks(order, facts),
        line_check(order, facts),
        *quote_checks(order, facts),
        *_server_check(facts),
    )


def _server_check(facts: Facts) -> tuple[Check, ...]:
    """What Voltage itself said. It stops nothing: it may say otherwise in a minute."""
    word = facts.server_word
    if word is None:
        return ()
    ago = duration(facts.now - word.at)
    match word.answer:
        case Answer.ALLOWED:
            return (Check(CheckKind.SERVER, Passes(f"{word.words} Asked {ago} ago.")),)
        case Answer.REFUSED:
            said = Passes(f"Asked {ago} ago.", warning=f"Voltage: {word.words}")
            return (Check(CheckKind.SERVER, said),)
        case Answer.ASKING | Answer.NOT_ASKED | Answer.SILENT:
            return (Check(CheckKind.SERVER, Unknown(word.words)),)


def freshness_verdict(facts: Facts) -> Verdict:
    """Nothing is judged by figures older than five of their intervals (S-17)."""
    now = facts.now
    read = (
        ("balances", facts.wallets.age_s(now), facts.wallets.freshness(now)),
        ("payments", facts.book.age_s(now), facts.book.freshness(now)),
    )
    old: list[str] = []
    for name, age_s, freshness in read:
        if age_s is None or freshness is Freshness.MISSING:
            return Stops(f"The {name} have not been read yet.", "Wait until they are.")
        words = f"The {name} are {duration(timedelta(seconds=age_s))} old."
        if freshness is Freshness.DEAD:
            return Stops(words, "Wait until they can be read again.")
        if freshness is Freshness.OLD:
            old.append(words)
    return Passes("The figures are fresh.", warning=" ".join(old) or None)


def wallet_verdict(order: Outgoing, facts: Facts) -> Verdict:
    """Whether the wallet can pay at all."""
    account = facts.account
    if account is None or account.wallet.id != order.wallet_id:
        return Stops("The wallet is not known.", "Choose another wallet.")
    wallet = account.wallet
    if not wallet.active or wallet.deleted_at is not None:
        return Stops("The wallet is not active.", "Choose another wallet.")
    if account.currency is None:
        return Unknown("The wallet's currency is not known.")
    if account.currency != order.currency:
        has = "bitcoin" if account.currency == BTC else "dollars"
        return Stops(f"The wallet holds {has}, the order is for another currency.", "Start again.")
    return Passes("The wallet is active.")


def _network(order: PayOrder, facts: Facts) -> Verdict:
    """Money is never sent to another network (S-32)."""
    if facts.account is None:
        return Stops("The wallet's network is not known.", "Choose another wallet.")
    theirs, ours = order.destination.network, facts.account.wallet.network.value
    thing = _thing(order)
    match matches(theirs, ours):
        case NetworkMatch.MATCH:
            return Passes(f"The {thing} and the wallet are on {ours}.")
        case NetworkMatch.AMBIGUOUS:
            warning = f"The {thing} is for {theirs.value}: it does not say which. Is it {ours}?"
            return Passes(f"The wallet is on {ours}.", warning=warning)
        case NetworkMatch.MISMATCH:
            return Stops(
                f"The {thing} is for {theirs.value}, this wallet is on {ours}.",
                "Choose a wallet of that network, or ask the payee for another one.",
            )


def _expiry(order: PayOrder, facts: Facts) -> Verdict:
    """Whether there is time left, by the server's clock (S-33)."""
    offset = facts.server_offset
    apart = None
    if offset is not None and abs(offset) > CLOCKS_APART:
        way = "behind" if offset > timedelta() else "ahead of"
        apart = f"This computer's clock is {duration(abs(offset))} {way} Voltage's."
    if order.invoice is None:
        return Passes("An address does not expire.", warning=apart)
    left = order.invoice.expires_at - facts.server_now
    if left <= timedelta():
        ago = duration(-left)
        return Stops(f"The invoice expired {ago} ago.", "Ask the payee for a new one.")
    soon = f"It expires in {duration(left)}." if left < SOON else None
    warning = " ".join(words for words in (soon, apart) if words is not None)
    return Passes("The invoice has not expired.", left, warning or None)


def _thing(order: PayOrder) -> str:
    return "address" if order.invoice is None else "invoice"
