"""`voltage-tui watch`: the same facts as the screen's, for a person, for cron and for a program."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn, cast, get_args

import pytest

from tests.cli.conftest import Program
from tests.cli.server import NO_WALLETS, envelope, serving
from tests.cli.simulated import Served, simulated
from tests.credentials.samples import CANARY, profile_with
from tests.treasury.builders import balance, line, wallet
from tests.treasury.harness import world
from voltage_tui.cli.headless import Engine, engine
from voltage_tui.cli.parser import build_parser
from voltage_tui.cli.watch import _follow
from voltage_tui.cli.watch_json import Encoder
from voltage_tui.cli.watch_words import line_of, telling
from voltage_tui.clock import SystemClock
from voltage_tui.model.alert import Alert, AlertKind, Severity, Share, Subject, SubjectKind
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.money import msats
from voltage_tui.simulator.faults import server_error
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.places import Places, places_of
from voltage_tui.store.store import Store
from voltage_tui.text import is_clean
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.events import (
    AlertCleared,
    AlertRaised,
    BalanceChanged,
    Event,
    Funds,
    funds_of,
)

ABOUT_MONEY = ("available", "total", "held", "limit", "used", "spendable")


def parsed(line: str) -> dict[str, object]:
    def refuse(text: str) -> NoReturn:
        raise AssertionError(f"a float: {text}")

    said = json.loads(line, parse_float=refuse)
    assert (said["v"], line.isascii()) == (1, True)
    return cast("dict[str, object]", said)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with simulated("--wallets", "2") as server:
        yield server


@pytest.fixture
def signed_in(program: Program, served: Served) -> Program:
    ended = program.run(
        *("login", "acme", "--base-url", served.base_url, "--stdin"),
        *("--organization", served.organization_id, "--environment", served.environment_id),
        stdin=served.api_key,
    )
    assert ended.code == 0
    return program


@pytest.mark.safety("S-11", "watch reads all beside a screen that has the environment open")
def test_once_says_what_there_is_beside_an_open_screen(signed_in: Program, served: Served) -> None:
    places = places_of(EnvironmentId(served.environment_id), base_url=served.base_url)
    screen = Store(places, SystemClock())
    try:
        words = signed_in.run("watch", "--once")
        ended = signed_in.run("watch", "--once", "--json", "--fail-on-attention")
    finally:
        asyncio.run(screen.aclose())
    asyncio.run(opened_beside_a_watch(places))
    assert words.code == 0, words.err
    assert re.search(r"^money +[-−0-9]", words.out, re.MULTILINE)
    assert re.search(
        r"^under way +[0-9]+ pending \([0-9]+ out, [0-9]+ in\), the oldest", words.out, re.MULTILINE
    )
    assert "do not pay again" in words.out
    said = parsed(ended.out)
    assert (ended.code, said["event"]) == (1, "state")
    wallets = cast("list[dict[str, dict[str, str]]]", said["wallets"])
    assert {cast("str", w["id"]) for w in wallets} == set(served.wallet_ids)
    assert all(
        re.fullmatch(r"-?[0-9]+", w[name]["amount"]) for w in wallets for name in ABOUT_MONEY
    )
    assert wallets[0]["available"]["unit"] in {"msat", "cent"}
    assert {need["matter"] for need in cast("list[dict[str, str]]", said["attention"])} >= {
        "stuck_send"
    }


async def opened_beside_a_watch(places: Places) -> None:
    """A screen that is opened while it watches may write."""
    async with engine(build_parser().parse_args(["watch"])):
        screen = Store(places, SystemClock())
        assert screen.held is None
        await screen.aclose()


def test_hidden_amounts_are_in_nothing_that_is_said(signed_in: Program) -> None:
    shown = parsed(signed_in.run("watch", "--once", "--json").out)
    lines = (
        signed_in.run("watch", "--once", "--json", "--hide-amounts").out,
        signed_in.run("watch", "--once", "--hide-amounts").out,
    )
    amounts = {
        found["amount"]
        for w in cast("list[dict[str, dict[str, str]]]", shown["wallets"])
        for found in (w["available"], w["total"], w["limit"])
    }
    for text in lines:
        assert not any(a in text for a in amounts if len(a) > 4)
        assert not re.search(r"[0-9] (?:sats|BTC)|\$[0-9]", text)
    assert cast("list[dict[str, dict[str, str]]]", parsed(lines[0])["wallets"])[0]["total"] == {
        "currency": "btc",
        "amount": None,
        "unit": "msat",
    }


@pytest.mark.safety("S-19", "what could not be read is a dash, null, and never 0")
def test_what_cannot_be_read_is_said_and_is_the_exit_code(program: Program) -> None:
    with serving(lambda key: NO_WALLETS) as asked:
        program.login(asked.base_url)
        partly = program.run("watch", "--once")
    assert partly.code == 4
    assert re.search(r"^money +no wallets$", partly.out, re.MULTILINE)
    assert re.search(r"^under way +— ", partly.out, re.MULTILINE)
    down = program.run("watch", "--once", "--json")
    said = parsed(down.out)
    assert down.code == 4
    assert (said["wallets"], said["totals"], said["pending"]) == (None, None, None)
    with serving(lambda key: envelope(401, "wrong_credentials", key)) as refusing:
        path = program.folder / "profiles.toml"
        path.write_text(path.read_text("utf-8").replace(asked.base_url, refusing.base_url), "utf-8")
        program.keyring.kept = {
            (service, account.replace(asked.base_url, refusing.base_url)): key
            for (service, account), key in program.keyring.kept.items()
        }
        assert program.run("watch", "--once").code == 3


async def test_the_lines_that_follow_tell_all_that_happens(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The first line and the events after it are together what is known at the end."""
    options = argparse.Namespace(json=True, hide_amounts=False)
    company = SimulatorOptions(activity=True, history_days=2, wallets=2)
    async with world(company, running=False) as w:
        following = asyncio.create_task(
            _follow(options, Engine(profile_with(), w.clock, w.client, w.treasury))
        )
        await w.pass_time(100.0)
        w.faults.add(server_error(), times=200)
        await w.pass_time(30.0)
        w.faults.clear()
        await w.pass_time(100.0)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        snapshot = w.snapshot
    first, *rest = [parsed(text) for text in capsys.readouterr().out.splitlines()]
    assert first["event"] == "state"
    assert {said["event"] for said in rest} <= {event.name for event in get_args(Event)}
    assert len([said for said in rest if said["event"] == "connection.changed"]) >= 2
    figures = {w["id"]: w["available"] for w in cast("list[dict[str, object]]", first["wallets"])}
    for said in rest:
        if said["event"] == "balance.changed":
            told = cast("dict[str, object]", said["wallet"])
            figures[told["id"]] = cast("dict[str, object]", said["after"])["available"]
    encoder = Encoder(profile_with())
    assert figures == {a.wallet.id: encoder.amount(a.available) for a in snapshot.accounts}


def test_a_line_shows_what_a_name_tries_to_hide() -> None:
    account = account_of(wallet(balance(1, 1)), line())
    event = BalanceChanged(account, Funds(), funds_of(account))
    object.__setattr__(account.wallet, "name", "\x1b]0;x\x07\u202eOps")
    said = line_of(event, telling(SystemClock().now(), hidden=False), {})
    assert is_clean(said)


@pytest.mark.parametrize("hidden", [False, True])
def test_an_alert_is_told_with_its_figures_unless_they_are_hidden(hidden: bool) -> None:
    about, now = Subject(SubjectKind.WALLET, "w-1", "Ops"), SystemClock().now()
    share = Alert("credit w-1", AlertKind.CREDIT, Severity.NOW, about, now, Share(912), Share(900))
    money = replace(share, kind=AlertKind.AVAILABLE, value=msats(5), threshold=None)
    encoder = Encoder(profile_with(), hidden)
    said = parsed(encoder.event(AlertRaised(share), now))
    assert (said["event"], said["kind"], said["severity"]) == ("alert.raised", "credit", "now")
    assert said["value"] == {"permille": None if hidden else 912}
    worth = parsed(encoder.event(AlertCleared(money), now))["value"]
    assert worth == {"currency": "btc", "amount": None if hidden else "5", "unit": "msat"}
    words = line_of(AlertRaised(share), telling(now, hidden=hidden), {})
    assert words.endswith("alert: credit: Ops")


@pytest.mark.parametrize("ending", [signal.SIGTERM, None], ids=["SIGTERM", "nobody reads"])
def test_it_ends_when_it_is_told_to_and_when_nobody_reads(
    program: Program, ending: signal.Signals | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHED_KEY", CANARY)
    with serving(lambda key: NO_WALLETS) as asked:
        assert program.login(asked.base_url, "--key-from", "env:WATCHED_KEY", key="").code == 0
        command = [sys.executable, "-m", "voltage_tui", "watch", "--json"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert parsed(process.stdout.readline())["event"] == "state"
            if ending is None:
                process.stdout.close()
            else:
                process.send_signal(ending)
            code = process.wait(timeout=20)
            assert process.stderr.read() == ""
    assert code == (1 if ending is None else 128 + ending)
