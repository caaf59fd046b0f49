"""Large figures: as wide as they say, five rows for each size, nothing that has no shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.ui.paint import width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.monitor.big import HEIGHT, big, is_drawable, width_of_big

texts = st.text("0123456789,.−%<kM•— ", min_size=1, max_size=12)


@given(texts, st.integers(1, 3))
def test_every_line_is_as_wide_as_the_text_takes(text: str, scale: int) -> None:
    lines = big(text, Role.STRONG, scale)
    assert len(lines) == HEIGHT * scale
    assert {width_of(line) for line in lines} == {width_of_big(text, scale)}


@given(st.integers(0, 9), st.integers(0, 9))
def test_no_two_digits_look_alike(one: int, other: int) -> None:
    assert (big(str(one), Role.TEXT) == big(str(other), Role.TEXT)) == (one == other)


def test_what_has_no_shape_is_not_drawn() -> None:
    assert not is_drawable("12 €")
    with pytest.raises(KeyError):
        big("€", Role.TEXT)
