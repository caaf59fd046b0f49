"""Arming, and the changes of wallets that need it (safety rules S-44, S-45 and S-47)."""

from __future__ import annotations

import pytest

from tests.ui.stage import QUIET, Stage, stage
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import Payer, SimulatorOptions

BARE = SimulatorOptions(payer=Payer.MANUAL, history_days=0)
CHANGES = [(["c"], "Create a wallet"), (["e"], "Rename "), (["D"], "Delete ")]


def writes(shown: Stage) -> list[str]:
    return [m for m, path in shown.asked if m != "GET" and not path.endswith("/quotes")]


async def test_arming_counts_down_in_the_frame_and_ends_after_five_minutes() -> None:
    async with stage(options=BARE) as shown:
        assert "A to arm send" in shown.top
        await shown.press("A")
        assert "SEND ARMED 5:00" in shown.top
        await shown.pass_time(61)
        assert "SEND ARMED 3:59" in shown.top
        await shown.pass_time(238)
        assert "SEND ARMED 0:01" in shown.top
        await shown.pass_time(1.5)
        assert "ARMED" not in shown.top
        assert "receive" in shown.top
        await shown.press("A", "A")
        assert "ARMED" not in shown.top


async def test_the_countdown_stands_in_the_narrowest_frame_too() -> None:
    async with stage((60, 20), options=BARE) as shown:
        assert "receive" in shown.top
        await shown.press("A")
        assert "SEND ARMED 5:00" in shown.top
        assert "SANDBOX" in shown.top


@pytest.mark.parametrize(("keys", "dialog"), CHANGES)
async def test_a_change_is_refused_unarmed_and_asked_for_armed(
    keys: list[str], dialog: str
) -> None:
    async with stage(options=BARE) as shown:
        await shown.go("2")
        await shown.press("down", *keys)
        assert dialog not in shown.text
        assert "needs the power to send: A arms it" in shown.keys
        await shown.press("A", *keys)
        assert dialog in shown.text
        await shown.pass_time(301)
        assert writes(shown) == []


@pytest.mark.safety("S-47", "A is refused in words and nothing is sent")
async def test_read_only_cannot_be_lifted() -> None:
    async with stage(options=BARE, read_only=True) as shown:
        assert "read only" in shown.top
        await shown.press("A")
        assert "cannot be lifted from inside" in shown.keys
        assert "read only" in shown.top
        await shown.go("2")
        for keys, dialog in CHANGES:
            await shown.press(*keys)
            assert dialog not in shown.text
        await shown.press("r")
        assert shown.app.page_number == 2
        assert not shown.app.pages.deep
        assert writes(shown) == []


async def armed(shown: Stage) -> None:
    await shown.go("2")
    await shown.press("A")


async def test_a_wallet_is_created_and_followed_to_its_end() -> None:
    async with stage(options=BARE) as shown:
        await armed(shown)
        await shown.press("c")
        await shown.type("Payroll")
        await shown.press("tab")
        await shown.type("25000")
        assert "= 25,000 sats" in shown.text
        await shown.press("enter")
        assert "Creating Payroll" in shown.text
        await shown.until(lambda: any(a.wallet.name == "Payroll" for a in shown.snapshot.accounts))
        await shown.pass_time(3)
        assert "Creating Payroll  done" in shown.text, shown.text
        assert writes(shown) == ["POST"]
        row = shown.lines[shown.place_of("Payroll     ")[1]]
        assert "25,000" in row


async def test_a_wallet_is_renamed_and_the_old_name_goes() -> None:
    async with stage(options=BARE) as shown:
        await armed(shown)
        await shown.press("e")
        await shown.press("end", *["backspace"] * 20)
        await shown.type("Ops 2")
        await shown.press("enter")
        await shown.until_shown("Renaming to Ops 2  done")
        names = {a.wallet.name for a in shown.snapshot.accounts}
        assert "Ops 2" in names
        assert "Ops" not in names


async def test_only_an_empty_wallet_is_deleted_and_only_by_its_whole_name() -> None:
    async with stage(options=QUIET) as shown:
        await armed(shown)
        await shown.press("D")
        assert "Only an empty wallet can be deleted: it has open holds." in shown.keys
        await shown.press("down", "D")
        assert "Only an empty wallet can be deleted: its balance is not 0." in shown.keys
    async with stage(options=BARE) as shown:
        await armed(shown)
        await shown.press("D")
        await shown.type("Op")
        await shown.press("enter")
        assert "That is not the wallet's name." in shown.text
        await shown.type("s")
        await shown.press("enter")
        await shown.until(
            lambda: all(a.wallet.name != "Ops" for a in shown.snapshot.accounts if a.wallet.active)
        )
        assert writes(shown) == ["DELETE"]


async def test_an_arming_that_ended_in_the_dialog_sends_nothing() -> None:
    async with stage(options=BARE) as shown:
        await armed(shown)
        await shown.press("e", "end")
        await shown.type("X")
        await shown.pass_time(301)
        await shown.press("enter")
        assert "needs the power to send" in shown.keys
        assert writes(shown) == []


async def test_an_outcome_that_is_not_known_is_said_and_looked_up() -> None:
    async with stage(options=BARE) as shown:
        await armed(shown)
        shown.faults.add(Break.DROP_AFTER_ACCEPTING, method="PATCH")
        await shown.press("e", "end")
        await shown.type("X")
        await shown.press("enter")
        await shown.until_shown("OpsX  done")
        assert writes(shown) == ["PATCH"]
