"""What the journal knows from before a start is said in the form, before any confirm (S-7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.send.acts import LIVED, open_form, outside, paste, review, sends
from tests.ui.stage import Stage, stage
from voltage_tui.destinations.recognise import Unsupported, recognise
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, new_id
from voltage_tui.model.scope import Scope
from voltage_tui.model.writes import WriteIntent
from voltage_tui.money import BTC, sats
from voltage_tui.store.journal import Resolution
from voltage_tui.store.store import Store
from voltage_tui.treasury.paying.guards import guards_of, once_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.ui.screens.payments.case import CasePage
from voltage_tui.ui.screens.send.card import SendingPage

PAY = "create_payment"


def journal(s: Stage) -> Store:
    store = s.app.link.store
    assert store is not None
    return store


def order_to(s: Stage, text: str) -> PayOrder:
    destination = recognise(text)
    assert not isinstance(destination, Unsupported)
    wallet = next(a.wallet.id for a in s.snapshot.accounts if a.currency == BTC)
    return PayOrder(PaymentId(new_id()), wallet, destination, sats(1_000), sats(10), BTC)


async def sent_before(s: Stage, text: str) -> PaymentId:
    """A program before this one wrote it down and was ended while it was sent."""
    order = order_to(s, text)
    await journal(s).reserve(
        order.payment_id, order.wallet_id, guards_of(order), once=once_of(order)
    )
    scope = Scope(OrganizationId("o-1"), EnvironmentId("e-1"))
    await journal(s).intend(WriteIntent(order.payment_id, PAY, True, scope, "aa"))
    await s.press("R")
    await s.until(lambda: s.snapshot.sending(order.payment_id))
    return order.payment_id


@pytest.mark.safety(
    "S-7", "by paste and by palette after a restart: told in the form, the case opens, 0 POSTs"
)
@pytest.mark.parametrize("by_palette", [False, True])
async def test_one_of_before_a_restart_is_said_and_opened_instead_of_a_confirm(
    by_palette: bool,
) -> None:
    async with stage((132, 40), options=LIVED) as s:
        text = outside(s)
        earlier = await sent_before(s, text)
        assert s.snapshot.sending(earlier).order is None  # type: ignore[union-attr]
        if by_palette:
            await s.press("A")
            await s.pass_time(1)
            await s.press(":")
            await s.type("pay an invoice")
            await s.press("enter")
            await s.pass_time(0.5)
        else:
            await open_form(s)
        await paste(s, text)
        await s.paint()
        assert "✕ paid before       An earlier payment" in s.text
        await s.press("tab", "enter")
        front = s.app.pages.front
        assert isinstance(front, SendingPage)
        assert front.payment_id == earlier
        assert s.snapshot.sending(earlier).stage is SendStage.UNKNOWN  # type: ignore[union-attr]
        assert sends(s) == []


@pytest.mark.safety("S-7", "an invoice the journal knows as paid: told in the form, 0 POSTs")
async def test_one_that_was_paid_long_ago_is_said_and_its_case_opened() -> None:
    async with stage((132, 40), options=LIVED) as s:
        text = outside(s)
        order = order_to(s, text)
        await journal(s).reserve(
            order.payment_id, order.wallet_id, guards_of(order), once=once_of(order)
        )
        await journal(s).resolve(order.payment_id, Resolution.PAID)
        await open_form(s)
        await paste(s, text)
        await s.paint()
        assert "✕ paid before       This invoice was paid" in s.text
        await s.press("tab", "enter")
        front = s.app.pages.front
        assert isinstance(front, CasePage)
        assert any(target.endswith(order.payment_id) for _, target in s.asked)
        assert "Paid before: this is that payment." in s.keys
        assert sends(s) == []


async def test_another_invoice_is_told_nothing_of_it() -> None:
    async with stage((132, 40), options=LIVED) as s:
        await sent_before(s, outside(s))
        await review(s, outside(s, 2_000))
        assert "An earlier payment" not in s.text


async def test_when_the_earlier_one_is_given_up_the_form_lets_it_pass() -> None:
    async with stage((132, 40), options=LIVED) as s:
        text = outside(s)
        order = order_to(s, text)
        await journal(s).reserve(order.payment_id, order.wallet_id, guards_of(order))
        await open_form(s)
        await paste(s, text)
        assert "✕ paid before       An earlier payment" in s.text
        await journal(s).resolve(order.payment_id, Resolution.NOT_SENT)
        other = replace(order, payment_id=PaymentId(new_id()))
        await journal(s).reserve(other.payment_id, other.wallet_id, ["another"])
        await s.press("R")  # a sending has come: what was found before is looked at again
        await s.pass_time(1)
        assert "An earlier payment" not in s.text
