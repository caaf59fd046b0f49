"""Lines about several subjects in as much room as there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.text import ELLIPSIS
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.sections import ALWAYS, Section, cut, fitted, joined


def lines(*words: str) -> list[Line]:
    return [(Span(word),) for word in words]


def told(found: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in found]


SECTIONS: list[Section] = [
    (ALWAYS, lines("what", "it is")),
    (2, lines("two")),
    (3, lines("three")),
    (1, []),
    (1, lines("one")),
]


@pytest.mark.parametrize(
    ("height", "said"),
    [
        (8, ["what", "it is", "", "two", "", "three", "", "one"]),
        (7, ["what", "it is", "two", "three", "one"]),
        (5, ["what", "it is", "two", "three", "one"]),
        (4, ["what", "it is", "two", "one"]),
        (3, ["what", "it is", "one"]),
        (2, ["what", "it is"]),
        (0, ["what", "it is"]),
    ],
)
def test_air_leaves_first_and_then_what_is_most_dispensable(height: int, said: list[str]) -> None:
    assert told(fitted(SECTIONS, height)) == said


PARTS = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.text("ab", min_size=1), max_size=3).map(tuple)),
    max_size=6,
)


@given(PARTS, st.integers(0, 30))
def test_what_is_always_there_stays_in_its_order(
    parts: list[tuple[int, tuple[str, ...]]], height: int
) -> None:
    sections: list[Section] = [(rank, lines(*words)) for rank, words in parts]
    found = [line for line in told(fitted(sections, height)) if line]
    always = [word for rank, words in parts if rank == ALWAYS for word in words]
    everything = [word for _, words in parts for word in words]
    rest = iter(found)
    assert all(word in rest for word in always)
    rest = iter(everything)
    assert all(line in rest for line in found)
    assert len(told(fitted(sections, height))) <= max(height, len(always))


def test_a_gap_stands_only_between_two() -> None:
    assert told(joined([(0, lines("a")), (0, lines("b"))], gap=True)) == ["a", "", "b"]
    assert told(joined([(0, lines("a"))], gap=True)) == ["a"]


def test_what_is_cut_is_marked_on_the_last_line_kept() -> None:
    three = lines("a", "b", "c")
    assert cut(three, None) is three
    assert cut(three, 3) is three
    assert told(cut(three, 2)) == ["a", f"b{ELLIPSIS}"]
