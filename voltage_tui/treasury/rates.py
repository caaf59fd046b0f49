"""The newest rate seen anywhere: in quotes, in payments, in exchanges (S-18, S-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.quote import AnyQuote, MarketQuote, PeerQuote
from voltage_tui.money import USD
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.board import Board

_AHEAD: Final = timedelta(minutes=1)
"""How far two clocks of Voltage's may be apart."""


class RateKeeper:
    """Keeps `snapshot.rate`: dollars for a bitcoin, by when they were quoted.

    `now` is the moment by the server's clock. A rate from the future is not taken: it would never
    age (S-18), and no later one would replace it.
    """

    def __init__(self, board: Board, now: Callable[[], datetime]) -> None:
        self._board = board
        self._now = now

    def offer(self, quotes: Iterable[AnyQuote | None]) -> None:
        """Take the newest of these if it is newer than what is known."""
        found = [known for quote in quotes if (known := known_rate(quote)) is not None]
        latest = self._now() + _AHEAD
        found = [known for known in found if known.quoted_at <= latest]
        if not found:
            return
        newest = max(found, key=lambda known: known.quoted_at)
        known = self._board.snapshot.rate
        if known is None or newest.quoted_at > known.quoted_at:
            self._board.post(replace(self._board.snapshot, rate=newest), Topic.RATE)

    def offer_payments(self, payments: Iterable[Payment]) -> None:
        """Look for rates in payments just read."""
        self.offer(quote for p in payments for quote in _quotes_in(p))


def known_rate(quote: AnyQuote | None) -> KnownRate | None:
    """A quote's rate if it is one in dollars; a peer's rate for an asset is not."""
    match quote:
        case MarketQuote():
            return KnownRate(quote.rate, quote.quoted_at) if quote.rate.currency == USD else None
        case PeerQuote() | None:
            return None


def _quotes_in(payment: Payment) -> list[AnyQuote | None]:
    return [payment.market_quote, *(exchange.quote for exchange in payment.exchanges)]
