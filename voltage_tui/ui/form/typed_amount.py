"""An amount that was typed, in the currency it is wanted in, or what is wrong with it.

Nothing here guesses: a number is read exactly, and converted only when a fresh rate is known
(safety rules S-18, S-21 to S-23).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voltage_tui.money import (
    BTC,
    INT64_MAX,
    MSATS_PER_SAT,
    USD,
    Currency,
    Entry,
    EntryUnit,
    InvalidAmountError,
    Money,
    parse_entry,
)
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.rate_age import age_of, is_stale

MSATS_EVER: Final = 21_000_000 * 100_000_000 * MSATS_PER_SAT
"""All the bitcoin there will ever be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An amount in the wallet's currency, None for any; how it was typed, and at which rate."""

    amount: Money | None
    entry: Entry | None = None
    rate: KnownRate | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an amount is wanted in, and the rate and the moment by which it may be converted.

    `whole_sats` is whether bitcoin goes on-chain. `zero` is what is said of an amount of nothing.
    """

    currency: Currency | None
    rate: KnownRate | None
    now: datetime
    whole_sats: bool = False
    zero: str = "more than 0"


def read_typed(text: str, unit: EntryUnit, wanted: Wanted) -> Asked | str:
    """What `text` comes to, a number without a unit word being in `unit`; else what is wrong."""
    try:
        entry = parse_entry(text, unit)
    except InvalidAmountError as error:
        return str(error)
    if entry.amount.is_zero:
        return wanted.zero
    asked = _in_currency(entry, wanted)
    if isinstance(asked, Asked) and asked.amount is not None:
        return _why_not_carried(asked.amount, whole_sats=wanted.whole_sats) or asked
    return asked


def _in_currency(entry: Entry, wanted: Wanted) -> Asked | str:
    """The typed amount in the wallet's currency, converted at a fresh rate if it must be."""
    if entry.amount.currency == wanted.currency:
        return Asked(entry.amount, entry)
    if wanted.currency == USD:
        return "a dollar wallet is asked in USD: ↓ changes the unit"
    if wanted.rate is None:
        return "no rate is known yet to convert with: type sats or BTC"
    if is_stale(wanted.rate, wanted.now):
        age = duration(age_of(wanted.rate, wanted.now))
        return f"the rate is {age} old, too old to convert with: type sats or BTC"
    amount = wanted.rate.rate.bitcoin_for(entry.amount, whole_sats=True)
    if amount.is_zero:
        return "less than one sat"
    return Asked(amount, entry, wanted.rate)


def _why_not_carried(amount: Money, *, whole_sats: bool) -> str | None:
    """Why the API could not carry this amount, or None if it can."""
    if amount.currency == BTC and amount.units > MSATS_EVER:
        return "more bitcoin than there will ever be"
    if amount.units > INT64_MAX:
        return "more than the API can carry"
    if whole_sats and amount.currency == BTC and amount.units % MSATS_PER_SAT:
        return "an on-chain amount is in whole sats"
    return None
