"""Making a client."""

# httpx is loaded only by a program that goes over the network, never by the demo.
# ruff: noqa: PLC0415

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from voltage_tui.api.base_url import BaseUrl
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.session import Patience, Session

if TYPE_CHECKING:
    from voltage_tui.api.coin_prices import CoinPrices
    from voltage_tui.api.power import Power
    from voltage_tui.api.transport import Transport
    from voltage_tui.api.write_log import WriteLog
    from voltage_tui.clock import Clock
    from voltage_tui.model.scope import Scope
    from voltage_tui.secret import Secret


def connect_coin_prices(where: BaseUrl | Transport, clock: Clock) -> CoinPrices:
    """A client of the coin price service, which has no key to send (S-50); nothing is sent."""
    from voltage_tui.api.coin_prices import MAX_BYTES, CoinPrices

    if isinstance(where, BaseUrl):
        from voltage_tui.api.http import HttpTransport

        return CoinPrices(HttpTransport(where, clock, max_bytes=MAX_BYTES), clock)
    return CoinPrices(where, clock)


def connect(
    key: Secret,
    scope: Scope,
    *,
    where: BaseUrl | Transport,
    power: Power,
    clock: Clock,
    random: Random | None = None,
    patience: Patience | None = None,
    write_log: WriteLog | None = None,
) -> VoltageClient:
    """A client for one environment, over the network or over a transport of the caller's.

    Nothing is sent. Without a `write_log` the client only reads (S-1). Raises `InvalidKeyError`
    for a key that could not be sent.
    """
    if isinstance(where, BaseUrl):
        from voltage_tui.api.http import HttpTransport

        transport: Transport = HttpTransport(where, clock)
    else:
        transport = where
    session = Session(
        transport,
        key,
        scope,
        power,
        clock,
        random or Random(),
        patience,
        write_log,
    )
    return VoltageClient(session)
