"""A person may declare that a payment was never sent; this says when that can be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from voltage_tui.treasury.paying.sending import PayRefused, Sending, SendStage

UNKNOWN_FOR: Final = timedelta(minutes=10)
"""How long the API must not have known the ID, by the server's clock."""
UNREMEMBERED_FOR: Final = timedelta(hours=24)
"""How long to wait after a restart, since the journal does not keep when an invoice expires."""

_LAST_S: Final = 253_402_300_799
"""The last second of the calendar."""


def why_not_given_up(sending: Sending, server_now: datetime) -> PayRefused | None:
    """Why a payment cannot be declared never sent yet; None when it can."""
    if sending.stage is not SendStage.UNKNOWN:
        return PayRefused("it is known what became of it", "look at it")
    since = sending.missing_since
    if since is None or server_now - since < UNKNOWN_FOR:
        minutes = int(UNKNOWN_FOR.total_seconds()) // 60
        return PayRefused(
            f"Voltage must have answered for {minutes} minutes that it does not know it",
            "wait; it is looked for",
        )
    payable_until = _payable_until(sending)
    if server_now <= payable_until:
        return PayRefused(
            "what was to be paid can still be paid",
            f"wait until {payable_until:%Y-%m-%d %H:%M} UTC, when it has expired",
        )
    return None


def _payable_until(sending: Sending) -> datetime:
    """When the invoice ends, by its own words; an address on its own never does, nor begins."""
    if sending.order is None:
        return sending.started_at + UNREMEMBERED_FOR
    invoice = sending.order.invoice
    if invoice is None:
        return sending.started_at
    return datetime.fromtimestamp(min(invoice.expires_at, _LAST_S), UTC)
