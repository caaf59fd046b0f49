"""Asking for the rate at which a dollar wallet would pay (S-41)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.paying.sending import PayRefused
from voltage_tui.treasury.problems import log_unexpected
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.model.quote import Quote
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.ui.app import VoltageApp


async def rate_for(app: VoltageApp, order: PayOrder) -> Quote | None:
    """A rate for this order; None where there is none, and then it was said why."""
    if app.treasury is None:
        return None
    try:
        return await app.treasury.request_quote(order.wallet_id, order.amount)
    except PayRefused as refused:
        app.say(f"{refused.words}; {refused.advice}.", Role.WARN)
    except Exception as error:  # noqa: BLE001 - a rate moves nothing; what asked for it stays
        log_unexpected("the request for a rate", error)
        app.say("This program failed to ask for a rate.", Role.BAD)
    return None
