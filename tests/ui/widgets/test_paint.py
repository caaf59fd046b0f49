"""Painting: any text in any width gives exactly the cells asked for, and nothing else (S-53)."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.ui.escapes import is_shown
from tests.ui.hostile import CORPUS
from voltage_tui.text import clean
from voltage_tui.ui.paint import (
    Align,
    Span,
    beside,
    fit,
    flow,
    pad,
    spread,
    steady,
    to_strip,
    width_of,
    wrap,
)
from voltage_tui.ui.palette import Ground, Palette, Role
from voltage_tui.ui.theme_file import shipped_themes
from voltage_tui.ui.widgets.painted import changed_cells

PALETTE = Palette(shipped_themes()[0])
TEXT = st.sampled_from(CORPUS).map(lambda t: t[:300]) | st.text(max_size=60)
WIDTH = st.integers(0, 90)
SPAN = st.builds(Span, TEXT, st.sampled_from(Role), st.none() | st.sampled_from(Ground))
LINE = st.lists(SPAN, max_size=6)
CLEAN_LINE = st.lists(SPAN.map(lambda s: s._replace(text=clean(s.text))), max_size=6)


@given(TEXT, WIDTH)
def test_fit_never_takes_more_than_its_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= width


@given(TEXT, WIDTH, st.sampled_from(Align))
def test_pad_takes_exactly_its_width(text: str, width: int, align: Align) -> None:
    assert cell_len(pad(text, width, align)) == width


@pytest.mark.safety("S-53", "any text painted takes exactly the cells it was given")
@given(LINE, WIDTH)
@example([Span("東" * 5)], 9)
def test_a_strip_is_exactly_as_wide_as_asked_and_harmless(line: list[Span], width: int) -> None:
    strip = to_strip(line, width, PALETTE)
    assert sum(cell_len(segment.text) for segment in strip) == width
    assert all(is_shown(character) for segment in strip for character in segment.text)


@given(TEXT)
def test_steady_text_is_as_wide_as_before_and_the_same_for_every_terminal(text: str) -> None:
    kept = pad(text, cell_len(fit(text, 500)))
    assert cell_len(steady(kept)) == cell_len(kept)
    assert steady(steady(kept)) == steady(kept)


def test_flags_and_skin_tones_are_told_in_letters() -> None:
    assert steady("🇰🇷 👩🏽 −12 ━ é") == "KR 👩 −12 ━ é"


@given(TEXT, st.integers(1, 60))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(cell_len(line) <= max(width, 2) for line in lines)
    whole = pad(text, cell_len(fit(text, 10_000))) if len(text) < 300 else ""
    if whole:
        assert "".join(lines).replace(" ", "") == whole.replace(" ", "")


@given(LINE, LINE, WIDTH)
def test_the_right_side_gives_way_first(left: list[Span], right: list[Span], width: int) -> None:
    both = spread(left, right, width)
    if width_of(both) != width_of(left):
        assert width_of(both) == width
    assert both[: len(left)] == left


@given(CLEAN_LINE, CLEAN_LINE, st.integers(1, 90))
def test_every_cell_that_differs_is_sent_again(
    old: list[Span], new: list[Span], width: int
) -> None:
    start, end = changed_cells(old, new, width)
    assert 0 <= start < end <= width
    before, after = to_strip(old, width, PALETTE), to_strip(new, width, PALETTE)
    if old != new:
        assert before.crop(0, start).text == after.crop(0, start).text
        assert before.crop(end).text == after.crop(end).text


WORDS = st.lists(st.text("abc ", min_size=1, max_size=12), min_size=1, max_size=8)


@given(WORDS, st.integers(12, 60))
def test_short_lines_flow_into_as_many_as_it_takes(words: list[str], width: int) -> None:
    lines = flow([(Span(text),) for text in words], width, gap=2)
    assert all(width_of(line) <= width for line in lines)
    told = "".join("".join(span.text for span in line) for line in lines)
    assert told.replace(" ", "") == "".join(words).replace(" ", "")


@given(WORDS, WORDS)
def test_two_columns_stand_side_by_side(left: list[str], right: list[str]) -> None:
    lines = beside([(Span(text),) for text in left], [(Span(text),) for text in right], 20)
    told = ["".join(span.text for span in line) for line in lines]
    assert len(told) == max(len(left), len(right))
    for n, text in enumerate(right):
        assert told[n][20:] == text
    for n, text in enumerate(left):
        assert told[n][:20].rstrip() == text.rstrip()
