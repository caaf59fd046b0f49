"""The code has the room it needs, or the facts have all of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.ui.screens.receive.layout import FACTS_LEAST, place


@given(st.integers(25, 77), st.integers(60, 220), st.integers(17, 70))
def test_a_code_beside_the_facts_always_fits(columns: int, width: int, height: int) -> None:
    rows = (columns + 1) // 2
    placing = place((columns, rows), width, height)
    fits = columns + FACTS_LEAST <= width and rows <= height
    assert placing.stacked != fits
    if fits:
        assert columns <= placing.code_columns <= width - FACTS_LEAST


@given(st.integers(60, 220), st.integers(17, 70))
def test_before_there_is_a_code_its_place_is_kept_where_it_will_be(width: int, height: int) -> None:
    placing = place(None, width, height)
    assert placing.stacked == (width < 96)
    assert placing.stacked or placing.code_columns > 0


def test_an_address_fits_beside_the_facts_at_80x24() -> None:
    assert not place((37, 19), 78, 21).stacked
