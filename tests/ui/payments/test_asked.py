"""A request that is no payment yet, or never became one, is found again on Payments."""

from __future__ import annotations

import pytest

from tests.ui.send.acts import LIVED, confirm, outside, review, until_at
from tests.ui.stage import Stage, stage
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.paying.sending import SendStage

NEW = SimulatorOptions(payer=Payer.MANUAL, history_days=0)
"""A company without a history, so that an hour of reading it is quickly lived through."""


async def test_a_request_that_could_not_be_sent_is_found_after_its_card_was_closed() -> None:
    async with stage(options=NEW) as shown:
        shown.faults.add(Break.REFUSE, method="POST", path=".*/payments")
        await shown.press("r")
        await shown.type("25000")
        await shown.press("enter", "escape")
        await shown.pass_time(5)
        await shown.go("3")
        line = next(line for line in shown.lines if "not sent" in line)
        assert "25,000 sats into Ops, " in line
        assert line.endswith(": never left here, nothing was made  o")
        await shown.press("o")
        await shown.pass_time(1)
        assert "nothing was made; r asks again" in shown.text
        await shown.press("escape")
        (made,) = shown.snapshot.receivings
        asked = len(shown.asked)
        await shown.pass_time(3_700)
        lived = [target for _, target in shown.asked[asked:]]
        assert len(lived) > 700, "an hour of reading"
        # What never left here is not asked about, however long it stands.
        assert not any(made.payment_id in target for target in lived)
        assert "not sent" not in shown.text


async def ask(shown: Stage, sats: str) -> None:
    await shown.press("r")
    await shown.type(sats)
    await shown.press("enter")
    await shown.pass_time(1)
    await shown.press("escape")


@pytest.mark.parametrize("width", [80, 132])
async def test_one_that_may_exist_comes_first_and_says_what_to_do(width: int) -> None:
    async with stage((width, 24)) as shown:
        shown.faults.add(Break.NEVER_ANSWER, method="POST", path=".*/payments", times=1)
        await ask(shown, "25000")
        shown.faults.add(Break.REFUSE, method="POST", path=".*/payments", times=1)
        await shown.pass_time(60)
        await ask(shown, "31000")
        await shown.go("3")
        line = next(line for line in shown.lines if "into Ops" in line)
        assert "? unknown  25,000 sats" in line
        assert "may exist, look first  o  and 1 more" in line
        await shown.press("o")
        assert "31,000 sats into Ops, not sent" in shown.text
        await shown.press("down", "enter")
        await shown.pass_time(1)
        assert "31,000 sats" in shown.text
        assert "nothing was made; r asks again" in shown.text


@pytest.mark.parametrize("width", [80, 132])
@pytest.mark.safety("S-5", "a send of unknown outcome stands on Balances and Payments")
async def test_a_send_that_may_exist_is_found_again_and_warns_everywhere(width: int) -> None:
    async with stage((width, 40), LIVED) as shown:
        text = outside(shown)
        shown.faults.add(Break.NEVER_ANSWER, method="POST", path=".*/payments")
        await review(shown, text)
        await confirm(shown, text)
        await until_at(shown, SendStage.UNKNOWN)
        await shown.press("escape", "1")
        await shown.pass_time(1)
        assert "A payment of 1,000 sats" in shown.text
        assert "do not pay again" in shown.text
        await shown.go("3")
        line = next(line for line in shown.lines if "from Ops" in line)
        assert "? unknown  1,000 sats from Ops" in line
        assert "may have been sent, do not pay again  o" in line
        await shown.press("o")
        await shown.pass_time(1)
        assert "UNKNOWN: do not pay again" in shown.text


async def test_without_such_a_request_there_is_no_line_and_no_key() -> None:
    async with stage() as shown:
        await shown.go("3")
        assert " o  request" not in shown.keys
        assert "  o" not in shown.lines[3]
