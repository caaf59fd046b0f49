"""Rates, their sources, and how fetching them goes, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.exports.values import rate_text
from voltage_tui.model.movement import RateOfPayment, RateSource
from voltage_tui.money import figure_of

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.money import Rate
    from voltage_tui.treasury.pricing.progress import PricingProgress

_SOURCES: Final = {
    RateSource.QUOTE: "quote",
    RateSource.EXCHANGE: "exchange",
    RateSource.MARKET_QUOTE: "market quote",
    RateSource.COINPRICE_MINUTE: "coin price of that minute",
    RateSource.MANUAL: "set by hand",
}


def price_words(rate: Rate) -> str:
    """Dollars for a bitcoin, to the cent: `$80,172.10`; less than one to its last digit."""
    price = rate.price
    return f"${rate_text(rate)}" if price.is_zero else f"${figure_of(price)}"


def rate_words(known: RateOfPayment) -> str:
    """A rate with its source and its moment: `$80,172.10 · quote · 4 Mar 2026 14:02 UTC`."""
    return f"{price_words(known.rate)} · {_SOURCES[known.source]} · {minute_words(known.at)}"


def minute_words(at: datetime) -> str:
    """A moment to the minute, with its date."""
    return f"{at.day} {at:%b %Y %H:%M} UTC"


def progress_words(progress: PricingProgress) -> str | None:
    """How fetching goes, or how it ended where it did not end well; None when all is well."""
    problem = progress.problem
    if progress.running:
        done = progress.fetched + progress.refused
        words = f"fetching prices: {done:,} of {progress.wanted:,} minutes"
        return words if problem is None else f"{words}. {problem.words}"
    if problem is None:
        return None
    return f"{problem.words} {problem.advice}"


def ended_words(progress: PricingProgress) -> str:
    """What a run gave, for the moment it ends."""
    if not progress.wanted:
        return "No price is missing that could be fetched."
    got = f"{progress.fetched:,} of {progress.wanted:,} prices fetched"
    refused = f", {progress.refused:,} refused" if progress.refused else ""
    left = f", {progress.left:,} not asked for" if progress.left else ""
    words = f"{got}{refused}{left}."
    return words if progress.problem is None else f"{words} {progress.problem.words}"
