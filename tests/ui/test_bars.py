"""Bars and percentages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.ui.bars import level_role, percent, used_bar
from voltage_tui.ui.paint import width_of
from voltage_tui.ui.palette import Role

LEVELS = (Role.OK, Role.WARN, Role.BAD)


@given(st.none() | st.integers(-100, 3_000), st.integers(1, 80))
def test_a_bar_is_exactly_as_wide_as_asked(permille: int | None, width: int) -> None:
    assert width_of(used_bar(permille, width)) == width


@given(st.integers(1, 3_000), st.integers(1, 80))
def test_any_use_is_seen_and_more_is_never_shorter(permille: int, width: int) -> None:
    def filled(level: int) -> int:
        return sum(width_of((s,)) for s in used_bar(level, width) if s.role in LEVELS)

    assert filled(permille) >= 1
    assert filled(permille) >= filled(permille - 1)
    assert filled(0) == 0


def test_levels_change_at_half_and_at_nine_tenths() -> None:
    assert [level_role(p) for p in (499, 500, 899, 900)] == [
        *(Role.OK, Role.WARN),
        *(Role.WARN, Role.BAD),
    ]


def test_percentages_say_a_trace_and_an_unknown() -> None:
    assert [percent(p) for p in (None, 0, 3, 10, 612, 1_000)] == [
        *("—", "0 %", "<1 %"),
        *("1 %", "61 %", "100 %"),
    ]
