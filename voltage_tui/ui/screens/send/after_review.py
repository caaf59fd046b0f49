"""Where a review leads: to the card that asks, to an earlier payment, or back with a word."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from voltage_tui.money import BTC
from voltage_tui.treasury.paying.checks import first_stop
from voltage_tui.treasury.paying.sending import PayRefused
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.confirm import ConfirmPage
from voltage_tui.ui.screens.send.opening import open_sending
from voltage_tui.ui.screens.send.orders import Judged, facts_in, judged, without_rate

if TYPE_CHECKING:
    from voltage_tui.ui.screens.page import Page


class AfterReview:
    """What comes next for one form, one thing at a time."""

    def __init__(self, form: Page) -> None:
        self._form = form
        self._asked: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a rate is being asked for."""
        return self._asked is not None

    def go(self, found: Judged) -> None:
        """Open the card that asks; or the payment that this would repeat (S-7)."""
        app, judged_now = self._form.app, without_rate(found)
        stop, check = judged_now.stop, first_stop(judged_now.checks)
        if stop is not None and check is not None:
            # The form says in full what stops it; a notice has one line, the narrower the shorter.
            where = "the form says why"
            if stop.earlier is not None:
                open_sending(app, stop.earlier)
                where = "this is that payment"
            app.say(f"Nothing is sent. {check.kind.value.capitalize()}: {where}.", Role.WARN)
        elif found.order.currency == BTC:
            app.pages.open(ConfirmPage(found, self._form))
        else:
            self._asked = asyncio.create_task(self._with_rate(found), name="quote")

    async def _with_rate(self, found: Judged) -> None:
        """Lock a rate for a dollar wallet, then ask (S-41)."""
        app, order = self._form.app, found.order
        app.say("Asking for a rate.")
        try:
            if app.treasury is None:
                return
            quote = await app.treasury.request_quote(order.wallet_id, order.amount)
            if app.pages.front is not self._form or app.lock.is_on or app.snapshot is None:
                return  # left or locked meanwhile: a rate moves nothing, and runs out by itself
            fixed = order.at(quote)
            facts = facts_in(app, fixed, app.snapshot, quote)
            app.pages.open(ConfirmPage(judged(fixed, facts, found.converted_at), self._form))
        except PayRefused as refused:
            app.say(f"{refused.words}; {refused.advice}.", Role.WARN)
        finally:
            self._asked = None
