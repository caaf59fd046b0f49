"""A request that is no payment yet, or never became one, is found again on Payments."""

from __future__ import annotations

from tests.ui.stage import stage
from voltage_tui.simulator.faults import Break


async def test_a_request_that_could_not_be_sent_is_found_after_its_card_was_closed() -> None:
    async with stage() as shown:
        shown.faults.add(Break.REFUSE, method="POST", path=".*/payments")
        await shown.press("r")
        await shown.type("25000")
        await shown.press("enter", "escape")
        await shown.pass_time(5)
        await shown.go("3")
        line = next(line for line in shown.lines if "not sent" in line)
        assert "25,000 sats into Ops" in line
        await shown.press("o")
        await shown.pass_time(1)
        assert "nothing was made; r asks again" in shown.text
        await shown.press("escape")
        await shown.pass_time(3_700)
        assert "not sent" not in shown.text


async def test_without_such_a_request_there_is_no_line_and_no_key() -> None:
    async with stage() as shown:
        await shown.go("3")
        assert "opens it" not in shown.text
        assert " o " not in shown.keys
