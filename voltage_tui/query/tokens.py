"""A search cut into its terms, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from voltage_tui.query.errors import QueryError
from voltage_tui.query.vocabulary import DIVIDERS, FIELDS
from voltage_tui.text import is_clean

MAX_LENGTH: Final = 500
"""Characters of a search."""
MINUS: Final = "-"
QUOTE: Final = '"'
_KEY: Final = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*):")
_SCHEMES: Final = frozenset({"bitcoin", "lightning", "http", "https"})
"""Before a colon these begin what is pasted, so the whole of it is words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or with `quoted` what stood between quotes, and where it stands in the search."""

    text: str
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """One term as it stands in the search: `-key:value`.

    `start` is that of the minus, if there is one; `body` is all that follows it.
    """

    start: int
    body: Piece
    negated: bool = False
    key: Piece | None = None
    value: Piece | None = None


def tokens_of(text: str) -> tuple[Token, ...]:
    """The terms of a search; `QueryError` for one that cannot be cut into terms."""
    if len(text) > MAX_LENGTH:
        words = f"a search has at most {MAX_LENGTH} characters"
        raise QueryError(text, MAX_LENGTH, len(text), words)
    _refuse_unseen(text)
    tokens = []
    at = _skip_space(text, 0)
    while at < len(text):
        token = _token(text, at)
        tokens.append(token)
        at = _skip_space(text, token.body.end)
    return tuple(tokens)


def pieces_of(text: str, value: Piece, divider: str) -> tuple[Piece, ...]:
    """The parts of a value between `divider`s (none without one), quotes taken off."""
    pieces = []
    at = value.start
    while True:
        if text[at : at + 1] == QUOTE and at < value.end:
            piece = _quoted(text, at)
        else:
            end = text.find(divider, at, value.end) if divider else -1
            end = value.end if end < 0 else end
            piece = Piece(text[at:end], at, end)
        pieces.append(piece)
        if piece.end >= value.end:
            return tuple(pieces)
        at = piece.end + 1


def quote(text: str) -> str:
    """The text between quotes, as the language reads it back."""
    return QUOTE + text.replace("\\", "\\\\").replace(QUOTE, f"\\{QUOTE}") + QUOTE


def key_in(text: str) -> str | None:
    """The key a bare text would be read with (`note` of `note:x`), or None."""
    match = _KEY.match(text)
    if match is None or match[1].lower() in _SCHEMES or text.startswith("//", match.end()):
        return None
    return match[1]


def _token(text: str, start: int) -> Token:
    negated = text[start] == MINUS
    at = start + negated
    if at == len(text) or text[at].isspace():
        words = "a minus stands right before what is to be left out, as in -status:failed"
        raise QueryError(text, start, at, words)
    key = key_in(text[at:])
    if key is None:
        end = _end_of_words(text, at)
        return Token(start, Piece(text[at:end], at, end), negated)
    value_at = at + len(key) + 1
    field = FIELDS.get(key.lower())
    end = _end_of_value(text, value_at, DIVIDERS.get(field, "") if field else "")
    return Token(
        start,
        Piece(text[at:end], at, end),
        negated,
        Piece(key, at, at + len(key)),
        Piece(text[value_at:end], value_at, end),
    )


def _end_of_words(text: str, at: int) -> int:
    if text[at] != QUOTE:
        return _next_space(text, at)
    end = _quoted(text, at).end
    if end < len(text) and not text[end].isspace():
        raise QueryError(text, end, end + 1, "a space follows the closing quote", f" {text[end]}")
    return end


def _end_of_value(text: str, at: int, divider: str) -> int:
    """Where a value ends: at a space outside quotes, which begin it or follow the divider."""
    while True:
        if text[at : at + 1] == QUOTE:
            at = _quoted(text, at).end
            if at < len(text) and not text[at].isspace() and text[at] != divider:
                words = "a space follows the closing quote"
                raise QueryError(text, at, at + 1, words, f" {text[at]}")
        while at < len(text) and not text[at].isspace() and text[at] != divider:
            at += 1
        if at == len(text) or text[at].isspace():
            return at
        at += 1


def _quoted(text: str, start: int) -> Piece:
    """What stands between the quote at `start` and the one that closes it."""
    kept: list[str] = []
    at = start + 1
    while at < len(text):
        if text[at] == QUOTE:
            return Piece("".join(kept), start, at + 1, quoted=True)
        if text[at] == "\\" and text[at + 1 : at + 2] in (QUOTE, "\\"):
            at += 1
        kept.append(text[at])
        at += 1
    raise QueryError(text, start, len(text), "a closing quote is missing", quote("".join(kept)))


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _next_space(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def _refuse_unseen(text: str) -> None:
    """Refuse what a terminal would act on or hide (S-51); spaces of any form are spaces."""
    spaced = "".join(" " if c.isspace() else c for c in text)
    if is_clean(spaced):
        return
    at = next((i for i in range(len(text)) if not is_clean(spaced[: i + 1])), 0)
    raise QueryError(text, at, at + 1, "a character here cannot be seen", "")
