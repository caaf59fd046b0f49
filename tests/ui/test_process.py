"""How the process ends, in a real terminal: by signals, by a closed terminal, by its own fault."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress

import pytest

from tests.ui.terminal import terminal

CANARY = "vltg_CANARY_9f3e"
SPAWNED = "tests.ui.quiet_program"


@pytest.mark.safety(
    "S-55", "SIGTERM and SIGHUP in a terminal: its modes are put back, no traceback"
)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_and_the_terminal_is_restored(number: signal.Signals, code: int) -> None:
    with terminal(SPAWNED) as shown:
        shown.until("live")
        shown.process.send_signal(number)
        assert shown.leaves(within_s=5) == code
    assert shown.raw.rfind(b"\x1b[?1049h") < shown.raw.rfind(b"\x1b[?1049l")
    assert shown.raw.rfind(b"\x1b[?1003h") < shown.raw.rfind(b"\x1b[?1003l")
    assert b"Traceback" not in shown.raw


@pytest.mark.parametrize("controlling", [True, False])
def test_a_closed_terminal_ends_it(controlling: bool) -> None:
    with terminal(SPAWNED, controlling=controlling) as shown:
        shown.until("live")
        os.close(shown.fd)
        with suppress(subprocess.TimeoutExpired):
            shown.process.wait(timeout=5)
        assert shown.process.returncode is not None


@pytest.mark.safety(
    "S-55", "a fault on a page, a key and a tick: terminal restored, the canary not shown"
)
@pytest.mark.parametrize("where", ["page", "key", "tick"])
def test_a_fault_of_its_own_shows_no_secret(where: str) -> None:
    with terminal(SPAWNED, "--fault", where, "--secret", CANARY) as shown:
        shown.until("live")
        shown.send("u" if where == "key" else "5")
        assert shown.leaves(within_s=6) == 1
    assert b"has stopped because of a fault of its own" in shown.raw
    assert b"ZeroDivisionError" in shown.raw
    assert CANARY.encode() not in shown.raw
    assert shown.raw.rfind(b"\x1b[?1049h") < shown.raw.rfind(b"\x1b[?1049l")


def test_a_fault_while_connecting_is_said_and_can_be_tried_again() -> None:
    with terminal(SPAWNED, "--fault", "connect", "--secret", CANARY) as shown:
        shown.until("a fault of this program")
        shown.send("R")
        shown.until("live")
        shown.send("q")
        assert shown.leaves() == 0
    assert CANARY.encode() not in shown.raw


def test_ctrl_c_leaves() -> None:
    with terminal(SPAWNED) as shown:
        shown.until("live")
        shown.send("\x03")
        assert shown.leaves(within_s=5) == 0
