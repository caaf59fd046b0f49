"""What may come next where the cursor stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from voltage_tui.query.amounts import lacks_unit
from voltage_tui.query.canonical import value_text
from voltage_tui.query.errors import QueryError
from voltage_tui.query.folding import fold, words_of
from voltage_tui.query.parser import parse
from voltage_tui.query.periods import MONTHS, Named
from voltage_tui.query.terms import AmountUnit, MetadataHas
from voltage_tui.query.tokens import MINUS, QUOTE, key_in, quote
from voltage_tui.query.vocabulary import (
    DIVIDERS,
    EVENTS,
    FIELDS,
    RAIL_WORDS,
    REFERENCE_KEY,
    SORTS,
    STATUSES,
    WHEN,
    Field,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST: Final = 50
"""Completions offered at once."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of the rows: names of wallets, tags, metadata with values seen, statuses."""

    wallets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """A text that may stand in place of what is between `start` and `end`."""

    start: int
    end: int
    text: str

    def applied(self, text: str) -> str:
        """The search with it in place."""
        return text[: self.start] + self.text + text[self.end :]


def completions(text: str, cursor: int, vocabulary: Vocabulary) -> tuple[Completion, ...]:
    """What the term before the cursor may become, likeliest first."""
    cursor = min(max(cursor, 0), len(text))
    start = _term_start(text[:cursor])
    start += text.startswith(MINUS, start, cursor)
    term = text[start:cursor]
    if term.startswith(QUOTE):
        return ()
    key = key_in(term)
    if key is None:
        return _offer(start, cursor, term, _beginnings(term, vocabulary))
    value_at = start + len(key) + 1
    named = FIELDS.get(key.lower())
    divider = DIVIDERS.get(named, "") if named else ""
    part_at = value_at if not divider else max(value_at, text.rfind(divider, 0, cursor) + 1)
    part = text[part_at:cursor]
    before = text[value_at:part_at].removesuffix(divider) if divider else ""
    return _offer(part_at, cursor, part, _values(key, named, before, vocabulary))


def entry_start(key: str) -> str:
    """How a search for an entry of the metadata begins: `cost_center:`, `meta:status=`."""
    try:
        read = parse(f"{key}:x").clauses
    except QueryError:
        read = ()
    if len(read) == 1 and isinstance(read[0].term, MetadataHas) and read[0].term.key == key:
        return f"{key}:"
    return f"meta:{value_text(key, divider='=')}="


def _offer(start: int, end: int, typed: str, texts: Iterable[str]) -> tuple[Completion, ...]:
    """Those that go on from what was typed, each once."""
    begun = fold(typed.removeprefix(QUOTE))
    fitting = dict.fromkeys(
        text for text in texts if text != typed and _bare(text).startswith(begun)
    )
    return tuple(Completion(start, end, text) for text in list(fitting)[:MOST])


def _bare(text: str) -> str:
    return fold(text.removeprefix(QUOTE))


def _beginnings(term: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Units behind a number; fields, their commonest values, periods and the metadata's keys."""
    if lacks_unit(term):
        yield from (f"{term}{unit.value}" for unit in AmountUnit)
        return
    yield from (f"{name.value}:" for name in Field)
    yield from (named.value for named in Named)
    yield from (entry_start(key) for key in vocabulary.metadata if words_of(key))


def _values(key: str, named: Field | None, before: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The values a field takes, as they are to be typed; `before` is the key behind `meta:`."""
    match named:
        case None:
            yield from _entries(key, vocabulary)
        case Field.REFERENCE:
            yield from _entries(REFERENCE_KEY, vocabulary)
        case Field.METADATA if before:
            yield from _entries(before.strip(QUOTE), vocabulary)
        case Field.METADATA:
            yield from (
                f"{value_text(name, divider='=')}="
                for name in vocabulary.metadata
                if words_of(name)
            )
        case Field.STATUS:
            yield from STATUSES
            yield from (quote(word) for word in vocabulary.statuses if word not in STATUSES)
        case Field.WALLET:
            yield from (
                value_text(name, divider=",") for name in vocabulary.wallets if words_of(name)
            )
        case Field.TAG:
            yield from (value_text(tag, divider=",") for tag in vocabulary.tags if words_of(tag))
        case _:
            yield from _fixed(named)


def _entries(key: str, vocabulary: Vocabulary) -> Iterator[str]:
    yield from (value_text(value) for value in vocabulary.metadata.get(key, ()) if words_of(value))


def _fixed(named: Field) -> Iterator[str]:
    """The values of a field that are always the same."""
    if named in WHEN:
        yield from (period.value for period in Named)
        yield from MONTHS
    match named:
        case Field.DIRECTION:
            yield from ("send", "receive")
        case Field.RAIL:
            yield from RAIL_WORDS.values()
        case Field.KIND:
            yield from dict.fromkeys(kind.value for kind in EVENTS.values())
        case Field.LAST:
            yield from ("24h", "7d", "30d", "3mo", "1y")
        case Field.SORT:
            yield from dict.fromkeys(
                next(word for word, order in SORTS.items() if order == known)
                for known in SORTS.values()
            )
        case _:
            return


def _term_start(text: str) -> int:
    """Where the last term of a text begins, which may not be whole yet."""
    start, at, quoted = 0, 0, False
    while at < len(text):
        character = text[at]
        if quoted and character == "\\":
            at += 1
        elif character == QUOTE:
            opens = at == start or text[at - 1] in ":=,-"
            quoted = not quoted and opens
        elif not quoted and character.isspace():
            start = at + 1
        at += 1
    return start
