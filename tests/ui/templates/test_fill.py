"""Templates of metadata: filled in, shown whole before anything is sent, and sent as shown."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.ui.receive.acts import NEW, requests
from tests.ui.send.acts import LIVED, confirm, open_form, outside, paste, sends
from tests.ui.stage import Stage, stage
from voltage_tui.named_entries import Template
from voltage_tui.settings import Settings
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.templates.dialog import FillIn

INVOICE = Template("invoice", (("invoice number", ""), ("cost_center", "hosting")))
ONE = Settings(templates=(INVOICE,))
TWO = Settings(templates=(INVOICE, Template("project", (("project", ""),))))


async def arm(shown: Stage) -> None:
    await shown.press("A")
    await shown.until(lambda: shown.app.power is not None and shown.app.power.armed_left_s)


@pytest.mark.safety("S-38", "the metadata of a template on the card, whole, and sent as shown")
async def test_what_is_filled_in_is_on_the_card_and_in_the_request() -> None:
    async with stage((120, 40), LIVED, settings=ONE) as shown:
        await open_form(shown)
        text = outside(shown)
        await paste(shown, text)
        await shown.press("ctrl+f")
        assert isinstance(shown.app.screen, FillIn)
        await shown.type("R-7 家")
        await shown.press("enter")
        assert "with invoice number=R-7 家," in shown.text
        await shown.press("tab", "enter")
        await shown.pass_time(SETTLE_S)
        front = shown.app.pages.front
        assert isinstance(front, ConfirmPage), shown.text
        assert "invoice number=R-7 家" in shown.text
        assert "cost_center=hosting" in shown.text
        await confirm(shown, text)
        await shown.pass_time(2)
        assert [body["metadata"] for body in sends(shown)] == [
            {"invoice number": "R-7 家", "cost_center": "hosting"}
        ]


async def test_a_request_takes_the_entries_that_have_a_value() -> None:
    async with stage((80, 24), NEW, settings=TWO) as shown:
        await shown.press("r")
        await shown.type("25000")
        await shown.press("ctrl+f")
        await shown.type("inv")
        await shown.press("enter")
        assert isinstance(shown.app.screen, FillIn)
        await shown.press("enter")
        assert "with cost_center=hosting" in shown.text
        await shown.press("ctrl+f", "down", "enter")
        await shown.type("atlas")
        await shown.press("enter")
        assert "with project=atlas" in shown.text
        await shown.press("enter")
        await shown.pass_time(2)
        assert [body["metadata"] for body in requests(shown)] == [{"project": "atlas"}]


async def test_a_value_that_cannot_be_sent_is_refused_and_kept() -> None:
    async with stage((60, 20), NEW, settings=ONE) as shown:
        await shown.press("r", "ctrl+f")
        field = shown.app.screen.query(Input).first()
        field.value = "x" * 257
        await shown.press("enter")
        assert "at most 256 characters" in shown.text
        field.value = "a\u202eb"
        await shown.press("enter")
        assert "characters that cannot be seen" in shown.text
        assert isinstance(shown.app.screen, FillIn)


async def test_a_new_wallet_is_filled_in_too() -> None:
    async with stage(options=NEW, settings=ONE) as shown:
        await arm(shown)
        await shown.go("2")
        await shown.press("c", "ctrl+f")
        await shown.type("R-7")
        await shown.press("enter")
        assert "invoice number=R-7, cost_center=hosting" in shown.text
        await shown.press("ctrl+f")
        field = shown.app.screen.query(Input).first()
        field.value = "a,b"
        await shown.press("enter")
        assert "An entry with a comma cannot be written here." in shown.text


async def test_without_a_template_it_says_how_to_make_one() -> None:
    async with stage(options=NEW) as shown:
        await arm(shown)
        for key in ("r", "s"):
            shown.app.say("Nothing yet")
            await shown.press(key, "ctrl+f")
            assert "[templates.invoice] in settings.toml" in shown.text
            await shown.press("escape")
