"""Who was paid before, on the screen: one key for a known payee, for nobody else (S-28, S-40)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import Input

from tests.ui.receive.acts import burst
from tests.ui.send.acts import (
    LIVED,
    confirm,
    open_form,
    outside,
    paste,
    sends,
)
from tests.ui.stage import START, Stage, stage
from voltage_tui.destinations import bolt11
from voltage_tui.model.ids import PaymentId
from voltage_tui.money import BTC
from voltage_tui.store.payees import Paid
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.ui.screens.send.card import SendingPage
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage

ONE_KEY = "y pays it, once"


def node_of(text: str) -> str:
    """The key of the node that an invoice is of."""
    return bolt11.decode(text).payee.hex()


async def paid_before(s: Stage, key: str, times: int = 3, sats: int = 1_000) -> None:
    """Somebody was paid so often, in an earlier run."""
    assert s.app.treasury is not None
    await s.app.treasury._tools.store.note_paid(
        Paid(key, PaymentId(f"p-{n}"), sats * 1_000, START - timedelta(days=n))
        for n in range(1, times + 1)
    )


async def fresh_card(s: Stage, text: str) -> ConfirmPage:
    """The card that asks, just opened, to pay from a wallet that has money of its own."""
    await open_form(s)
    form = s.app.pages.front
    assert isinstance(form, SendPage)
    form._wallet.choose(next(a.wallet.id for a in s.snapshot.accounts if _has_money(a)))
    form._chosen = True
    await paste(s, text)
    await s.press("tab", "enter")
    card = s.app.pages.front
    assert isinstance(card, ConfirmPage), s.text
    return card


def _has_money(account: Account) -> bool:
    available = account.available
    return account.currency == BTC and available is not None and available.units > 10**9


async def review(s: Stage, text: str) -> ConfirmPage:
    """The same, looked at for as long as it takes to answer."""
    card = await fresh_card(s, text)
    await s.pass_time(SETTLE_S)
    return card


async def known_card(s: Stage, sats: int = 1_000) -> ConfirmPage:
    """The card that asks, for an invoice of a node that was paid three times."""
    text = outside(s, sats)
    await paid_before(s, node_of(text))
    return await review(s, text)


async def until_sent(s: Stage, count: int) -> None:
    """Let time pass until so many payments have completed."""
    done = SendStage.COMPLETED
    await s.until(lambda: sum(x.stage is done for x in s.snapshot.sendings) == count)
    await s.pass_time(0.5)


@pytest.mark.safety("S-28", "paid by the program, its payee takes one key the next time")
async def test_a_payee_is_known_once_it_was_paid_and_then_takes_one_key() -> None:
    async with stage(options=LIVED) as s:
        first, second = outside(s), outside(s)
        await review(s, first)
        assert "! first time: no payment to it is known" in s.text
        await confirm(s, first)
        await until_sent(s, 1)
        await s.press("escape")
        await review(s, second)
        assert "this node was paid once · last 2026-03-02 · 1,000 sats" in s.text
        assert ONE_KEY in s.text
        await s.press("y")
        await until_sent(s, 2)
        assert len(sends(s)) == 2
        assert isinstance(s.app.pages.front, SendingPage)


@pytest.mark.safety("S-9", "50 times y at once for a known payee: one POST")
async def test_y_pays_once_however_often_it_is_pressed() -> None:
    async with stage(options=LIVED) as s:
        await known_card(s)
        await burst(s, *["y", "enter"] * 25)
        await s.pass_time(5)
        assert len(sends(s)) == 1


@pytest.mark.safety(
    "S-9", "y within half a second of the card or of its amounts being shown: 0 POSTs"
)
async def test_y_does_nothing_unseen() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await paid_before(s, node_of(text))
        await fresh_card(s, text)
        assert ONE_KEY in s.text
        await s.press("y", "enter", "y")
        assert sends(s) == []
        await s.pass_time(SETTLE_S)
        await s.press("p", "y", "enter")
        await s.pass_time(1)
        assert "nothing is confirmed unseen" in s.text
        assert "· 1,000 sats" not in s.text
        assert sends(s) == []
        await s.press("p", "y")
        await s.pass_time(1)
        assert sends(s) == []
        await s.press("y")
        await until_sent(s, 1)
        assert len(sends(s)) == 1


@pytest.mark.safety("S-28", "a payee for the first time: y is a letter in the field, 0 POSTs")
async def test_y_does_nothing_for_a_new_payee() -> None:
    async with stage(options=LIVED) as s:
        await review(s, outside(s))
        assert ONE_KEY not in s.text
        await s.press("y", "enter", "y")
        await s.pass_time(1)
        assert s.app.query_one("#send-last-four", Input).value == "yy"
        s.app.screen.set_focus(None)
        await s.press("y", "enter")
        await s.pass_time(1)
        assert sends(s) == []


@pytest.mark.safety("S-28", "ten times what is usual takes the last four of a known payee")
async def test_an_unusual_amount_is_named_and_takes_the_last_four() -> None:
    async with stage(options=LIVED) as s:
        await known_card(s, 10_000)
        assert "It is 10 times what this node usually gets, 1,000 sats." in " ".join(s.text.split())
        await s.press("y", "enter")
        await s.pass_time(1)
        assert sends(s) == []


@pytest.mark.safety("S-28", "one key becomes the last four while the card stands open")
async def test_a_card_that_becomes_strong_takes_what_is_typed() -> None:
    async with stage(options=LIVED) as s:
        card = await known_card(s)
        assert ONE_KEY in s.text
        text = card.order.destination.text
        assert s.app.treasury is not None
        book = s.app.treasury._at_desk().payees
        book._paid = {i: p for i, p in book._paid.items() if p.key != node_of(text)}
        book._publish()
        await s.paint()
        assert ONE_KEY not in s.text
        await s.press("y")
        await s.pass_time(1)
        assert sends(s) == []
        await s.press("backspace")
        await confirm(s, text)
        await until_sent(s, 1)


@pytest.mark.safety("S-40", "a look-alike is named, both whole; its last four confirm nothing")
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_look_alike_takes_what_differs(size: tuple[int, int]) -> None:
    async with stage(size, options=LIVED) as s:
        text = outside(s)
        key = node_of(text)
        alike = f"{key[:10]}{'0' * 8 if key[10:18] != '0' * 8 else '1' * 8}{key[18:]}"
        await paid_before(s, alike)
        assert s.app.treasury is not None
        await s.app.treasury._tools.store.name_payee(alike, "Northlane")
        await review(s, text)
        together = "".join(s.text.split())
        assert "LOOK-ALIKE of Northlane" in " ".join(s.text.split())
        for at in range(0, len(key), 4):
            assert key[at : at + 4] in together
            assert alike[at : at + 4] in together
        assert "^" in s.text
        await confirm(s, text)
        await s.pass_time(1)
        assert "compare it" in s.text
        assert sends(s) == []
        await s.press(*["backspace"] * 8, *key[8:12], "enter")
        await until_sent(s, 1)
        assert len(sends(s)) == 1


async def test_a_name_is_given_on_the_card_and_told_everywhere() -> None:
    async with stage(options=LIVED) as s:
        first, second = outside(s), outside(s)
        await review(s, first)
        await confirm(s, first)
        await until_sent(s, 1)
        assert "this node was paid once" in s.text
        await s.press("N")
        assert "a node may receive for more than one payee" in s.text
        await s.type("山田 Cooling")
        await s.press("enter")
        assert "山田 Cooling · this node was paid once" in s.text
        await s.press("enter")
        await s.pass_time(1)
        assert "山田 Cooling · this node was paid once" in s.text
        await s.press("N", "end", "!", "enter")
        assert "山田 Cooling! · this node was paid once" in s.text
        await s.press("escape", "escape")
        await open_form(s)
        await paste(s, second)
        assert "山田 Cooling! · this node was paid once" in s.text
        await s.press("p")
        assert "山田" not in s.text


async def test_a_name_that_is_too_wide_is_refused_and_an_empty_one_takes_it_away() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await confirm(s, text)
        await until_sent(s, 1)
        await s.press("N")
        await s.type("山" * 21)
        await s.press("enter")
        assert "A name has at most 40 cells, this has 42." in s.text
        await s.press("backspace", "enter")
        assert "山" * 20 in s.text
        await s.press("N", *["backspace"] * 20, "enter")
        assert "山" not in s.text
        assert "this node was paid once" in s.text


async def test_only_whom_a_completed_send_paid_can_be_named() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await s.press("N")
        assert "Name the payee" not in s.text
        await s.press("escape", "escape")
        await s.go("3", "enter")
        front = s.app.pages.front
        assert front is not None
        (naming,) = [c for c in front.commands() if c.id == "name-payee"]
        payment = s.snapshot.payment(front._payment_id)  # type: ignore[attr-defined]
        assert payment is not None
        assert naming.enabled() == (
            payment.direction.value == "send" and payment.status.value == "completed"
        )


@pytest.mark.safety("S-9", "the last four typed by habit at a card of one key: it stays, no POST")
async def test_where_one_key_confirms_other_keys_only_say_so() -> None:
    async with stage((80, 24), options=LIVED) as s:
        card = await known_card(s)
        assert ONE_KEY in s.text
        await s.press(*"2q5rsu3", "enter")
        assert s.app.pages.front is card
        assert s.app.is_running
        assert not s.app.amounts.hidden
        assert "Here only y pays, and esc goes back." in s.text
        await s.pass_time(6)
        assert "receive" not in s.text.splitlines()[-1]
        assert sends(s) == []
        await s.press("y")
        await s.pass_time(1)
        assert len(sends(s)) == 1
