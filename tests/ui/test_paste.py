"""What is pasted is text: it presses no key, however it is cut into pieces."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tests.ui.hostile import CORPUS
from voltage_tui.ui.paste import PastedText, TameParser, tolerant_decoder

BEGIN, END = "\x1b[200~", "\x1b[201~"
TEXT = st.text(st.sampled_from("\x1b[]201~;Aq\r\n\x07\\ x") | st.characters(codec="utf-8"))


def fed(pieces: Iterable[str]) -> list[Message]:
    parser = TameParser()
    return [message for piece in pieces if piece for message in parser.feed(piece)]


def keys(messages: Iterable[Message]) -> list[str]:
    return [m.key for m in messages if isinstance(m, events.Key)]


def pasted(messages: Iterable[Message]) -> str:
    return "".join(m.text for m in messages if isinstance(m, events.Paste))


def cut(text: str, places: Iterable[int]) -> list[str]:
    edges = [0, *sorted({p % (len(text) + 1) for p in places}), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


@given(text=TEXT, places=st.lists(st.integers(0, 200), max_size=6))
@example(text="\x1b]52;c;AAAA\x07q\r", places=[])
@example(text="\x1b[20\x1b[20", places=[8, 9, 10, 11])
def test_no_key_comes_out_of_a_paste(text: str, places: list[int]) -> None:
    text = text.replace(END, "")
    messages = fed([*cut(f"{BEGIN}{text}{END}", places), "z"])
    assert keys(messages) == ["z"]
    assert pasted(messages) == text.replace("\x1b", "").replace("\x00", "")


@given(typed=st.text(st.sampled_from("abcqA12 ")), places=st.lists(st.integers(0, 200), max_size=4))
def test_what_is_typed_goes_through_at_once(typed: str, places: list[int]) -> None:
    tame = PastedText()
    for piece in cut(typed, places):
        assert tame.tame(piece) == piece


def test_sequences_of_keys_are_left_alone() -> None:
    assert keys(fed(["\x1b[A\x1b[B", "\x1b[6~", f"{BEGIN}x\x1b[A{END}\x1b[A"])) == [
        *("up", "down", "pagedown"),
        "up",
    ]


def test_bytes_that_are_no_text_are_replaced() -> None:
    decode = tolerant_decoder("utf-8")().decode
    assert decode(b"a\xffb\xed\xa0\x80") + decode(b"\xe2\x82") + decode(b"\xac") == (
        "a\ufffdb" + "\ufffd" * 3 + "€"
    )


def test_the_corpus_presses_nothing() -> None:
    for text in CORPUS:
        assert keys(fed([f"{BEGIN}{text}{END}"])) == []
