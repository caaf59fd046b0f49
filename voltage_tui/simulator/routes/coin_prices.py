"""The coin price service, which is another host and asks for no key (API reference section 19).

The reference leaves open what a minute in the future is answered with: here it is refused.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.flows.quote import rate_at
from voltage_tui.simulator.http import Response
from voltage_tui.simulator.moments import MINUTE, parse, stamp
from voltage_tui.simulator.state.ids import secret_of

if TYPE_CHECKING:
    from voltage_tui.simulator.http import Request
    from voltage_tui.simulator.state.state import State

_PREFIX: Final = "/currency/"
_PAIR: Final = "BTCUSD"
_FINE: Final = 10**10
"""Parts of a cent that a price has: it is told with 12 places of a dollar."""


def coin_price(state: State, request: Request) -> Response | None:
    """The answer to a request of the coin price service; None for one that is not for it."""
    if request.path == "/":
        return Response(200, (("content-type", "text/plain"),), b"ok")
    if not request.path.startswith(_PREFIX):
        return None
    pair, _, when = request.path.removeprefix(_PREFIX).partition("/")
    if request.method != "GET" or pair != _PAIR:
        return _reply(400, {"error": "unsupported currency pair"})
    if state.quotes_fail:
        return _reply(503, {"error": "price source unavailable"})
    at = state.now
    # What cannot be read as a time is answered with the price of now, as the service does.
    with suppress(ValueError):
        at = parse(when)
    minute = at - at % MINUTE
    if minute > state.now:
        return _reply(400, {"error": "the time is in the future"})
    return _reply(200, {"pair": _PAIR, "time": stamp(minute), "price": _price(state, minute)})


def _price(state: State, minute: int) -> str:
    """Dollars for a bitcoin, with many places: near what quotes of that minute have."""
    cents = rate_at(state, minute)
    fine = int.from_bytes(secret_of(state.seed, "coin-price", str(minute))[:8], "big") % _FINE
    return f"{cents // 100}.{cents % 100:02d}{fine:010d}"


def _reply(status: int, body: dict[str, str]) -> Response:
    text = json.dumps(body, separators=(",", ":")).encode("ascii")
    return Response(status, (("content-type", "application/json"),), text)
