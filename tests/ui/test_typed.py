"""What is typed ahead of the screen: in order, and each key by what is then in front (S-9)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from textual import events
from textual.widget import Widget

from tests.ui.receive.acts import arrive, burst
from tests.ui.send.acts import LIVED, sends
from tests.ui.stage import Stage, stage
from tests.waiting import settled
from voltage_tui.ui.screens.send.form import SendPage


def focused(s: Stage) -> Widget:
    found = s.app.focused
    assert found is not None
    return found


@contextmanager
def busy(widget: Widget) -> Iterator[None]:
    """While this lasts what is sent to the widget waits in its queue."""
    free = asyncio.Event()
    widget.call_later(free.wait)
    try:
        yield
    finally:
        free.set()


@pytest.mark.safety("S-9", "keys typed ahead go to what the first of them opens, none to a page")
async def test_what_is_typed_right_behind_a_key_goes_into_the_form_that_it_opens() -> None:
    async with stage(options=LIVED) as s:
        await s.press("A")
        await burst(s, "s", *"2q5 3rl")
        await s.pass_time(1)
        assert isinstance(s.app.pages.front, SendPage)
        assert "2q5 3rl" in s.text
        assert sends(s) == []


async def test_a_paste_right_behind_a_key_goes_into_the_form_that_it_opens() -> None:
    async with stage(options=LIVED) as s:
        await s.press("A")
        for event in (events.Key("s", "s"), events.Paste("somebody@example.com")):
            s.app.post_message(event)
        await s.pass_time(1)
        assert "somebody@example.com" in s.text


async def test_what_is_typed_right_behind_a_key_goes_into_the_dialog_that_it_opens() -> None:
    async with stage(options=LIVED) as s:
        await burst(s, "3", "f", "escape", ":", *"wallets", "enter")
        await s.pass_time(1)
        assert s.app.page_number == 2
        assert len(s.app.screen_stack) == 1


async def test_a_key_is_not_overtaken_by_one_that_another_widget_gets() -> None:
    async with stage() as s:
        await s.go("3")
        with busy(focused(s)):
            arrive(s, "4")
            await settled()
            s.app.screen.set_focus(None)
            arrive(s, "2")
            await settled()
            assert s.app.page_number == 3
        await s.pass_time(1)
        assert s.app.page_number == 2


async def test_the_keys_go_on_when_a_widget_is_gone_with_one_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = asyncio.Event()

    def at_once(_: float, call: Callable[[], None]) -> None:
        gone.set()
        s.app.call_later(call)

    async with stage() as s:
        monkeypatch.setattr(s.app, "after", at_once)
        await s.go("3", "enter")
        monkeypatch.setattr(type(focused(s)), "call_later", lambda *_: True)
        arrive(s, "j", "2")
        await gone.wait()
        monkeypatch.undo()
        await s.pass_time(1)
        assert s.app.page_number == 2


async def test_ctrl_c_waits_for_nothing() -> None:
    async with stage() as s:
        await s.go("3")
        with busy(focused(s)):
            arrive(s, "4", "ctrl+c")
            await settled()
            assert s.app.return_code == 0
