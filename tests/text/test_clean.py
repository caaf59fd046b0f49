"""Untrusted text comes out harmless, short and still itself (S-51, S-52, S-53)."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voltage_tui.text import ELLIPSIS, MAX_LENGTH, clean, is_clean

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"

_HOSTILE = [
    *(ESC, BEL, ST, "\x9b", "\x9d", "\x90", "\x9c", "[", "]", "52;c;eA==", "0;title", "31m", "2J"),
    *("\n", "\r", "\t", "\x85", "\u2028", "\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0041"),
    *(
        "\ud800",
        "\udfff",
        "\u0301",
        "\u0336",
        "\ufe0f",
        "e",
        "漢",
        "👩\u200d💻",
        "[bold]",
        " ",
        "x",
    ),
]
texts = st.text(alphabet=st.characters()) | st.lists(st.sampled_from(_HOSTILE), max_size=30).map(
    "".join
)


def forbidden(character: str) -> bool:
    """Whether a character may never come out, judged by Unicode and not by our own list."""
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or 0xE0000 <= ord(character) <= 0xE0FFF
        or 0xFE00 <= ord(character) <= 0xFE0F
        or ord(character) & 0xFFFE == 0xFFFE
    )


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("invoice 2026-118", "invoice 2026-118"),
        ("[@click=app.quit]pay[/]", "[@click=app.quit]pay[/]"),
        ("Zoë · 漢字 · ½", "Zoë · 漢字 · ½"),
        (f"{ESC}[31mred{ESC}[0m", "red"),
        (f"a{ESC}]52;c;Yg=={BEL}b", "ab"),
        (f"a{ESC}]52;c;Yg=={ST}b", "ab"),
        (f"a{ESC}]8;;https://x.example{ST}link{ESC}]8;;{ST}b", "alinkb"),
        (f"a{ESC}P1$q{ST}b", "ab"),
        (f"a{ESC}_apc{ST}b{ESC}^pm{ST}c{ESC}Xsos{ST}d", "abcd"),
        ("a\x9b31mb", "ab"),
        ("a\x9d0;title\x9cb", "ab"),
        (f"a{ESC}cb", "ab"),
        (f"a{ESC}(0b", "ab"),
        (f"a{ESC}{ESC}[2Jb", "ab"),
        (f"a{ESC}", "a"),
        ("pay\u202egnp.exe", "paygnp.exe"),
        ("a\u2066b\u2069c", "abc"),
        ("zero\u200bwidth\u2060here\ufeff", "zerowidthhere"),
        ("tag\U000e0041\U000e007fged", "tagged"),
        ("lone\ud83d", "lone"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("a\n\x00\u200b\nb", "a b"),
        ("nul\x00del\x7f", "nuldel"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("\u0336struck", "struck"),
        ("soft\u00adhyphen", "softhyphen"),
        ("hangul\u3164filler", "hangulfiller"),
    ],
)
def test_what_is_removed_and_what_stays(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (f"order {ESC}]0;the rest of the memo", "order 0;the rest of the memo"),
        ("Caf\x9d the rest of the memo", "Caf the rest of the memo"),
        (f"a{ESC}[38;5", "a38;5"),
    ],
)
def test_a_sequence_that_never_ends_swallows_no_text(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@pytest.mark.safety("S-51", "any text at all: no control, escape, bidi, tag or surrogate comes out")
@given(texts, st.integers(0, 60))
@example("\x1b[" * 3, 2)
def test_nothing_forbidden_comes_out_and_it_is_never_longer(raw: str, limit: int) -> None:
    kept = clean(raw, limit)
    assert len(kept) <= limit
    assert not any(forbidden(character) for character in kept)
    assert is_clean(kept)
    kept.encode("utf-8")


@given(texts, st.integers(0, 60))
def test_cleaning_twice_is_cleaning_once(raw: str, limit: int) -> None:
    once = clean(raw, limit)
    assert clean(once, limit) == once


@given(texts)
def test_is_clean_says_whether_cleaning_would_change_anything(raw: str) -> None:
    assert is_clean(raw) == (clean(raw, len(raw) + 1) == raw)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_text_is_left_alone(raw: str) -> None:
    assert clean(raw) == raw


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Sc"]), max_size=40))
def test_letters_of_every_script_stay(raw: str) -> None:
    fillers = "\u115f\u1160\u3164\uffa0"
    assert clean(raw) == re.sub(f"[{fillers}]", "", raw)


@given(texts)
def test_no_more_than_four_marks_stand_on_one_character(raw: str) -> None:
    marks = 0
    for character in clean(raw):
        marks = marks + 1 if unicodedata.combining(character) else 0
        assert marks <= 4


@pytest.mark.safety("S-51", "a long text is cut, and the cut is seen")
def test_a_long_text_is_cut_where_it_is_seen() -> None:
    assert clean("x" * MAX_LENGTH) == "x" * MAX_LENGTH
    assert clean("x" * (MAX_LENGTH + 1)) == "x" * (MAX_LENGTH - 1) + ELLIPSIS
    assert clean("abcdef", 4) == "abc" + ELLIPSIS
    assert clean("abcdef", 1) == ELLIPSIS
    assert clean("abcdef", 0) == ""


def test_text_behind_a_wall_of_nothing_is_known_to_be_missing() -> None:
    assert clean("ab" + "\u200b" * 1_000 + "hidden", 20) == "ab" + ELLIPSIS


@pytest.mark.parametrize("piece", ["\x90", "\x1b]", "\x1b[", "\x1b", "\u0301", "\n", "\x9b1;"])
def test_a_megabyte_of_rubbish_is_soon_done(piece: str) -> None:
    assert len(clean(piece * 1_000_000)) <= MAX_LENGTH


@pytest.mark.parametrize("code", range(0x20))
def test_every_c0_control_is_unclean(code: int) -> None:
    assert not is_clean(f"a{chr(code)}b")
    assert not is_clean(f"a{chr(code + 0x80)}b")
