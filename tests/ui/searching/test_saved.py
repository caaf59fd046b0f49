"""Searches under a name: kept, opened, replaced, removed, and there at the next start."""

from __future__ import annotations

from pathlib import Path

from tests.ui.stage import Stage, stage
from voltage_tui.named_entries import SavedSearch
from voltage_tui.settings import Settings
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.searching.saved import NameSearch, SavedSearches
from voltage_tui.ui.widgets.search_line import SearchLine

FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=3)
TWO = Settings(
    searches=(SavedSearch("failed", "status:failed"), SavedSearch("rent", "rent last:30d"))
)


def line(shown: Stage) -> SearchLine:
    front = shown.app.pages.front
    assert front is not None
    return front.query_one(SearchLine)


async def test_one_is_kept_and_opened_at_the_next_start(tmp_path: Path) -> None:
    async with stage(options=FEW, folder=tmp_path) as shown:
        await shown.go("3")
        await shown.press("/")
        await shown.type("status:failed")
        await shown.press("ctrl+n")
        assert isinstance(shown.app.screen, NameSearch)
        await shown.type("what failed")
        await shown.press("enter")
        assert "Kept as what failed" in shown.text
    async with stage(options=FEW, folder=tmp_path) as shown:
        await shown.go("4")
        await shown.press("ctrl+r")
        await shown.type("fail")
        await shown.press("enter")
        assert line(shown).text == "status:failed"
        assert "failed movements" in shown.text


async def test_a_name_that_is_taken_is_replaced_only_when_meant() -> None:
    async with stage(options=FEW, settings=TWO) as shown:
        await shown.go("3")
        line(shown).set_text("dir:send")
        await shown.press("ctrl+n")
        await shown.type("rent")
        await shown.press("enter")
        assert "In place of rent last:30d" in shown.text
        assert shown.app.settings == TWO
        await shown.press("enter")
        assert {(s.name, s.text) for s in shown.app.settings.searches} == {
            ("failed", "status:failed"),
            ("rent", "dir:send"),
        }


async def test_one_is_removed_and_said() -> None:
    async with stage(options=FEW, settings=TWO) as shown:
        await shown.go("3")
        await shown.press("ctrl+r", "down", "ctrl+x")
        assert shown.app.settings.searches == TWO.searches[:1]
        assert isinstance(shown.app.screen, SavedSearches)
        await shown.press("ctrl+x")
        assert shown.app.settings.searches == ()
        assert len(shown.app.screen_stack) == 1
        assert "Removed failed: status:failed" in shown.text


async def test_what_cannot_be_read_or_is_nothing_is_not_kept() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("3")
        await shown.press("ctrl+n")
        assert "Nothing is searched for yet" in shown.text
        await shown.press("/")
        await shown.type("status:")
        await shown.press("ctrl+n")
        assert "It is not kept, as it cannot be read" in shown.text
        assert not isinstance(shown.app.screen, NameSearch)
