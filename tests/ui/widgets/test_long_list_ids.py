"""Ids shown from the end: growing at both ends, and finding one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.ui.widgets.long_list_ids import ShownIds

PARTS = st.lists(st.tuples(st.integers(-1, 6), st.integers(0, 5)), max_size=12)
"""How many on top are replaced (-1: none, it goes below), and how many come."""


@given(PARTS, st.booleans(), st.integers(0, 40))
def test_it_is_the_list_it_was_made_of(
    parts: list[tuple[int, int]], from_above: bool, near: int
) -> None:
    plain = [3, 2, 1]
    ids = ShownIds(() if from_above else plain)
    if from_above:
        ids.replace_top(0, plain)
    fresh = iter(range(4, 1_000))
    for replaced, many in parts:
        some = [next(fresh) for _ in range(many)]
        if replaced >= 0:
            ids.replace_top(replaced, some)
            plain = [*some, *plain[replaced:]]
        else:
            ids.put_below(some)
            plain += some
    assert [ids[index] for index in range(len(ids))] == plain
    assert ids.between(-5, near) == plain[:near]
    assert [ids.place_of(each, near) for each in plain] == list(range(len(plain)))
    assert ids.place_of(-1) is None


def test_far_from_where_it_is_looked_for_it_is_found_too() -> None:
    ids = ShownIds()
    ids.replace_top(0, range(9_999, -1, -1))
    ids.put_below(range(-1, -5_000, -1))
    assert ids.place_of(3, near=14_000) == 9_996
    assert ids.place_of(-4_000, near=0) == 10_000 + 3_999
    with pytest.raises(IndexError):
        ids[len(ids)]
