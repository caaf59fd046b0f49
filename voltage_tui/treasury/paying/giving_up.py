"""A person may declare that a payment was never sent; this says when that can be believed."""

from __future__ import annotations

from datetime import datetime

from voltage_tui.treasury.missing import LONG
from voltage_tui.treasury.paying.sending import PayRefused, Sending, SendStage


def why_not_given_up(sending: Sending, server_now: datetime, now_s: float) -> PayRefused | None:
    """Why a payment cannot be declared never sent yet; None when it can.

    `now_s` is of our monotonic clock.
    """
    if sending.stage is not SendStage.UNKNOWN:
        return PayRefused("it is known what became of it", "look at it")
    if sending.missing is None or not sending.missing.is_long(server_now, now_s):
        minutes = int(LONG.total_seconds()) // 60
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
