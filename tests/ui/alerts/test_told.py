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


@asynccontextmanager
async def raised(rules: AlertRules | None = None, **more: bool) -> AsyncIterator[Stage]:
    """The program when its story has raised what it raises."""
    settings = Settings(alerts=rules or AlertRules(), **more)  # type: ignore[arg-type]
    async with stage(started=False, change=real, settings=settings) as shown:
        shown.app.app_focus = False
        await shown.until(lambda: len(shown.snapshot.alerts) >= 3)
        await shown.pass_time(1)
        yield shown


async def test_it_rings_once_for_all_that_is_raised_and_not_again(heard: Heard) -> None:
    async with raised() as shown:
        assert heard.bells == 1
        assert "\x1b]2;(3) voltage-tui: alerts\x07" in "".join(heard.written)
        await shown.pass_time(60)
        assert heard.bells == 1
        assert len(heard.notices) == 1
        assert "and 2 more" in heard.notices[0]


async def test_each_way_can_be_turned_off(heard: Heard) -> None:
    async with raised(AlertRules(bell=False, title=False, desktop=False)):
        assert (heard.bells, heard.written, heard.notices) == (0, [], [])


async def test_no_notice_while_somebody_looks(heard: Heard) -> None:
    async with stage(change=real) as shown:
        await shown.until(lambda: shown.snapshot.alerts)
        await shown.pass_time(1)
        assert heard.bells == 1
        assert not heard.notices


async def test_hidden_amounts_are_hidden_in_notice_and_sentence(heard: Heard) -> None:
    async with raised(hide_amounts=True) as shown:
        assert "254,000" not in heard.notices[0] + shown.text
        assert "Alto Cooling" not in heard.notices[0]


@pytest.mark.safety("S-49", "an alert raised while locked: no bell, notice, word or count")
async def test_nothing_is_told_while_it_is_locked(heard: Heard) -> None:
    async with stage(change=real, settings=Settings(alerts=OFF)) as shown:
        await shown.pass_time(3)
        await shown.press("L")
        heard.written.clear()
        assert shown.app.treasury is not None
        shown.app.treasury.alerting.use_rules(AlertRules())
        await shown.until(lambda: shown.snapshot.alerts)
        await shown.pass_time(2)
        assert (heard.bells, heard.written, heard.notices) == (0, [], [])
        assert "Alto Cooling" not in shown.text
        await shown.press("enter")
        assert "raised while this was locked: 6 shows them." in shown.text
        await shown.pass_time(1)
        assert heard.bells == 0
        assert "(3) voltage-tui" in "".join(heard.written)


OFF = AlertRules(off=("pending", "credit", "failed"))


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
