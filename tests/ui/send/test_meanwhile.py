"""What comes back to a confirm card that was left, locked, or failed under it."""

from __future__ import annotations

import pytest

from tests.ui.send.acts import LIVED, open_form, outside, paste, sends
from tests.ui.send.test_payees import known_card
from tests.ui.stage import Stage, stage
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.ui.screens.payments.case import CasePage
from voltage_tui.ui.screens.send.confirm import ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage


async def expired_rate(s: Stage) -> ConfirmPage:
    """The card of a dollar wallet whose rate has run out, armed."""
    await open_form(s)
    await paste(s, outside(s))
    form = s.app.pages.front
    assert isinstance(form, SendPage)
    form._wallet.choose(next(a.wallet.id for a in s.snapshot.accounts if a.currency == "usd"))
    form._chosen = True
    form.judge()
    await s.press("tab", "enter")
    await s.until(lambda: isinstance(s.app.pages.front, ConfirmPage))
    await s.skip(250)
    await s.until_shown("The rate", most_s=600)
    card = s.app.pages.front
    assert isinstance(card, ConfirmPage)
    assert s.app.power is not None
    s.app.power.arm()
    return card


@pytest.mark.safety("S-49", "a rate that comes after esc or behind the lock opens no card")
@pytest.mark.parametrize("key", ["escape", "L"])
async def test_a_new_rate_opens_no_card_once_its_own_was_left(key: str) -> None:
    async with stage(options=LIVED) as s:
        card = await expired_rate(s)
        card._again()
        await s.press(key)
        await s.pass_time(5)
        await s.press("enter")
        assert not isinstance(s.app.pages.front, ConfirmPage)
        assert list(s.app.query(ConfirmPage)) == []


async def test_a_send_that_fails_oddly_leads_to_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(options=LIVED) as s:
        card = await known_card(s)

        async def fail(order: PayOrder, digest: str) -> None:
            raise RuntimeError(order.destination.text)

        monkeypatch.setattr(s.app.treasury, "start_send", fail)
        await s.press("y")
        await s.pass_time(1)
        front = s.app.pages.front
        assert isinstance(front, CasePage)
        assert front._payment_id == card.order.payment_id
        assert "before paying again" in s.text
        assert list(s.app.query(ConfirmPage)) == []
        assert sends(s) == []
