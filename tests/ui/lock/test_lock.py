"""The lock hides everything, disarms, and loses nothing (safety rules S-45, S-48 and S-49)."""

from __future__ import annotations

import pytest
from textual import events

from tests.ui.payments.test_case import opened, paid_over_lightning, proof_of
from tests.ui.stage import QUIET, Stage, stage
from tests.ui.terminal import terminal
from voltage_tui.settings import Settings
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.screens.wallets.delete import DeleteWallet
from voltage_tui.ui.screens.wallets.rename import RenameWallet

BARE = SimulatorOptions(payer=Payer.MANUAL, history_days=0)
QUARTER_S = 15 * 60


def hides_everything(shown: Stage) -> None:
    """Only the lock's own few words are there, and its one number is how long."""
    assert "Locked" in shown.text, shown.text
    assert "enter  goes on where you were" in shown.text
    names = [a.wallet.name for a in shown.snapshot.accounts]
    book = shown.snapshot.book.value
    memos = [p.memo for p in book.payments if p.memo] if book is not None else []
    for private in (*names, *memos, shown.app.launch.profile_title, "sats", "BTC", "$", "█", "▀"):
        assert private not in shown.text, private
    digits = [word for word in shown.text.split() if any(c.isdigit() for c in word)]
    assert len(digits) <= 2, digits
    assert shown.app.title == "voltage-tui, locked"


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40), (200, 60)])
async def test_l_hides_every_page_and_enter_brings_it_back(size: tuple[int, int]) -> None:
    async with stage(size) as shown:
        for page in "12345":
            await shown.go(page)
            before = shown.lines[1:-1]
            await shown.press("L")
            hides_everything(shown)
            await shown.press("q", "1", "r", "p", "escape", "space", "colon", "tab")
            hides_everything(shown)
            await shown.click(3, 3)
            shown.app.post_message(events.Paste("25000\n"))
            await shown.paint()
            hides_everything(shown)
            await shown.press("enter")
            assert shown.lines[1:-1] == before, page
            assert shown.app.title == "voltage-tui"


@pytest.mark.safety("S-49", "after 15 minutes without a key or the mouse")
async def test_it_locks_by_itself_after_a_quarter_of_an_hour_without_anybody() -> None:
    async with stage(options=BARE) as shown:
        await shown.pass_time(QUARTER_S - 2)
        assert not shown.app.lock.is_on
        await shown.press("2")
        await shown.pass_time(QUARTER_S - 2)
        assert not shown.app.lock.is_on
        shown.app.post_message(_moved())
        await shown.pass_time(QUARTER_S - 2)
        assert not shown.app.lock.is_on
        await shown.pass_time(3)
        hides_everything(shown)
        assert "after 15 minutes without a key or the mouse" in shown.text
        await shown.pass_time(180)
        assert "For 3 m" in shown.text


def _moved() -> events.MouseMove:
    return events.MouseMove(None, 4, 5, 1, 0, 0, shift=False, meta=False, ctrl=False)


async def test_the_key_that_wakes_a_machine_that_slept_does_nothing_but_lock() -> None:
    async with stage(options=BARE) as shown:
        shown.clock.jump(8 * 3_600)
        await shown.pilot.press("5")
        assert shown.app.lock.is_on
        await shown.press("enter")
        assert shown.app.page_number == 1
        assert not shown.app.lock.is_on


@pytest.mark.parametrize("minutes", [0, 1])
async def test_the_setting_says_when(minutes: int) -> None:
    async with stage(options=BARE, settings=Settings(lock_after_minutes=minutes)) as shown:
        await shown.skip(59)
        assert not shown.app.lock.is_on
        await shown.skip(2)
        assert shown.app.lock.is_on is (minutes == 1)
        if minutes:
            assert "after a minute without" in shown.text
        else:
            await shown.skip(86_400)
            assert not shown.app.lock.is_on


async def test_another_choice_that_is_remembered_keeps_the_setting() -> None:
    async with stage(options=BARE, settings=Settings(lock_after_minutes=3)) as shown:
        await shown.press("u")
        assert shown.app.launch.settings.load().settings.lock_after_minutes == 3


async def test_locking_disarms() -> None:
    async with stage(options=BARE) as shown:
        await shown.press("A")
        assert "SEND ARMED" in shown.top
        await shown.press("L")
        assert shown.app.power is not None
        assert not shown.app.power.armed_left_s
        assert "Sending was armed and no longer is." in shown.text
        await shown.press("enter")
        assert "ARMED" not in shown.top


@pytest.mark.safety("S-48", "an open confirm is closed by the lock")
async def test_a_confirm_is_closed_and_another_dialog_stays_as_it_was() -> None:
    async with stage(options=BARE) as shown:
        await shown.go("2")
        await shown.press("A", "e", "end")
        await shown.type(" X")
        await shown.skip(QUARTER_S)
        hides_everything(shown)
        assert "A question" not in shown.text
        await shown.press("enter")
        assert isinstance(shown.app.screen, RenameWallet)
        assert "Ops X" in shown.text
        await shown.press("escape", "A", "D")
        await shown.type("Op")
        await shown.skip(QUARTER_S)
        hides_everything(shown)
        assert "A question that waited for a yes was closed" in shown.text
        await shown.press("enter")
        assert not isinstance(shown.app.screen, DeleteWallet)
        assert "delete for good" not in shown.text
        assert len(shown.app.screen_stack) == 1
        assert all(method == "GET" for method, _ in shown.asked if method != "POST")


async def test_the_code_and_the_customers_screen_are_hidden_and_the_request_goes_on() -> None:
    async with stage(options=BARE) as shown:
        await shown.go("1", "r")
        await shown.type("25000")
        await shown.press("enter")
        await shown.until_shown("waiting for the payer")
        await shown.press("f")
        await shown.skip(QUARTER_S)
        hides_everything(shown)
        asked = len(shown.asked)
        shown.simulator.pay(shown.snapshot.receivings[0].payment_id)
        await shown.pass_time(30)
        assert len(shown.asked) > asked
        hides_everything(shown)
        await shown.press("enter")
        assert "██████" in shown.text


async def test_a_proof_that_was_shown_is_put_away() -> None:
    async with stage(options=QUIET) as shown:
        payment = await opened(shown, paid_over_lightning)
        await shown.resize(120, 120)
        await shown.press("v")
        assert proof_of(payment)[:30] in shown.text
        await shown.press("L", "enter")
        assert payment.id in shown.text
        assert proof_of(payment)[:30] not in shown.text


@pytest.mark.safety("S-49", "screen and title in a real terminal hold no figure and no name")
def test_a_real_terminal_is_told_and_shows_nothing_else() -> None:
    with terminal("tests.ui.quiet_program") as shown:
        shown.until("live")
        before = len(shown.raw)
        shown.send("L")
        shown.until("Locked")
        assert "sats" not in shown.text
        assert b"\x1b[22;2t\x1b]2;voltage-tui, locked\x07" in shown.raw[before:]
        shown.send("2")
        assert "Wallets" not in shown.text
        shown.send("\r")
        shown.until("Wallets")
        assert b"\x1b]2;voltage-tui\x07\x1b[23;2t" in shown.raw[before:]
        shown.send("L")
        shown.until("Locked")
        shown.send("\x03")
        assert shown.leaves() == 0
    assert shown.raw.count(b"\x1b[22;2t") == shown.raw.count(b"\x1b[23;2t") == 2
