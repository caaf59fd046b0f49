"""What a word is, in the index and in the question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.query.folding import (
    BETWEEN,
    compact,
    fold,
    has_words,
    indexed,
    words_of,
    words_of_any,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Straße 12, Zoë", ("strasse", "12", "zoe")),
        ("cost_center=ops-7", ("cost", "center", "ops", "7")),
        ("1,250,500.125", ("1", "250", "500", "125")),
        ("🍕 lunch!", ("🍕", "lunch")),
        ("12月の家賃", ("12", "月", "の", "家", "賃")),
        ("ﬁne Ⅳ", ("fine", "iv")),
        ("--- … ---", ()),
        ("", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("wanted", "whole", "found"),
    [
        ("rent", False, True),
        ("rent", True, False),
        ("rental", True, True),
        ("march rent", False, True),
        ("march rent", True, False),
        ("rent march", False, False),
        ("ental", False, False),
        ("of ma rent", False, False),
        ("rental for 12", True, True),
    ],
)
def test_words_in_a_row(wanted: str, whole: bool, found: bool) -> None:
    assert has_words("March rental, for 12", words_of(wanted), whole=whole) is found


def test_a_part_of_a_text_without_spaces_is_found() -> None:
    assert has_words("12月の家賃", words_of("家賃"), whole=True)


def test_texts_in_an_index_stay_apart() -> None:
    assert indexed(["rent, march", None, "...", "paid"]) == f"rent march {BETWEEN} paid"
    assert BETWEEN not in words_of(f"a{BETWEEN}b")


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert words_of(fold(text)) == words_of(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_is_the_same(text: str) -> None:
    assert words_of(text) == words_of_any(text)


def test_an_invoice_is_compared_by_its_beginning() -> None:
    assert words_of("x" * 300) == ("x" * 64,)
    assert has_words("x" * 300, words_of("x" * 65), whole=True)
    assert not has_words("x" * 63, words_of("x" * 64), whole=False)


def test_an_identifier_is_compact() -> None:
    assert compact("7F3C-0b1e/held") == "7f3c0b1eheld"


@given(st.text())
def test_the_index_splits_no_word(text: str) -> None:
    """The tokenizer `ascii` of FTS5 splits at ASCII that is no letter and no digit, only."""
    for word in words_of(text):
        assert not any(c.isspace() or (c.isascii() and not c.isalnum()) for c in word)
        assert words_of(word) == (word,)


@given(st.text(), st.integers(0, 20), st.integers(1, 20), st.booleans())
def test_any_run_of_words_is_found(text: str, start: int, count: int, whole: bool) -> None:
    assert has_words(text, words_of(text)[start : start + count], whole=whole)
