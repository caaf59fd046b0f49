"""Where the coin price service is; on its own, so that naming it loads nothing."""

from __future__ import annotations

from typing import Final

COIN_PRICE_HOST: Final = "coinprice.voltage.cloud"
"""The host that is asked, as the person is told it (API reference section 1)."""
COIN_PRICE_URL: Final = f"https://{COIN_PRICE_HOST}"


def coin_price_url(base_url: str) -> str:
    """The service that belongs to the API at this address, which has been checked.

    A simulator on this machine (plain http is only ever to this machine) has its own; every other
    address has Voltage's.
    """
    if not base_url.startswith("http:"):
        return COIN_PRICE_URL
    return "/".join(base_url.split("/")[:3])
