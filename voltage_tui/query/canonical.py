"""A search written out: `parse` reads it back as the very same search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.query.amounts import quantity_text
from voltage_tui.query.periods import Day, Named, period_text, span_text
from voltage_tui.query.terms import (
    AmountBetween,
    AmountIs,
    DirectionIs,
    EventIs,
    IdHas,
    Last,
    MetadataHas,
    NoteHas,
    Query,
    RailIs,
    Sort,
    StatusIs,
    TagIs,
    Term,
    Text,
    TimeIs,
    WalletIs,
    When,
    Words,
)
from voltage_tui.query.tokens import QUOTE, quote
from voltage_tui.query.values import ANY
from voltage_tui.query.vocabulary import EVENTS, RAIL_WORDS, RAILS, REFERENCE_KEY, SORTS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


def canonical(query: Query) -> str:
    """The search in its one exact form, the order last."""
    terms = [("-" if clause.negated else "") + term_text(clause.term) for clause in query.clauses]
    if query.sort is not None:
        terms.append(f"sort:{sort_word(query.sort)}")
    return " ".join(terms)


def sort_word(sort: Sort) -> str:
    """The order as it is written behind `sort:`."""
    return next(word for word, order in SORTS.items() if order == sort)


def value_text(text: str, *, divider: str = "") -> str:
    """A value as it stands behind a colon: between quotes where it needs them."""
    risky = not text or text == ANY or text.startswith(QUOTE) or (divider and divider in text)
    return quote(text) if risky or any(c.isspace() for c in text) else text


def term_text(term: Term) -> str:
    """One term as it is typed, without its minus."""
    match term:
        case Words(value):
            return _text(value)
        case StatusIs() | RailIs() | EventIs():
            return _one_of(term)
        case DirectionIs(value):
            return f"dir:{value.value}"
        case WalletIs(values):
            return f"wallet:{','.join(_text(value) for value in values)}"
        case IdHas(part):
            return f"id:{value_text(part)}"
        case TagIs() | NoteHas() | MetadataHas():
            return _kept(term)
        case AmountIs() | AmountBetween():
            return _amount(term)
        case TimeIs() | Last():
            return _time(term)


def _text(text: Text) -> str:
    return quote(text.text) if text.whole else text.text


def _one_of(term: StatusIs | RailIs | EventIs) -> str:
    match term:
        case StatusIs(values):
            return f"status:{_names(values, STATUSES)}"
        case RailIs(values):
            names = (v if isinstance(v, str) else RAIL_WORDS[v] for v in values)
            return f"rail:{_names(names, RAILS)}"
        case EventIs(values):
            events = (v if isinstance(v, str) else v.value for v in values)
            return f"kind:{_names(events, EVENTS)}"


def _kept(term: TagIs | NoteHas | MetadataHas) -> str:
    match term:
        case TagIs(values):
            return f"tag:{','.join(value_text(v, divider=',') for v in values) or ANY}"
        case NoteHas(value):
            return f"note:{_any_or(value)}"
        case MetadataHas(key, value, or_words=True):
            return f"{key}:{_any_or(value)}"
        case MetadataHas(key, value):
            name = "ref:" if key == REFERENCE_KEY else f"meta:{value_text(key, divider='=')}="
            return f"{name}{_any_or(value)}"


def _amount(term: AmountIs | AmountBetween) -> str:
    match term:
        case AmountIs(relation, quantity):
            return f"{relation.value}{quantity_text(quantity)}"
        case AmountBetween(low, high):
            low_text = quantity_text(low, unit=low.unit is not high.unit)
            return f"{low_text}..{quantity_text(high)}"


def _time(term: TimeIs | Last) -> str:
    match term:
        case Last(span):
            return f"last:{span_text(span)}"
        case TimeIs(When.IN, Named() as named):
            return named.value
        case TimeIs(When.IN, Day() as day):
            return f"on:{period_text(day)}"
        case TimeIs(when, period):
            return f"{when.value}:{period_text(period)}"


def _any_or(text: Text | None) -> str:
    return ANY if text is None else _text(text)


def _names(names: Iterable[str], known: Container[str]) -> str:
    """The values; one this version does not know stands between quotes, as it is typed."""
    return ",".join(name if name in known else quote(name) for name in names)
