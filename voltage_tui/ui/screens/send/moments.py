"""Until when something can be paid, by the server's clock (S-33)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
    Destination,
)

SOON: Final = timedelta(seconds=60)
"""What is left of an invoice's life when it is warned of; also how far a clock may be off."""


def ends_at(destination: Destination) -> datetime | None:
    """When its invoice expires; None for an address, which does not."""
    match destination:
        case Bolt11Destination(invoice):
            return datetime.fromtimestamp(invoice.expires_at, UTC)
        case Bip21Destination(uri):
            if uri.lightning is None:
                return None
            return datetime.fromtimestamp(uri.lightning.expires_at, UTC)
        case AddressDestination():
            return None


def is_clock_off(offset: timedelta | None) -> bool:
    """Whether this machine's clock is further from the server's than expiry can bear."""
    return offset is not None and abs(offset) > SOON
