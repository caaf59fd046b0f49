"""No key does anything to what is not on the screen (S-9)."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input

from tests.ui.send.acts import LIVED, last_four, outside, paste, review, sends
from tests.ui.send.test_payees import known_card
from tests.ui.stage import stage
from voltage_tui.ui.leave_dialog import LeaveDialog
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.screens.wallets.delete import DeleteWallet

SMALL = (59, 19)


@pytest.mark.safety("S-9", "y while only 'needs 60x20' is on the screen, and just after: 0 POSTs")
async def test_a_card_that_cannot_be_seen_is_not_paid() -> None:
    async with stage((80, 24), options=LIVED) as s:
        card = await known_card(s)
        await s.resize(*SMALL)
        await s.pass_time(1)
        assert "needs 60x20" in s.text
        await s.press("y", "enter", "escape")
        card._confirm()
        await s.pass_time(2)
        assert s.app.pages.front is card
        await s.resize(80, 24)
        await s.press("y", "enter")
        await s.pass_time(SETTLE_S / 2)
        await s.press("y")
        await s.pass_time(2)
        assert sends(s) == []
        await s.press("y")
        await s.pass_time(2)
        assert len(sends(s)) == 1


@pytest.mark.safety("S-9", "review and y in a terminal that is too small: no card, 0 POSTs")
async def test_nothing_is_reviewed_unseen() -> None:
    async with stage((80, 24), options=LIVED) as s:
        card = await known_card(s)
        await s.press("escape")
        await s.resize(*SMALL)
        await s.press("tab", "enter", "enter")
        await s.pass_time(1)
        await s.press("y", "enter")
        await s.pass_time(2)
        assert s.app.pages.front is not card
        assert not isinstance(s.app.pages.front, ConfirmPage)
        assert sends(s) == []


async def test_the_last_four_can_be_typed_once_the_card_is_seen_again() -> None:
    async with stage((80, 24), options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await s.resize(*SMALL)
        await s.press(*last_four(text), "enter")
        await s.pass_time(1)
        assert s.app.query_one("#send-last-four", Input).value == ""
        await s.resize(80, 24)
        await s.pass_time(1)
        await s.press(*last_four(text), "enter")
        await s.pass_time(2)
        assert len(sends(s)) == 1


@pytest.mark.safety("S-9", "y right after the list of keys was closed: 0 POSTs")
async def test_the_half_second_counts_from_when_nothing_is_on_top_any_more() -> None:
    async with stage((80, 24), options=LIVED) as s:
        card = await known_card(s)
        await s.press("question_mark")
        card._confirm()
        await s.pass_time(1)
        await s.press("y", "escape", "y")
        await s.pass_time(1)
        assert s.app.pages.front is card
        assert sends(s) == []
        await s.press("y")
        await s.pass_time(2)
        assert len(sends(s)) == 1


async def test_no_act_is_begun_in_a_terminal_that_is_too_small() -> None:
    async with stage((80, 24), options=LIVED) as s:
        front = s.app.pages.front
        await s.resize(*SMALL)
        await s.press("A", "r", "s", "2", "colon", "T", "u", "enter", "down")
        s.app.post_message(events.Paste("tb1q"))
        await s.pass_time(2)
        assert s.app.power is not None
        assert not s.app.power.armed_left_s
        assert s.app.pages.front is front
        assert len(s.app.screen_stack) == 1


async def test_a_wallet_is_not_deleted_in_a_terminal_that_is_too_small() -> None:
    async with stage((80, 24), options=LIVED) as s:
        account = s.snapshot.accounts[0]
        dialog = DeleteWallet(account)
        answers: list[bool | None] = []
        s.app.push_screen(dialog, answers.append)
        await s.paint()
        await s.type(account.wallet.name)
        await s.resize(*SMALL)
        await s.press("enter")
        assert answers == []
        await s.press("escape")
        assert answers == [None]


async def test_a_terminal_that_is_too_small_can_be_locked_and_left() -> None:
    async with stage((80, 24), options=LIVED) as s:
        await s.resize(*SMALL)
        await s.press("L")
        assert "Locked" in s.text
        await s.press("enter")
        assert "needs 60x20" in s.text
        await s.press("q")
        assert s.app.return_code == 0


async def test_leaving_is_asked_about_in_a_terminal_that_is_too_small_too() -> None:
    async with stage((80, 24), options=LIVED) as s:
        await known_card(s)
        await s.press("y")
        await s.until(lambda: sends(s))
        await s.resize(*SMALL)
        await s.press("q")
        assert isinstance(s.app.screen, LeaveDialog)
        await s.press("y")
        assert s.app.return_code == 0


async def test_what_was_too_small_under_a_dialog_is_whole_again_after_it() -> None:
    async with stage((80, 24), options=LIVED) as s:
        before = s.lines[1:-1]
        await s.press("question_mark")
        await s.resize(*SMALL)
        await s.press("escape")
        assert "needs 60x20" in s.text
        await s.press("L")
        await s.resize(80, 24)
        await s.press("enter")
        assert s.lines[1:-1] == before
        await paste(s, "x")
        await s.press("2")
        assert s.app.page_number == 2
