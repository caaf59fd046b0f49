"""Where a review leads: to the card that asks, to an earlier payment, or back with a word."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC
from voltage_tui.treasury.paying.checks import first_stop
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.asking_rate import rate_for
from voltage_tui.ui.screens.send.confirm import ConfirmPage
from voltage_tui.ui.screens.send.opening import open_sending
from voltage_tui.ui.screens.send.orders import Judged, facts_in, judged, without_rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.ui.screens.page import Page
    from voltage_tui.ui.screens.send.draft import Draft

_CHANGED: Final = "The form was changed while the rate was asked for: review it again."


class AfterReview:
    """What comes next for one form, one thing at a time; `draft` is the form as it stands."""

    def __init__(self, form: Page, draft: Callable[[], Draft]) -> None:
        self._form = form
        self._draft = draft
        self._asked: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a rate is being asked for."""
        return self._asked is not None

    def go(self, found: Judged, reviewed: Draft) -> None:
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
            self._asked = asyncio.create_task(self._with_rate(found, reviewed), name="quote")

    async def _with_rate(self, found: Judged, reviewed: Draft) -> None:
        """Lock a rate for a dollar wallet, then ask (S-41); not where the form says another thing.

        Who goes on typing in the form has not come to the end of it: no card opens under the keys.
        """
        app = self._form.app
        app.say("Asking for a rate.")
        try:
            quote = await rate_for(app, found.order)
        finally:
            self._asked = None
        if app.pages.front is not self._form or app.lock.is_on:
            return  # left or locked meanwhile: a rate moves nothing, and runs out by itself
        if quote is None or app.snapshot is None:
            return
        if self._draft() != reviewed:
            app.say(_CHANGED, Role.WARN)
            return
        fixed = found.order.at(quote)
        facts = facts_in(app, fixed, app.snapshot, quote)
        app.pages.open(ConfirmPage(judged(fixed, facts, found.converted_at), self._form))
