"""Whether a dollar order may be paid at its quote (S-41 to S-43)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.quote import Quote, QuoteState
from voltage_tui.money import BTC
from voltage_tui.treasury.paying.checks import Check, CheckKind, Passes, Stops

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.treasury.paying.checks import Verdict
    from voltage_tui.treasury.paying.facts import Facts
    from voltage_tui.treasury.paying.order import PayOrder

MARGIN: Final = timedelta(seconds=5)
"""How long before its end a quote is not used any more (S-42)."""
_AGAIN: Final = "Ask for a new rate, and confirm again."


def quote_checks(order: PayOrder, facts: Facts) -> tuple[Check, ...]:
    """The check of the order's quote; none for a bitcoin wallet, which pays without."""
    if order.currency == BTC:
        return ()
    return (Check(CheckKind.QUOTE, quote_verdict(order, facts)),)


def quote_verdict(order: PayOrder, facts: Facts) -> Verdict:
    """Whether the quote is the order's own, unused, and good for a while; `left` is how long."""
    if order.quote_id is None:
        return Stops("A dollar wallet pays at a rate, and none was asked for.", "Ask for a rate.")
    quote = facts.quote
    if quote is None:
        return Stops("The rate has not come yet.", "Wait a moment.")
    if not _fits(order, quote, facts):
        return Stops("The rate was asked for another payment.", _AGAIN)
    match quote.state(facts.server_now):
        case QuoteState.FAILED:
            return Stops("The rate could not be given.", _AGAIN)
        case QuoteState.CONSUMED:
            return Stops("The rate was used before; each is good for one payment.", _AGAIN)
        case QuoteState.REQUESTED:
            return Stops("The rate has not come yet.", "Wait a moment.")
        case QuoteState.EXPIRED:
            return Stops("The rate has run out.", _AGAIN)
        case QuoteState.READY:
            return _time_left(quote, facts.server_now)


def usable_until(quote: Quote) -> datetime | None:
    """The moment, by the server's clock, from which a confirm is dead; None before it is ready."""
    return None if quote.expires_at is None else quote.expires_at - MARGIN


def _fits(order: PayOrder, quote: Quote, facts: Facts) -> bool:
    """Whether the quote is this one, for this amount to these dollars (S-41)."""
    if (quote.id, quote.amount, quote.to) != (order.quote_id, order.amount, order.currency):
        return False
    if facts.account is not None and quote.network != facts.account.wallet.network:
        return False
    rate = None if quote.quote is None else quote.quote.rate.currency
    return rate in (None, order.currency) and quote.wallet_id in (None, order.wallet_id)


def _time_left(quote: Quote, now: datetime) -> Verdict:
    until = usable_until(quote)
    if until is None or until <= now:
        return Stops("The rate runs out within five seconds.", _AGAIN)
    return Passes("The rate is locked for this payment.", until - now)
