"""The narrowest terminal: what is said there ends where a sentence ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.ui.stage import stage
from voltage_tui.ui.frame.keybar import whole_clauses

NARROW = (60, 20)


async def test_sentences_are_whole_at_sixty_columns() -> None:
    async with stage(NARROW, read_only=True) as shown:
        needs = [line for line in shown.lines if line.startswith("  ! ")]
        assert len(needs) == 2
        assert re.search(r"do not pay again  3  \+\d more$", needs[-1]), needs
        await shown.press("A")
        assert shown.keys.strip() == "Started read-only: that cannot be lifted from inside."
        await shown.go("3")
        head = next(line for line in shown.lines if "pending first" in line)
        assert re.search(r"oldest \d+ m {3}\d+ payments read$", head), head


@pytest.mark.parametrize(
    ("words", "room", "said"),
    [
        ("One; two; three.", 16, "One; two; three."),
        ("One; two; three.", 15, "One; two."),
        ("One. Two.", 5, "One."),
        ("One; two.", 2, "One."),
        ("Onetwothree", 4, "Onetwothree"),
    ],
)
def test_as_many_clauses_as_fit(words: str, room: int, said: str) -> None:
    assert whole_clauses(words, room) == said


@given(st.lists(st.text("ab字 ", min_size=1), min_size=1, max_size=5), st.integers(0, 40))
def test_a_clause_is_there_whole_or_not_at_all(clauses: list[str], room: int) -> None:
    words = "; ".join(clauses) + "."
    said = whole_clauses(words, room)
    assert words.startswith(said.removesuffix("."))
    assert said.endswith(".")
    if cell_len(words) <= room:
        assert said == words
