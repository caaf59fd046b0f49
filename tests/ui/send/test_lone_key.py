"""Where one key pays, only a `y` that is pressed alone does: one of a text pays nothing (S-9)."""

from __future__ import annotations

import pytest
from textual import events

from tests.ui.receive.acts import burst
from tests.ui.send.acts import LIVED, open_form, outside, paste, sends
from tests.ui.send.test_payees import (
    ONE_KEY,
    _has_money,
    fresh_card,
    known_card,
    node_of,
    paid_before,
)
from tests.ui.stage import Stage, stage
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage
from voltage_tui.ui.screens.send.lone_key import LONE_S

ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
NOT_LAST = "Another key came right after y: nothing was sent."
NOT_ALONE = "press y alone"


async def typed(s: Stage, words: str, every_s: float = 0.15) -> None:
    """Keys as fast as somebody types them."""
    for key in words:
        await s.type(key)
        await s.pass_time(every_s)


async def stays(s: Stage, card: ConfirmPage) -> None:
    """Nothing was sent, nothing will be, and the card asks as before."""
    await s.pass_time(5)
    assert sends(s) == []
    assert s.app.pages.front is card
    assert ONE_KEY in s.text


async def test_a_lone_y_pays_and_is_answered_at_once() -> None:
    async with stage(options=LIVED) as s:
        await known_card(s)
        await s.press("y")
        assert "◐ paying" in s.text
        assert sends(s) == []
        await s.pass_time(LONE_S)
        assert len(sends(s)) == 1
        await s.pass_time(5)
        assert len(sends(s)) == 1


@pytest.mark.safety("S-9", "enter, then ' hosting of many' typed on: the card stays, 0 POSTs")
async def test_who_types_on_after_enter_pays_nothing() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await paid_before(s, node_of(text))
        await open_form(s)
        form = s.app.pages.front
        assert isinstance(form, SendPage)
        form._wallet.choose(next(a.wallet.id for a in s.snapshot.accounts if _has_money(a)))
        form._chosen = True
        await paste(s, text)
        form._reference.focus()
        await s.type("july")
        await s.press("enter")
        await typed(s, " hosting of many")
        card = s.app.pages.front
        assert isinstance(card, ConfirmPage)
        assert NOT_ALONE in s.text
        await stays(s, card)


@pytest.mark.safety("S-9", "an address typed or pasted without marks at a card of y: 0 POSTs")
@pytest.mark.parametrize("words", [ADDRESS, "y" + ADDRESS, ADDRESS + "\r", "yy3", "y x"])
@pytest.mark.parametrize("at_once", [True, False])
async def test_a_text_with_a_y_pays_nothing(words: str, *, at_once: bool) -> None:
    async with stage(options=LIVED) as s:
        card = await known_card(s)
        keys = [{"\r": "enter", " ": "space"}.get(c, c) for c in words]
        if at_once:
            await burst(s, *keys)
        else:
            for key in keys:
                await s.press(key)
                await s.pass_time(0.1)
        await stays(s, card)


@pytest.mark.safety("S-9", "'x9ty' typed by habit at a card of one key: 0 POSTs, then y pays")
async def test_the_last_four_with_a_y_by_habit_pay_nothing() -> None:
    async with stage(options=LIVED) as s:
        card = await known_card(s)
        await typed(s, "x9ty")
        assert NOT_ALONE in s.text
        await stays(s, card)
        await s.press("y")
        await s.pass_time(1)
        assert len(sends(s)) == 1


@pytest.mark.safety("S-9", "y within half a second after any other key, or a y too early: 0 POSTs")
@pytest.mark.parametrize("key", ["x", "enter", "tab", "n", "v", "A", "y", "5", "up"])
async def test_a_y_right_after_another_key_pays_nothing(key: str) -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await paid_before(s, node_of(text))
        card = await fresh_card(s, text)
        if key != "y":
            await s.pass_time(SETTLE_S)
        await s.press(key)
        if key == "A":
            assert s.app.power is not None
            s.app.power.arm()
        await s.pass_time(SETTLE_S - 0.05)
        await s.press("y")
        await stays(s, card)


@pytest.mark.safety("S-9", "another key within 250 ms after y: 0 POSTs, and it is said")
@pytest.mark.parametrize("key", ["x", "space", "v", "p", "left", "escape"])
async def test_a_key_right_after_y_takes_it_back(key: str) -> None:
    async with stage(options=LIVED) as s:
        card = await known_card(s)
        await s.press("y")
        await s.pass_time(LONE_S - 0.01)
        await s.press(key)
        assert (s.app.pages.front is card) == (key != "escape")
        if key not in ("v", "p"):
            assert NOT_LAST in s.text
        await s.pass_time(5)
        assert sends(s) == []


@pytest.mark.safety("S-9", "a key that waits behind a busy program is still one after y: 0 POSTs")
async def test_a_key_that_waits_to_be_read_takes_it_back_too() -> None:
    async with stage(options=LIVED) as s:
        card = await known_card(s)
        await s.press("y")
        s.app.post_message(events.Key("x", "x"))
        s.clock.advance(LONE_S)
        await stays(s, card)
        await s.press("y")
        s.clock.advance(10 * LONE_S)
        await s.paint()
        assert sends(s) == []
        await s.press("x")
        await stays(s, card)


@pytest.mark.safety("S-9", "y, and before it is known to be alone locked, unarmed, left: 0 POSTs")
@pytest.mark.parametrize("change", ["lock", "disarm", "hide", "small", "leave", "strong"])
async def test_what_changes_right_after_y_takes_it_back(change: str) -> None:
    async with stage((80, 24), options=LIVED) as s:
        card = await known_card(s)
        await s.press("y")
        assert s.app.power is not None
        match change:
            case "lock":
                s.app.lock.now()
            case "disarm":
                s.app.power.disarm()
            case "hide":
                s.app.preferences.toggle_hidden()
            case "small":
                await s.resize(59, 19)
            case "leave":
                s.app.go(2)
            case _:
                assert s.app.treasury is not None
                book = s.app.treasury._at_desk().payees
                book._paid = {}
                book._publish()
        await s.paint()
        await s.pass_time(5)
        assert sends(s) == []
        if change == "strong":
            assert s.app.focused is card._typed
        elif change == "lock":
            assert list(s.app.query(ConfirmPage)) == []
        await s.resize(80, 24)
        assert "◐ paying" not in s.text
