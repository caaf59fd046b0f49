"""What a person typed, read as a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.query.amounts import (
    UNITS,
    is_operator,
    lacks_unit,
    looks_like_amount,
    parse_amount_term,
)
from voltage_tui.query.errors import QueryError, RefusedError
from voltage_tui.query.folding import words_of
from voltage_tui.query.periods import named_period
from voltage_tui.query.terms import Clause, Query, Sort, Term, Text, TimeIs, When, Words
from voltage_tui.query.tokens import MINUS, Piece, Token, tokens_of
from voltage_tui.query.values import ReadAt, field_term, sort_of, unknown_key
from voltage_tui.query.vocabulary import FIELDS, Field

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Placed:
    """One term of a search and where it stands in the text, its minus included."""

    start: int
    end: int
    read: Clause | Sort


def parse(text: str) -> Query:
    """Read a search. Raises `QueryError`, and nothing else, whatever the text."""
    clauses: list[Clause] = []
    sort: Sort | None = None
    for placed in placed_terms(text):
        if isinstance(placed.read, Clause):
            clauses.append(placed.read)
            continue
        if sort is not None:
            raise QueryError(text, placed.start, placed.end, "one order at a time", "")
        sort = placed.read
    return Query(tuple(clauses), sort)


def placed_terms(text: str) -> Iterator[Placed]:
    """The terms of a search in their places. Raises `QueryError` at the first that is wrong."""
    for token in _joined(tokens_of(text)):
        start, end = token.start, token.body.end
        read = _read(text, token)
        if not isinstance(read, Sort):
            yield Placed(start, end, Clause(read, token.negated))
            continue
        if token.negated:
            words = "an order is not left out; sort:oldest turns it about"
            raise QueryError(text, start, end, words, token.body.text)
        yield Placed(start, end, read)


def _joined(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """The terms, with what belongs to one amount put together: `> 500 usd`."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        while at < len(tokens) and (body := _one_amount(token, tokens[at])) is not None:
            token = Token(token.start, body, token.negated)
            at += 1
        yield token


def _one_amount(left: Token, right: Token) -> Piece | None:
    """Two terms as one, where the first is an operator or lacks the unit that the second is."""
    if left.key is not None or right.key is not None or right.negated:
        return None
    first, second = left.body.text, right.body.text
    number_follows = is_operator(first) and second[:1].isdigit()
    unit_follows = lacks_unit(first) and second.lower() in UNITS
    if not (number_follows or unit_follows):
        return None
    return Piece(first + second, left.body.start, right.body.end)


def _read(text: str, token: Token) -> Term | Sort:
    at = ReadAt(text, token)
    if token.key is None or token.value is None:
        return at.reading(token.body, lambda: _bare(at, token.body))
    field = FIELDS.get(token.key.text.lower())
    if field is Field.SORT:
        return at.reading(token.value, lambda: sort_of(at))
    if field is None:
        return unknown_key(at)
    return field_term(at, field)


def _bare(at: ReadAt, body: Piece) -> Term:
    """A term without a field: an amount, a period, words or a phrase."""
    text = body.text
    if at.token.body.text.startswith('"'):
        return Words(at.text_in(at.phrase()))
    if looks_like_amount(text):
        return parse_amount_term(text)
    period = named_period(text)
    if period is not None:
        return TimeIs(When.IN, period)
    if not words_of(text):
        raise RefusedError("nothing to look for: no letter and no digit", "")
    if text.startswith(MINUS):
        raise RefusedError("one minus is enough", text.lstrip(MINUS))
    return Words(Text(text))
