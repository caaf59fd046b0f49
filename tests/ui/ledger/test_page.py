"""The ledger: what a row did is told wherever the cursor is, and no sum is claimed unseen."""

from __future__ import annotations

import pytest

from tests.ui.stage import stage
from voltage_tui.simulator.options import Payer, SimulatorOptions

FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=3)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_a_hold_did_is_told_in_full(size: tuple[int, int]) -> None:
    async with stage(size) as shown:
        await shown.go("4")
        await shown.until_shown("◐ held")
        for _ in range(40):
            told = next(line for line in shown.lines if line.startswith("  › "))
            if "for a send" in told:
                break
            await shown.press("down")
        assert told.strip() == "› reserved 256,540 sats for a send  Invoice Alto Cooling"


async def test_a_sum_is_claimed_only_when_every_row_is_here() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("4")
        await shown.until_shown("all ")
        assert "the rows add up to the wallets' balances" in shown.text
    async with stage() as shown:
        await shown.go("4")
        await shown.until_shown(" rows")
        assert "add up" not in shown.text
        assert "counted back" in shown.text
