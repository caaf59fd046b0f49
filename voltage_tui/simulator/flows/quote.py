"""Pricing a quote: a moment after it was asked for (API reference, section 9)."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.moments import HOUR, MINUTE, SECOND
from voltage_tui.simulator.state.ids import secret_of
from voltage_tui.simulator.state.kinds import NETWORK

if TYPE_CHECKING:
    from voltage_tui.simulator.state.quote import Quote
    from voltage_tui.simulator.state.state import State

LIFETIME: Final = 300 * SECOND
"""How long a price holds (section 20)."""
_MIDDLE: Final = 6_250_000
_SLOW_SWING: Final = 90_000
_FAST_SWING: Final = 9_000


def rate_at(state: State, at: int) -> int:
    """Cents per bitcoin at a moment: it wanders around $62,500, and follows from the seed."""
    slow = _between(state, "rate-day", at, 6 * HOUR, _SLOW_SWING)
    return _MIDDLE + slow + _between(state, "rate-minute", at, 4 * MINUTE, _FAST_SWING)


def _between(state: State, purpose: str, at: int, every: int, swing: int) -> int:
    """A value that moves in a straight line from one seeded point to the next."""
    number, past = divmod(at, every)
    before, after = (_point(state.seed, purpose, n, swing) for n in (number, number + 1))
    return before + (after - before) * past // every


@lru_cache(maxsize=256)
def _point(seed: int, purpose: str, number: int, swing: int) -> int:
    dice = secret_of(seed, purpose, str(number))
    return int.from_bytes(dice[:4], "big") % (2 * swing) - swing


def request(state: State, quote: Quote) -> None:
    """Take a valid request in; it is priced, or has failed, a moment later."""
    state.quotes[quote.id] = quote
    state.soon(150, 600, partial(price, state, quote))


def price(state: State, quote: Quote) -> None:
    """`requested` to `ready`, or to `failed`."""
    if quote.network != NETWORK:
        quote.failed_at = state.now
        quote.error = {
            "type": "invalid_network",
            "detail": "the line of credit is on another network",
            "context": {"quote_network": NETWORK, "requested_network": quote.network},
        }
        return
    if state.quotes_fail:
        quote.failed_at = state.now
        message = "price source unavailable"
        quote.error = {"type": "coin_price", "detail": message, "context": {"message": message}}
        return
    set_price(state, quote)


def set_price(state: State, quote: Quote) -> None:
    """Give the quote this moment's rate, for its lifetime."""
    quote.rate = rate_at(state, state.now)
    quote.priced_at = state.now
    quote.expires_at = state.now + LIFETIME
