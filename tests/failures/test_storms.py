"""What happens to a program that is left open: hundreds of sizes, and clocks that jump an hour."""

from __future__ import annotations

import fcntl
import struct
import termios
from random import Random

import pytest

from tests.ui.conftest import _nothing_is_timed  # noqa: F401 - a fixture
from tests.ui.stage import stage
from tests.ui.terminal import terminal
from voltage_tui.settings import Settings
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.reading import Freshness

HOUR_S = 3_600
YOUNG = SimulatorOptions(wallets=2, history_days=0, payer=Payer.MANUAL)
UNLOCKED = Settings(lock_after_minutes=0)
STORM = 300
"""Sizes, one after the other without a pause; each signals the program."""


def test_a_storm_of_sizes_ends_in_the_last_of_them() -> None:
    random = Random(11)
    with terminal("tests.ui.quiet_program") as shown:
        shown.until("live")
        for number in range(STORM):
            columns, rows = (
                (1, 1) if number % 10 == 0 else (random.randint(1, 300), random.randint(1, 90))
            )
            fcntl.ioctl(shown.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            if number % 20 == 0:
                shown.read(0.0)
        shown.screen.resize(40, 120)
        fcntl.ioctl(shown.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        shown.read()
        shown.screen.reset()
        shown.send("3")
        shown.send("1")
        shown.until("AVAILABLE")
        assert shown.process.poll() is None
        shown.send("q")
        assert shown.leaves(within_s=5) == 0
    assert b"Traceback" not in shown.raw


@pytest.mark.safety(
    "S-17", "the calendar an hour back, then forth: nothing is younger, all goes on"
)
@pytest.mark.parametrize("jump_s", [-HOUR_S, HOUR_S])
async def test_a_calendar_that_jumps_an_hour_does_not_stop_the_reading(jump_s: int) -> None:
    async with stage(options=YOUNG, settings=UNLOCKED) as shown:
        for jump in (jump_s, -jump_s):
            shown.clock.jump(jump)
            await shown.paint()
            read_at = len(shown.asked)
            await shown.pass_time(35)
            assert len(shown.asked) - read_at >= 4
            known = shown.snapshot
            for reading in (known.wallets, known.lines, known.book):
                assert reading.freshness(shown.clock.now()) is Freshness.FRESH
            assert "live" in shown.text
        assert shown.app.fault is None


@pytest.mark.safety(
    "S-17", "an hour's sleep of the machine: old at once, read again within seconds"
)
async def test_an_hour_of_sleep_is_noticed_and_recovered_from() -> None:
    async with stage(options=YOUNG, settings=UNLOCKED) as shown:
        before = shown.snapshot.wallets
        asked = len(shown.asked)
        shown.clock.advance(HOUR_S)  # nothing happened in between
        assert before.freshness(shown.clock.now()) is Freshness.DEAD
        await shown.pass_time(3)
        assert shown.snapshot.wallets.freshness(shown.clock.now()) is Freshness.FRESH
        assert len(shown.asked) - asked < 60, "what was slept through is not made up for"
        assert "live" in shown.text
