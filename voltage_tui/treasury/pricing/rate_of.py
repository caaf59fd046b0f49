"""The one answer to what a bitcoin was worth at an entry's moment (S-69)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.kept_rates import minute_of, subject_of
from voltage_tui.model.movement import RateOfPayment, RateSource
from voltage_tui.model.payment_rate import rate_of_entry
from voltage_tui.money import BTC

if TYPE_CHECKING:
    from voltage_tui.model.kept_rates import KeptRates
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.payment import Payment


def rate_of(entry: LedgerEntry, payment: Payment | None, kept: KeptRates) -> RateOfPayment | None:
    """The rate of an entry with its source and time; None is missing: never 0, never today's.

    In this order:

    1. what the payment itself says (`rate_of_entry`: its quote, market quote or exchange). Dollars
       moved at that rate, so it stands whatever anybody types: the books would otherwise disagree
       with the dollar ledger and with Voltage's bill;
    2. the rate a person gave for it, with a reason. It is a judgement made about this payment (a
       contract's rate, the rate a tax office names), so it goes before a price of the market;
    3. the coin price of the very minute the entry took effect, if that was fetched.

    The last two are for bitcoin alone: dollars need no rate, and they say nothing of assets.
    """
    own = None if payment is None else rate_of_entry(entry, payment)
    if own is not None or entry.currency != BTC:
        return own
    manual = kept.manual.get(subject_of(entry))
    if manual is not None:
        return RateOfPayment(manual.rate, RateSource.MANUAL, entry.effective_time)
    minute = minute_of(entry.effective_time)
    price = kept.minutes.get(minute)
    return None if price is None else RateOfPayment(price, RateSource.COINPRICE_MINUTE, minute)
