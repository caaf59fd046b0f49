"""The clock set back while nothing can be read: the card does not open for old figures (S-17)."""

from __future__ import annotations

import pytest

from tests.ui.send.acts import LIVED, open_form, outside, paste, sends
from tests.ui.stage import stage
from voltage_tui.simulator.faults import server_error
from voltage_tui.ui.screens.send.confirm import ConfirmPage


@pytest.mark.safety("S-17", "nothing read for 10 minutes and the clock set back: no card, 0 POSTs")
async def test_old_figures_stay_old_when_the_clock_is_set_back() -> None:
    async with stage(options=LIVED) as s:
        s.faults.add(server_error(503), method="GET", path=".*", times=None)
        await s.pass_time(2)
        s.clock.jump(-7_200)
        await s.pass_time(600)
        await s.press("enter")
        await open_form(s)
        await paste(s, outside(s))
        await s.press("tab", "enter", "enter")
        await s.pass_time(1)
        assert not isinstance(s.app.pages.front, ConfirmPage)
        assert sends(s) == []
