"""While a dollar wallet's rate is asked for: what is typed meanwhile, and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.ui.send.acts import LIVED, open_form, outside, paste, sends, value
from tests.ui.send.test_payees import node_of, paid_before
from tests.ui.stage import Exchange, FarEnd, Stage, stage
from voltage_tui.clock import Clock
from voltage_tui.model.ids import WalletId
from voltage_tui.model.quote import Quote
from voltage_tui.money import USD, Money
from voltage_tui.ui.screens.send.confirm import ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage

RATE_S = 3.0


class SlowRates:
    """Answers each question for a rate after `RATE_S` of the clock."""

    clock: Clock | None = None

    def __call__(self, far_end: FarEnd) -> FarEnd:
        async def slow(
            method: str, target: str, headers: Mapping[str, str], body: bytes
        ) -> Exchange:
            if self.clock is not None and method == "POST" and "/quotes" in target:
                await self.clock.sleep(RATE_S)
            return await far_end(method, target, headers, body)

        return slow


async def dollar_form(s: Stage, text: str) -> SendPage:
    """The form filled in, to pay from the wallet that holds dollars."""
    await open_form(s)
    await paste(s, text)
    form = s.app.pages.front
    assert isinstance(form, SendPage)
    form._wallet.choose(next(a.wallet.id for a in s.snapshot.accounts if a.currency == USD))
    form._chosen = True
    form.judge()
    return form


@pytest.mark.safety("S-9", "typed on while the rate is asked for: no card, the form stays, 0 POSTs")
async def test_who_types_on_gets_no_card_under_the_fingers() -> None:
    slow = SlowRates()
    async with stage(options=LIVED, wrap=slow) as s:
        slow.clock = s.clock
        text = outside(s)
        await paid_before(s, node_of(text))
        form = await dollar_form(s, text)
        form._reference.focus()
        await s.type("monthly")
        await s.press("enter")
        for key in "xhostingxpayxyesxbyxjuly":
            await s.press(key)
            await s.pass_time(0.2)
        await s.pass_time(RATE_S)
        assert s.app.pages.front is form
        assert "The form was changed while the rate was asked for" in s.text
        assert value(s, "reference") == "monthlyxhostingxpayxyesxbyxjuly"
        assert sends(s) == []
        await s.press("enter")
        await s.pass_time(RATE_S + 1)
        card = s.app.pages.front
        assert isinstance(card, ConfirmPage)
        assert card.order.reference == "monthlyxhostingxpayxyesxbyxjuly"


async def test_a_rate_that_fails_oddly_is_said_and_the_form_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with stage(options=LIVED) as s:
        form = await dollar_form(s, outside(s))

        async def fail(wallet_id: WalletId, amount: Money) -> Quote:
            raise RuntimeError(wallet_id, amount)

        monkeypatch.setattr(s.app.treasury, "request_quote", fail)
        await s.press("tab", "enter")
        await s.pass_time(1)
        assert "This program failed to ask for a rate." in s.text
        assert s.app.pages.front is form
        monkeypatch.undo()
        await s.press("enter")
        await s.until(lambda: isinstance(s.app.pages.front, ConfirmPage))
