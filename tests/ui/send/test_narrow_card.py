"""The card of the form where there is little room: a key whole or not at all (S-37)."""

from __future__ import annotations

import pytest

from tests.ui.send.acts import LIVED, open_form, outside, paste
from tests.ui.stage import Stage, stage
from voltage_tui.destinations import bolt11
from voltage_tui.ui.screens.send.grouped import groups_of


def card_of(s: Stage) -> str:
    """The form's text, its lines as one."""
    return " ".join(s.text.split())


@pytest.mark.safety("S-37", "60x20, the form: the key whole, and the most it can cost above all")
async def test_in_the_narrowest_form_the_key_is_whole_and_the_most_it_costs_is_seen() -> None:
    async with stage((60, 20), options=LIVED) as s:
        text = outside(s)
        await open_form(s)
        await paste(s, text)
        assert " ".join(groups_of(bolt11.decode(text).payee.hex())) in card_of(s)
        assert "at most 1,0" in card_of(s)


async def test_what_is_stopped_shows_no_half_of_a_key_and_a_notice_that_fits() -> None:
    async with stage((60, 20), options=LIVED) as s:
        text = outside(s, 90_000_000)
        await open_form(s)
        await paste(s, text)
        whole = groups_of(bolt11.decode(text).payee.hex())
        shown = card_of(s)
        assert "✕" in shown
        assert (" ".join(whole) in shown) or (" ".join(whole[:3]) not in shown)
        await s.press("tab", "enter")
        assert "the form says why." in s.text.splitlines()[-1]
