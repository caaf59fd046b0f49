"""Alerts are told once: bell, title, sentence, desktop notice; nothing of them while locked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.ui.stage import Stage, stage
from voltage_tui.alert_rules import AlertRules
from voltage_tui.launch import Launch
from voltage_tui.model.alert import AlertKind
from voltage_tui.settings import Settings
from voltage_tui.ui.alerting import desktop
from voltage_tui.ui.app import VoltageApp
from voltage_tui.ui.lock.title import TerminalTitle


def real(launch: Launch) -> Launch:
    """The demo shows no notices on the desktop."""
    return replace(launch, demo=False)


class Heard:
    """What reached the terminal and the desktop."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bells = 0
        self.written: list[str] = []
        self.notices: list[str] = []
        monkeypatch.setattr(VoltageApp, "bell", lambda _: self.ring())
        monkeypatch.setattr(
            VoltageApp, "write_to_terminal", lambda _, words: self.written.append(words)
        )
        monkeypatch.setattr(desktop, "show_now", self.notices.append)

    def ring(self) -> None:
        self.bells += 1


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    return Heard(monkeypatch)


OFF = tuple(kind.value for kind in AlertKind)


@asynccontextmanager
async def quiet(rules: AlertRules | None = None, **more: bool) -> AsyncIterator[Stage]:
    """The program when its start is over and no rule is watched."""
    settings = Settings(alerts=replace(rules or AlertRules(), off=OFF), **more)  # type: ignore[arg-type]
    async with stage(change=real, settings=settings) as shown:
        await shown.pass_time(20)
        yield shown


async def begin(shown: Stage) -> None:
    """Have the rules watched, all at once."""
    assert shown.app.treasury is not None
    shown.app.treasury.alerting.use_rules(AlertRules())
    await shown.until(lambda: len(shown.snapshot.alerts) >= 3)
    await shown.pass_time(1)


async def test_it_rings_once_for_all_that_is_raised_and_not_again(heard: Heard) -> None:
    async with quiet() as shown:
        shown.app.app_focus = False
        await begin(shown)
        assert heard.bells == 1
        assert "\x1b]2;(3) voltage-tui: alerts\x07" in "".join(heard.written)
        assert "and 2 more: 6" in shown.keys
        await shown.pass_time(30)
        assert (heard.bells, len(heard.notices)) == (1, 1)
        assert "and 2 more" in heard.notices[0]


async def test_what_a_start_finds_rings_no_bell_and_covers_no_keys(heard: Heard) -> None:
    async with stage() as shown:
        await shown.until(lambda: shown.snapshot.alerts)
        await shown.pass_time(1)
        assert heard.bells == 0
        assert "?  keys" in shown.keys


async def test_what_was_told_before_a_restart_is_not_told_again(heard: Heard) -> None:
    async with quiet() as shown:
        await begin(shown)
        heard.bells = 0
        assert shown.app.treasury is not None
        alerting = shown.app.treasury.alerting
        again = [replace(a, raised_at=shown.clock.now()) for a in alerting._standing]
        alerting._set([replace(a, is_old=True) for a in again])
        await shown.pass_time(1)
        assert heard.bells == 0
        alerting._set(())
        alerting.use_rules(AlertRules())  # which has it looked at, and raised anew
        await shown.pass_time(2)
        assert heard.bells == 1


async def test_each_way_can_be_turned_off(heard: Heard) -> None:
    async with quiet(AlertRules(bell=False, title=False, desktop=False)) as shown:
        shown.app.app_focus = False
        await begin(shown)
        assert (heard.bells, heard.written, heard.notices) == (0, [], [])


async def test_no_notice_while_somebody_looks(heard: Heard) -> None:
    async with quiet() as shown:
        await begin(shown)
        assert heard.bells == 1
        assert not heard.notices


async def test_hidden_amounts_are_hidden_in_notice_and_sentence(heard: Heard) -> None:
    async with quiet(hide_amounts=True) as shown:
        shown.app.app_focus = False
        await begin(shown)
        assert "254,000" not in heard.notices[0] + shown.text
        assert "Alto Cooling" not in heard.notices[0]


@pytest.mark.safety("S-49", "an alert raised while locked: no bell, notice, word or count")
async def test_nothing_is_told_while_it_is_locked(heard: Heard) -> None:
    async with quiet() as shown:
        shown.app.app_focus = False
        await shown.press("L")
        heard.written.clear()
        await begin(shown)
        assert (heard.bells, heard.written, heard.notices) == (0, [], [])
        assert "Alto Cooling" not in shown.text
        await shown.press("enter")
        assert "raised while this was locked: 6 shows them." in shown.text
        await shown.pass_time(1)
        assert heard.bells == 0
        assert "(3) voltage-tui" in "".join(heard.written)


def test_the_title_is_put_aside_once_and_given_back_once() -> None:
    written: list[str] = []
    title = TerminalTitle(written.append)
    title.count(0)
    assert not written
    title.count(2)
    title.lock(on=True)
    title.count(3)
    title.lock(on=False)
    title.give_back()
    title.give_back()
    said = "".join(written)
    assert (said.count("\x1b[22;2t"), said.count("\x1b[23;2t")) == (1, 1)
    assert said.endswith("\x1b]2;voltage-tui\x07\x1b[23;2t")
    assert [w for w in written if "locked" in w] == ["\x1b]2;voltage-tui, locked\x07"]


async def test_a_desktop_that_fails_is_asked_once_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def fails(words: str) -> None:
        asked.append(words)
        raise OSError("no bus at unix:path=/run/user/1000/bus")

    monkeypatch.setattr(desktop, "show_now", fails)
    notices = desktop.Desktop()
    await asyncio.gather(notices.show("one"))
    await notices.show("two")
    assert asked == ["one"]
    assert notices.problem == "the desktop cannot show them (OSError)"


def test_markup_of_some_desktops_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    async def show(words: str) -> None:
        shown.append(words)

    monkeypatch.setattr(desktop, "_show", show)
    desktop.show_now("<img src=x> & <b>")
    assert shown == ["‹img src=x› + ‹b›"]
