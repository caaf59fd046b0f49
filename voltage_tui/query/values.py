"""What stands behind a colon, read for its field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.query.amounts import parse_amount_term
from voltage_tui.query.errors import QueryError, RefusedError
from voltage_tui.query.folding import words_of
from voltage_tui.query.nearest import nearest
from voltage_tui.query.periods import parse_period, parse_span
from voltage_tui.query.terms import (
    DirectionIs,
    EventIs,
    IdHas,
    Last,
    MetadataHas,
    NoteHas,
    RailIs,
    Sort,
    StatusIs,
    TagIs,
    Term,
    Text,
    TimeIs,
    WalletIs,
)
from voltage_tui.query.tokens import Piece, Token, pieces_of, quote
from voltage_tui.query.vocabulary import (
    DIRECTIONS,
    DIVIDERS,
    EVENTS,
    FIELDS,
    RAILS,
    REFERENCE_KEY,
    SORTS,
    STATUS_HINTS,
    STATUSES,
    WHEN,
    Field,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voltage_tui.model.ledger import LedgerKind
    from voltage_tui.model.payment_words import PaymentKind

T = TypeVar("T")
ANY: Final = "*"
"""The value that stands for any: `-tag:*` is whatever has no tag."""


@dataclass(frozen=True, slots=True)
class ReadAt:
    """One term and the search it stands in, so that what is refused is shown in its place."""

    text: str
    token: Token

    def reading(self, piece: Piece, read: Callable[[], T]) -> T:
        """What `read` gives; what it refuses is refused at `piece`."""
        try:
            return read()
        except RefusedError as error:
            raise QueryError(
                self.text, piece.start, piece.end, error.words, error.suggestion
            ) from None

    def phrase(self) -> Piece:
        """The body, quotes taken off."""
        return pieces_of(self.text, self.token.body, "")[0]

    def pieces(self, divider: str) -> tuple[Piece, ...]:
        """The values, quotes taken off."""
        value = self.token.value or self.token.body
        return pieces_of(self.text, value, divider)

    def text_in(self, piece: Piece) -> Text:
        """The words of a piece; whole where it was quoted. `QueryError` without any."""
        if not words_of(piece.text):
            words = "nothing to look for: no letter and no digit"
            raise QueryError(self.text, piece.start, piece.end, words)
        return Text(piece.text, piece.quoted)


def field_term(at: ReadAt, field: Field) -> Term:
    """The term of a field; `QueryError` for a value that it does not take."""
    pieces = at.pieces(DIVIDERS.get(field, ""))
    _refuse_missing(at, field, pieces)
    first = pieces[0]
    match field:
        case Field.STATUS:
            return StatusIs(_each(at, pieces, _status))
        case Field.DIRECTION:
            return at.reading(
                first, lambda: DirectionIs(_known(first, DIRECTIONS, "send, receive"))
            )
        case Field.RAIL:
            return RailIs(_each(at, pieces, _rail))
        case Field.KIND:
            return _kind(at, pieces)
        case Field.WALLET:
            return WalletIs(tuple(at.text_in(piece) for piece in pieces))
        case Field.TAG:
            return TagIs(() if _is_any(pieces) else tuple(dict.fromkeys(p.text for p in pieces)))
        case Field.NOTE:
            return NoteHas(None if _is_any(pieces) else at.text_in(first))
        case Field.REFERENCE:
            return MetadataHas(REFERENCE_KEY, None if _is_any(pieces) else at.text_in(first))
        case Field.METADATA:
            return _metadata(at, pieces)
        case _:
            return at.reading(first, lambda: _single(field, first))


def unknown_key(at: ReadAt) -> Term:
    """`key:value` whose key is none of ours: the metadata's, unless it is one of ours mistyped."""
    token = at.token
    assert token.key is not None  # noqa: S101 - the parser asks for none without
    key = token.key.text
    value = at.pieces("")[0]
    if key.lower() == "memo":
        meant = quote(value.text) if value.quoted else value.text
        words = "words alone are looked for in the memo too"
        raise QueryError(at.text, token.body.start, token.body.end, words, meant)
    near = nearest(key, FIELDS)
    if near is not None:
        words = f"did you mean {near}: ? For the metadata entry write meta:{key}="
        raise QueryError(at.text, token.key.start, token.key.end, words, near)
    if not value.text:
        words = f"what {key} is to be stands right behind the colon; {key}:* is anything"
        raise QueryError(at.text, token.body.start, token.body.end, words)
    return MetadataHas(key, None if _is_any((value,)) else at.text_in(value), or_words=True)


def sort_of(at: ReadAt) -> Sort:
    """The order that `sort:` names."""
    value = at.pieces("")[0]
    known = SORTS.get(value.text.lower())
    if known is not None:
        return known
    words = "sort: newest, oldest, largest, smallest, status or wallet"
    raise RefusedError(words, nearest(value.text, SORTS))


def _single(field: Field, piece: Piece) -> Term:
    """The term of a field that takes one plain value."""
    match field:
        case Field.AMOUNT:
            return parse_amount_term(piece.text)
        case Field.LAST:
            return Last(parse_span(piece.text))
        case Field.ID:
            if not words_of(piece.text):
                raise RefusedError("the beginning or the end of an identifier")
            return IdHas(piece.text)
        case _:
            return TimeIs(WHEN[field], parse_period(piece.text))


def _refuse_missing(at: ReadAt, field: Field, pieces: tuple[Piece, ...]) -> None:
    for piece in pieces:
        if not piece.text:
            words = f"{field.value}: lacks a value{_EXAMPLES.get(field, '')}"
            start = at.token.body.start
            raise QueryError(at.text, start, at.token.body.end, words)


_EXAMPLES: Final = {
    Field.STATUS: f": {', '.join(STATUSES)}",
    Field.DIRECTION: ": send, receive",
    Field.KIND: f": {', '.join(EVENTS)}",
    Field.RAIL: ": lightning, on-chain, bip21, asset, bank",
    Field.AMOUNT: ": >500usd, 100..500usd",
    Field.LAST: ": 24h, 7d, 3mo",
    Field.METADATA: ": meta:key=value",
    **dict.fromkeys(WHEN, ": 2026-03-01, 2026-03, march, today"),
}


def _is_any(pieces: tuple[Piece, ...]) -> bool:
    return len(pieces) == 1 and pieces[0].text == ANY and not pieces[0].quoted


def _each(at: ReadAt, pieces: tuple[Piece, ...], read: Callable[[Piece], T]) -> tuple[T, ...]:
    """Every value, each once."""
    return tuple(dict.fromkeys(at.reading(piece, partial(read, piece)) for piece in pieces))


def _known(piece: Piece, known: Mapping[str, T], words: str) -> T:
    found = known.get(piece.text.lower())
    if found is None:
        raise RefusedError(f"one of: {words}", nearest(piece.text, known))
    return found


def _status(piece: Piece) -> str:
    word = piece.text.lower()
    if word in STATUSES:
        return word
    if piece.quoted:
        return piece.text
    near = STATUS_HINTS.get(word) or nearest(word, STATUSES)
    words = f"one of: {', '.join(STATUSES)}; another one in quotes"
    raise RefusedError(words, near)


def _rail(piece: Piece) -> PaymentKind | str:
    if piece.quoted:
        return RAILS.get(piece.text.lower(), piece.text)
    return _known(piece, RAILS, "lightning, on-chain, bip21, asset, bank; another one in quotes")


def _kind(at: ReadAt, pieces: tuple[Piece, ...]) -> Term:
    """Kinds of ledger rows; a rail is taken too, as people say it, and written as `rail:`."""
    if all(piece.text.lower() in RAILS for piece in pieces):
        return RailIs(_each(at, pieces, _rail))
    for piece in pieces:
        if piece.text.lower() in RAILS:
            words = "a rail and a kind of ledger row are two terms: rail:lightning kind:held"
            raise QueryError(at.text, piece.start, piece.end, words)
    return EventIs(_each(at, pieces, _event))


def _event(piece: Piece) -> LedgerKind | str:
    if piece.quoted:
        return EVENTS.get(piece.text.lower(), piece.text)
    known = {**EVENTS, **RAILS}
    if piece.text.lower() in EVENTS:
        return EVENTS[piece.text.lower()]
    words = f"one of: {', '.join(EVENTS)}; another one in quotes"
    raise RefusedError(words, nearest(piece.text, known))


def _metadata(at: ReadAt, pieces: tuple[Piece, ...]) -> Term:
    key = pieces[0]
    if len(pieces) != 2:
        words = "an entry of the metadata is written meta:key=value"
        meant = f"{at.text[key.start : key.end]}={ANY}" if len(pieces) == 1 else None
        start, end = pieces[0].start, pieces[-1].end
        raise QueryError(at.text, start, end, words, meant)
    return MetadataHas(key.text, None if _is_any(pieces[1:]) else at.text_in(pieces[1]))
