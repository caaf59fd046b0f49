"""The rate at which a payment itself was exchanged, where it says one (S-69)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.movement import RateOfPayment, RateSource
from voltage_tui.model.quote import MarketQuote
from voltage_tui.money import BTC, MSATS_PER_BTC, USD, Rate

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.settlement import Exchange

_SCALE: Final = 6
"""Places after the cent of a rate that is worked out from two amounts."""


def rate_of_entry(entry: LedgerEntry, payment: Payment) -> RateOfPayment | None:
    """What a bitcoin cost in dollars when the entry of this payment was exchanged.

    The quote of its own exchange, else the payment's market quote, else what its exchange amounts
    to; None where the payment says nothing of the kind.
    """
    exchange = next((e for e in payment.exchanges if e.ledger_id == entry.entry_id), None)
    quote = exchange.quote if exchange is not None else None
    if isinstance(quote, MarketQuote) and quote.rate.currency == USD:
        return RateOfPayment(quote.rate, RateSource.QUOTE, quote.quoted_at)
    market = payment.market_quote
    if market is not None and market.rate.currency == USD:
        return RateOfPayment(market.rate, RateSource.MARKET_QUOTE, market.quoted_at)
    return None if exchange is None else _worked_out(exchange, entry.effective_time)


def _worked_out(exchange: Exchange, at: datetime) -> RateOfPayment | None:
    sides = {side.currency: abs(side.units) for side in (exchange.source, exchange.target)}
    dollars, bitcoin = sides.get(USD, 0), sides.get(BTC, 0)
    if not dollars or not bitcoin:
        return None
    coefficient = (2 * dollars * MSATS_PER_BTC * 10**_SCALE + bitcoin) // (2 * bitcoin)
    if not coefficient:
        return None
    return RateOfPayment(Rate(coefficient, _SCALE, USD), RateSource.EXCHANGE, at)
