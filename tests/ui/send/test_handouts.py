"""In the demo a key hands out something to pay; with a real profile there is no such key."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.send.acts import LIVED, open_form, sends, until_at, value
from tests.ui.stage import Stage, stage
from voltage_tui.launch import Launch
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.handouts import handout
from voltage_tui.treasury.paying.sending import SendStage


def offered(s: Stage) -> bool:
    return any(c.id == "demo-invoice" and c.enabled() for c in s.app.commands())


async def test_each_press_fills_in_another_that_can_be_paid() -> None:
    world: list[Simulator] = []

    def hands_out(launch: Launch) -> Launch:
        return replace(launch, handout=lambda turn: handout(world[0], turn))

    async with stage(options=LIVED, change=hands_out) as s:
        world.append(s.simulator)
        await open_form(s)
        assert offered(s)
        await s.press("ctrl+g", "ctrl+g")
        assert value(s, "given").startswith("bitcoin:")
        await s.press("ctrl+g", "ctrl+g", "ctrl+g", "ctrl+g")
        text = value(s, "given")
        assert "84,000 sats" in s.text
        await s.press("tab", "enter")
        await s.pass_time(1)
        assert "this node was paid" in s.text
        await s.press("y")
        await until_at(s, SendStage.COMPLETED)
        assert [text in str(body) for body in sends(s)] == [True]


async def test_a_real_profile_has_nothing_to_hand_out() -> None:
    async with stage(change=lambda launch: replace(launch, handout=None)) as s:
        await open_form(s)
        assert not offered(s)
        await s.press("ctrl+g")
        assert value(s, "given") == ""
