"""Until when something can be paid, by the server's clock (S-33)."""

from __future__ import annotations

from datetime import datetime, timedelta

from voltage_tui.destinations.recognise import Destination
from voltage_tui.treasury.paying.order import invoice_in
from voltage_tui.treasury.paying.preflight import CLOCKS_APART


def ends_at(destination: Destination) -> datetime | None:
    """When its invoice expires; None for an address, which does not."""
    invoice = invoice_in(destination)
    return None if invoice is None else invoice.expires_at


def is_clock_off(offset: timedelta | None) -> bool:
    """Whether this machine's clock is further from the server's than expiry can bear."""
    return offset is not None and abs(offset) > CLOCKS_APART
