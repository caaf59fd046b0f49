"""A person may declare that a payment was never sent; this says when that can be believed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from voltage_tui.treasury.paying.sending import PayRefused, Sending, SendStage

UNKNOWN_FOR: Final = timedelta(minutes=10)
"""How long the API must not have known the ID, by the server's clock and by ours."""
TIMES: Final = 5
"""How many answers of that time must have said so, so that a wrong clock is not enough."""


def why_not_given_up(sending: Sending, server_now: datetime, now_s: float) -> PayRefused | None:
    """Why a payment cannot be declared never sent yet; None when it can.

    `now_s` is of our monotonic clock.
    """
    if sending.stage is not SendStage.UNKNOWN:
        return PayRefused("it is known what became of it", "look at it")
    if not _long_missing(sending, server_now, now_s):
        minutes = int(UNKNOWN_FOR.total_seconds()) // 60
        return PayRefused(
            f"Voltage must have answered for {minutes} minutes that it does not know it",
            "wait; it is looked for",
        )
    # An address on its own never expires, and nothing of it is waited for.
    payable_until = sending.payable_until
    if payable_until is not None and server_now <= payable_until:
        return PayRefused(
            "what was to be paid can still be paid",
            f"wait until {payable_until:%Y-%m-%d %H:%M} UTC, when it has expired",
        )
    return None


def _long_missing(sending: Sending, server_now: datetime, now_s: float) -> bool:
    """Whether the API has not known it for long, by both clocks and in several answers."""
    since = sending.missing_since
    if since is None or sending.missing_times < TIMES:
        return False
    by_ours = timedelta(seconds=now_s - sending.missing_s)
    return min(server_now - since, by_ours) >= UNKNOWN_FOR
