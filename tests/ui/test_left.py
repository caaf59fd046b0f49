"""Left by a key or a signal at every stage of a payment, in a real terminal (S-10)."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ui.paying_program import ENVIRONMENT
from tests.ui.send.acts import last_four
from tests.ui.terminal import Terminal, terminal
from voltage_tui.clock import SystemClock
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store

CTRL_C = "\x03"
RESTORED = b"\x1b[?1049l"


@dataclass
class Payer:
    """A program that is about to pay, and the folder it obeys."""

    shown: Terminal
    folder: Path

    def ask(self, *names: str) -> None:
        """Have its far end behave like this from now on."""
        for name in names:
            (self.folder / name).touch()

    def review(self) -> None:
        """Up to the card that asks."""
        self.shown.send("A")
        self.shown.until("SEND ARMED")
        self.shown.send("s")
        self.shown.until("paste an invoice")
        self.shown.paste(self.invoice)
        self.shown.until("1,000 sats")
        self.shown.send("\t\r")
        self.shown.until("last 4")
        self.shown.read(0.6)  # a fresh card takes no key for half a second

    def confirm(self) -> None:
        """Type the last four, then enter."""
        self.shown.send(last_four(self.invoice))
        self.shown.send("\r")

    @property
    def invoice(self) -> str:
        return (self.folder / "invoice").read_text()

    @property
    def said(self) -> str:
        """What it wrote once the terminal was as it was before."""
        raw = bytes(self.shown.raw)
        assert raw.count(RESTORED) == 1
        assert raw.rfind(b"\x1b[?1003h") < raw.rfind(b"\x1b[?1003l")
        return raw.rpartition(RESTORED)[2].decode()

    async def payment_id(self) -> str:
        """The one payment of the journal whose end is not known."""
        store = Store(places_of(ENVIRONMENT, self.folder / "data"), SystemClock())
        (found,) = await store.open_sends()
        await store.aclose()
        return found.payment_id


@contextmanager
def paying(folder: Path) -> Iterator[Payer]:
    with terminal("tests.ui.paying_program", str(folder), size=(120, 40)) as shown:
        shown.until("live")
        yield Payer(shown, folder)


def at_journalled(payer: Payer) -> None:
    """The API has asked for quiet, so that nothing leaves yet."""
    payer.review()
    payer.ask("quiet")
    payer.shown.send("\x0c")  # reads everything again, from a field too
    payer.shown.until("rate limited")
    payer.shown.read(0.6)  # a card that says something else is a fresh one again
    payer.confirm()
    payer.shown.until("written down, about to be sent")


def at_flight(payer: Payer) -> None:
    payer.ask("hold")
    payer.review()
    payer.confirm()
    payer.shown.until("◐ sending")


def at_accepted(payer: Payer) -> None:
    payer.ask("blind")
    payer.review()
    payer.confirm()
    payer.shown.until("accepted, ")


def at_unknown(payer: Payer) -> None:
    payer.ask("fail", "blind")
    payer.review()
    payer.confirm()
    payer.shown.until("UNKNOWN: do not pay again")


STAGES = {
    "journalled": (at_journalled, "was not sent: nothing had left yet"),
    "in flight": (at_flight, "may have been sent, there was no answer yet: do not pay it again"),
    "accepted": (at_accepted, "was sent and accepted, its end is not known: do not pay it again"),
    "unknown": (at_unknown, "may have been sent or not: do not pay it again"),
}


@pytest.mark.safety(
    "S-10", "Ctrl-C in a terminal at each stage: the ID, whether it may have been sent, 130"
)
@pytest.mark.parametrize("stage", STAGES)
async def test_ctrl_c_tells_what_may_have_been_sent(stage: str, tmp_path: Path) -> None:
    reach, words = STAGES[stage]
    with paying(tmp_path) as payer:
        reach(payer)
        payer.shown.send(CTRL_C)
        assert payer.shown.leaves(within_s=5) == 130
    assert f"Payment {await payer.payment_id()} {words}" in payer.said


@pytest.mark.safety("S-10", "SIGINT, SIGTERM and SIGHUP in flight: the same, 130, 143 and 129")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_tells_it_too(number: signal.Signals, tmp_path: Path) -> None:
    with paying(tmp_path) as payer:
        at_flight(payer)
        payer.shown.process.send_signal(number)
        assert payer.shown.leaves(within_s=5) == 128 + number
    assert f"Payment {await payer.payment_id()} may have been sent" in payer.said


def test_before_the_confirm_there_is_nothing_to_tell(tmp_path: Path) -> None:
    with paying(tmp_path) as payer:
        payer.review()
        payer.shown.send(CTRL_C)
        assert payer.shown.leaves(within_s=5) == 0
    assert "Payment" not in payer.said


async def test_q_asks_and_tells_once_it_is_left(tmp_path: Path) -> None:
    with paying(tmp_path) as payer:
        at_unknown(payer)
        payer.shown.send("q")
        payer.shown.until("Something is still under way")
        payer.shown.send("y")
        assert payer.shown.leaves(within_s=5) == 0
    assert f"Payment {await payer.payment_id()} may have been sent or not" in payer.said
