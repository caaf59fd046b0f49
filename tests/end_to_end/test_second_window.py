"""Two real programs on one environment: the second only looks and says why (S-11)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.simulated import Served, simulated
from tests.end_to_end.relay import Relay, relayed
from tests.end_to_end.threaded import voltage
from tests.ui.send.acts import last_four
from tests.ui.terminal import Terminal, terminal
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.store.inspection import check_record, last_lines
from voltage_tui.store.places import places_of
from voltage_tui.store.record import Verified


@pytest.fixture
def served() -> Iterator[Served]:
    with simulated("--wallets", "2", "--speed", "1") as server:
        yield server


class Machine:
    """One machine with one data folder, on which programs are started.

    What they ask goes through `relay`, under one address: under two they would be two environments.
    """

    def __init__(self, folder: Path, served: Served, relay: Relay) -> None:
        self._folder = folder
        self._served = served
        self.relay = relay
        self._base_url = f"http://127.0.0.1:{relay.port}{urlsplit(served.base_url).path}"
        self.places = places_of(
            EnvironmentId(served.environment_id), folder / "data", base_url=self._base_url
        )

    @property
    def sent(self) -> list[str]:
        """What was asked for that changes something, but for quotes, by any of them."""
        ends = [path.rpartition("/")[2] for _, path in self.relay.writes]
        return [end for end in ends if end != "quotes"]

    @contextmanager
    def program(self, name: str, *arguments: str) -> Iterator[Terminal]:
        """A program on the environment."""
        with ExitStack() as stack:
            profiles = self._folder / name
            profiles.mkdir()
            (profiles / "profiles.toml").write_text(
                f'[profiles.ops]\norganization = "{self._served.organization_id}"\n'
                f'environment = "{self._served.environment_id}"\nkey = "env:OPS_KEY"\n'
                f'base_url = "{self._base_url}"\n',
                encoding="utf-8",
            )
            environment = {
                "VOLTAGE_TUI_CONFIG": str(profiles),
                "VOLTAGE_TUI_DATA": str(self._folder / "data"),
                "OPS_KEY": self._served.api_key,
            }
            shown = stack.enter_context(
                terminal("voltage_tui", *arguments, size=(120, 40), environment=environment)
            )
            shown.until("live")
            yield shown


@contextmanager
def machine_of(folder: Path, served: Served) -> Iterator[Machine]:
    """A machine whose programs use this server."""
    port = urlsplit(served.base_url).port
    assert port is not None
    with relayed(port) as relay:
        yield Machine(folder, served, relay)


def top(shown: Terminal) -> str:
    return shown.text.splitlines()[0]


def keys(shown: Terminal) -> str:
    return shown.text.splitlines()[-1]


@pytest.fixture
def machine(tmp_path: Path, served: Served) -> Iterator[Machine]:
    with machine_of(tmp_path, served) as made:
        yield made


@pytest.mark.safety(
    "S-11", "two programs in terminals: the second names the first and sends nothing until it ends"
)
def test_the_second_says_who_writes_and_sends_nothing_until_that_one_is_closed(
    machine: Machine,
) -> None:
    with machine.program("first") as first:
        assert "A to arm send" in top(first)
        who = f"process {first.process.pid}"
        with machine.program("second") as second:
            assert f"only looks: {who}" in top(second)
            for key in ("A", "r"):
                second.send("u")
                second.until("Units: ")
                second.send(key)
                second.until(f"Another voltage-tui ({who}, since ")
                assert "this one only looks" in keys(second)
                assert "close it, press R." in keys(second)
                assert "RECEIVE" not in second.text
                assert "--read-only" not in second.text
            second.send("2")
            second.send("u")
            second.until("Units: ")
            second.send("c")
            second.until("Another voltage-tui")
            second.send("R")
            second.until("Still: another voltage-tui")
            assert machine.relay.writes == []
            first.send("q")
            assert first.leaves() == 0
            second.send("R")
            second.until("This one may write now.")
            second.until("A to arm send")
            second.send("A")
            second.until("SEND ARMED")
            second.send("r")
            second.until("ask for a payment")
            second.send("\r")
            second.until("lntbs")
            second.send("q")
            assert second.leaves() == 0
    assert machine.sent == ["payments"]
    assert isinstance(check_record(machine.places), Verified)
    events = [line.event for line in last_lines(machine.places, 10) if line is not None]
    assert [event for event in events if event != "outcome"] == ["arm", "send", "disarm"]


def blindly(shown: Terminal, invoice: str) -> None:
    """All a person types to pay, whatever is shown: arm, form, paste, review, last four, Enter."""
    for key in ("A", "s"):
        shown.send(key)
        shown.read(0.3)
    shown.paste(invoice)
    shown.read(0.3)
    shown.send("\t\r")
    shown.read(0.9)  # a fresh card takes no key for half a second
    shown.send(last_four(invoice))
    shown.send("\r")


def reviewed(shown: Terminal, invoice: str) -> None:
    """Arm, paste, and go on to the card."""
    shown.send("A")
    shown.until("SEND ARMED")
    shown.send("s")
    shown.until("paste an invoice")
    shown.paste(invoice)
    shown.until("1,000 sats")
    shown.send("\t\r")


@pytest.mark.safety("S-11", "the same invoice paid in two windows over HTTP: one POST arrived")
@pytest.mark.safety("S-7", "a window that takes over refuses the invoice that the other one paid")
def test_a_payment_confirmed_in_two_windows_is_sent_by_one(tmp_path: Path) -> None:
    with voltage() as far_end, machine_of(tmp_path, far_end.served) as machine:
        invoice = far_end.simulator.invoice_to_pay(1_000_000, "hosting")
        with machine.program("first") as first, machine.program("second") as second:
            who = f"process {first.process.pid}"
            second.send("s")
            second.until(f"Another voltage-tui ({who}, since ")
            reviewed(first, invoice)
            first.until("last 4")
            first.read(0.6)  # a fresh card takes no key for half a second
            first.send(last_four(invoice) + "\r")
            blindly(second, invoice)
            assert f"only looks: {who}" in top(second)
            first.until("completed")
            (paid,) = far_end.way.arrived
            assert invoice.encode() in paid
            assert machine.sent == ["payments"]
            first.send("q")
            assert first.leaves() == 0
            second.send("R")
            second.until("A to arm send")
            reviewed(second, invoice)
            second.until("Nothing is sent. Paid before: this is that payment.")
            assert machine.sent == ["payments"]
            second.send("q")
            assert second.leaves() == 0
        assert far_end.way.arrived == [paid]
        assert len(far_end.simulator._state.payments) == 1
        assert isinstance(check_record(machine.places), Verified)
