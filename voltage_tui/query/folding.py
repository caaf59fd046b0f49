"""What a word is, for what is searched and for what is searched with: the one definition of both.

An index that keeps `indexed(texts)` and is asked for the words of `words_of` agrees with the
matcher letter by letter, whatever its own notion of a word: every word is letters, digits and
signs that no tokenizer splits, between single spaces.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BETWEEN: Final = "\ue000"
"""Stands between two texts in an index, so that no phrase runs from one into the other.

Cleaned text cannot hold it, as a word cannot.
"""
LONGEST_WORD: Final = 64
"""Characters of a word that are compared: a hash is whole, an invoice is as good as whole."""
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
# Scripts written without spaces: each character is a word, so that a phrase finds any part.
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


def fold(text: str) -> str:
    """The text without case, accents and forms of one letter: `Zoë` and `ZOE` are one."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", bare.casefold())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in order; what is neither letter, digit nor sign divides."""
    if not text.isascii():
        return words_of_any(text)
    # Most texts by far, and an index has millions of them.
    return tuple(word[:LONGEST_WORD] for word in _ASCII_WORD.findall(text.lower()))


def words_of_any(text: str) -> tuple[str, ...]:
    """The words of a text in whatever script."""
    kept = "".join(c if _is_of_a_word(c) else " " for c in fold(text))
    return tuple(word[:LONGEST_WORD] for word in _UNSPACED.sub(r" \1 ", kept).split())


def compact(identifier: str) -> str:
    """An identifier without what divides it: `7F3C-0b` is `7f3c0b`."""
    return "".join(words_of(identifier))


def indexed(texts: Iterable[str | None]) -> str:
    """The words of several texts as one line for an index, the texts kept apart."""
    lines = (" ".join(words_of(text)) for text in texts if text)
    return f" {BETWEEN} ".join(line for line in lines if line)


def has_words(text: str, wanted: Sequence[str], *, whole: bool) -> bool:
    """Whether `wanted` stand in a text one after the other.

    The last may be the beginning of a word, unless `whole`. None wanted are in every text.
    """
    if not wanted:
        return True
    words = words_of(text)
    *first, last = wanted
    return any(
        list(words[at : at + len(first)]) == first
        and (words[at + len(first)] == last if whole else words[at + len(first)].startswith(last))
        for at in range(len(words) - len(first))
    )


@lru_cache(maxsize=4_096)
def _is_of_a_word(character: str) -> bool:
    """Letters, digits, marks; signs too beyond ASCII, so that an emoji can be searched."""
    if character.isascii():
        return character.isalnum()
    return unicodedata.category(character)[0] in "LNMS"
