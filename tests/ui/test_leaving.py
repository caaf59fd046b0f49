"""`q` asks while something is under way, and only then (S-10)."""

from __future__ import annotations

import pytest

from tests.ui.send.acts import LIVED, confirm, outside, pay_unanswered, review, sending, until_at
from tests.ui.stage import Stage, stage
from voltage_tui.simulator.faults import Break
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.ui.leave_dialog import LeaveDialog


def is_asking(s: Stage) -> bool:
    return isinstance(s.app.screen, LeaveDialog)


def has_left(s: Stage) -> bool:
    return s.app._exit


@pytest.mark.safety("S-10", "q names the payment, its ID and what leaving does; enter is no answer")
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_names_the_payment_and_what_leaving_does(size: tuple[int, int]) -> None:
    async with stage(size, LIVED) as s:
        await pay_unanswered(s)
        await s.press("q")
        assert is_asking(s)
        assert "1,000 sats from Ops" in s.text
        assert sending(s).payment_id in s.text
        assert "It may have been sent or not" in s.text
        assert "nobody follows it until this program is started again" in " ".join(s.text.split())
        await s.press("enter", "enter", "q")
        assert is_asking(s)
        assert not has_left(s)
        await s.press("escape")
        assert not is_asking(s)
        assert not has_left(s)
        await s.press("q", "y")
        assert has_left(s)


async def test_amounts_that_are_hidden_stay_so() -> None:
    async with stage(options=LIVED) as s:
        await pay_unanswered(s)
        await s.press("p", "q")
        assert is_asking(s)
        assert "1,000" not in s.text


async def test_a_request_that_is_on_its_way_is_asked_about_too() -> None:
    async with stage(options=LIVED) as s:
        s.faults.add(Break.NEVER_ANSWER, method="POST", path=".*/payments")
        await s.press("r")
        await s.type("25000")
        await s.press("enter", "escape", "q")
        assert is_asking(s)
        (asked,) = s.snapshot.receivings
        assert f"Request {asked.payment_id} may have been made" in " ".join(s.text.split())


async def test_once_it_has_ended_nothing_is_asked() -> None:
    async with stage(options=LIVED) as s:
        text = outside(s)
        await review(s, text)
        await confirm(s, text)
        await until_at(s, SendStage.COMPLETED)
        await s.press("q")
        assert has_left(s)


async def test_with_nothing_under_way_it_leaves() -> None:
    async with stage() as s:
        await s.press("q")
        assert has_left(s)
