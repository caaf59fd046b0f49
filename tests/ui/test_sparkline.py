"""The chart of used credit: as high as what was used, and its marks where they are free."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.ui.bars import level_role
from voltage_tui.ui.palette import Role
from voltage_tui.ui.sparkline import HEIGHT, LABELS, chart, eighths_of

_FULL = "█"


def column(value: int | None) -> str:
    """One value's cells from the ground up."""
    return "".join("".join(s.text for s in line)[LABELS] for line in reversed(chart([value], 1)))


@given(st.lists(st.none() | st.integers(0, 5_000), max_size=40), st.integers(1, 3))
def test_it_is_as_wide_as_its_values_and_as_high_as_they_are(
    values: list[int | None], each: int
) -> None:
    lines = chart(values, each)
    assert len(lines) == HEIGHT
    assert {len("".join(s.text for s in line)) for line in lines} == {LABELS + each * len(values)}


@given(st.integers(0, 1_000), st.integers(0, 1_000))
def test_more_is_never_lower_and_any_use_is_seen(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert eighths_of(low) <= eighths_of(high)
    assert (eighths_of(low) == 0) == (low == 0)


def test_the_marks_stand_where_nothing_is_drawn_over_them() -> None:
    assert column(0) == " ▔▔─"
    assert column(250) == f"{_FULL}▔▔─"
    assert column(500) == f"{_FULL}{_FULL}▔─"
    assert column(750) == f"{_FULL}{_FULL}{_FULL}─"
    assert column(1_000) == column(3_000) == _FULL * 4
    assert column(None) == "·▔▔─"


def test_its_colour_is_that_of_the_level_and_its_lines_are_named() -> None:
    top, _, _, ground = chart([950, 100, None], 1)
    assert [s.role for s in top[1:]] == [level_role(950), Role.FAINT]
    assert [s.role for s in ground[1:]] == [Role.FAINT, level_role(100), Role.FAINT]
    assert top[0].text == " 90 % "
