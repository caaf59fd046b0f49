"""What changed of a widget is forgotten once it is painted, however long the program is open."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.widget import Widget

from tests.ui.stage import Stage, stage
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.row_view import RowView


def painted_by_us(shown: Stage) -> list[Widget]:
    found = shown.app.screen.query(Widget)
    return [w for w in found if isinstance(w, Painted | RowView) and w.is_on_screen and w.size]


@pytest.mark.parametrize("page", ["1", "3", "4"])
async def test_what_was_painted_is_not_remembered_as_changed(page: str) -> None:
    async with stage() as shown:
        await shown.go(page)
        widgets = painted_by_us(shown)
        assert widgets
        for cell in range(50):
            for widget in widgets:
                widget.refresh(Region(cell % widget.size.width, 0, 1, 1))
            await shown.paint()
        assert [len(widget._dirty_regions) for widget in widgets] == [0] * len(widgets)
