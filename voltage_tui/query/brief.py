"""A search in a few words, for one line: `failed sends over $500.00 since 2026-03-01 with "rent…"`.

`explain` says the same in a whole sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment_words import Direction
from voltage_tui.query.explain import quantity_words
from voltage_tui.query.match import number_ranges
from voltage_tui.query.periods import MonthName, Named, period_text, span_text
from voltage_tui.query.terms import (
    NEWEST_FIRST,
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
    Relation,
    SortBy,
    StatusIs,
    TagIs,
    Term,
    Text,
    TimeIs,
    WalletIs,
    When,
    Words,
)
from voltage_tui.query.vocabulary import RAIL_WORDS

if TYPE_CHECKING:
    from voltage_tui.query.calendar import Calendar
    from voltage_tui.query.terms import Clause

_AMOUNTS: Final = {
    Relation.BELOW: "under",
    Relation.AT_MOST: "up to",
    Relation.EXACTLY: "of",
    Relation.AT_LEAST: "of at least",
    Relation.ABOVE: "over",
}
_NOUNS: Final = {Direction.SEND: "sends", Direction.RECEIVE: "receives"}


def brief(query: Query, calendar: Calendar, things: str = "movements") -> str:
    """What of `things` is shown, the days meant today, and the order where it is not the usual."""
    before = [_status(c) for c in query.clauses if isinstance(c.term, StatusIs)]
    ways = [c for c in query.clauses if isinstance(c.term, DirectionIs)]
    after = [
        f"{'not ' if clause.negated else ''}{_said(clause.term, calendar)}"
        for clause in query.clauses
        if not isinstance(clause.term, StatusIs | DirectionIs)
    ]
    words = " ".join([*before, " and ".join(map(_noun, ways)) or things, *after])
    if query.order != NEWEST_FIRST:
        words += f", {_order(query)}"
    return words


def _status(clause: Clause) -> str:
    values = clause.term.values if isinstance(clause.term, StatusIs) else ()
    return f"{'not ' if clause.negated else ''}{' or '.join(values)}"


def _noun(clause: Clause) -> str:
    noun = _NOUNS[clause.term.value] if isinstance(clause.term, DirectionIs) else ""
    return f"no {noun}" if clause.negated else noun


def _said(term: Term, calendar: Calendar) -> str:
    match term:
        case Words(text):
            return f"with {_text(text)}"
        case RailIs() | EventIs():
            return _one_of(term)
        case WalletIs(values):
            return f"in {' or '.join(map(_text, values))}"
        case IdHas(part):
            return f"with id {part}"
        case TagIs() | NoteHas() | MetadataHas():
            return _kept(term)
        case AmountIs() | AmountBetween():
            return _amount(term)
        case TimeIs() | Last():
            return _time(term, calendar)
        case StatusIs() | DirectionIs():
            return ""


def _one_of(term: RailIs | EventIs) -> str:
    match term:
        case RailIs(rails):
            return f"on {' or '.join(v if isinstance(v, str) else RAIL_WORDS[v] for v in rails)}"
        case EventIs(events):
            return f"of kind {' or '.join(v if isinstance(v, str) else v.value for v in events)}"


def _amount(term: AmountIs | AmountBetween) -> str:
    match term:
        case AmountIs(relation, quantity):
            return f"{_AMOUNTS[relation]} {quantity_words(quantity)}"
        case AmountBetween(low, high):
            return f"of {quantity_words(low)} to {quantity_words(high)}"


def _text(text: Text) -> str:
    return f'"{text.text}"' if text.whole or number_ranges(text) else f'"{text.text}…"'


def _kept(term: TagIs | NoteHas | MetadataHas) -> str:
    match term:
        case TagIs(values):
            return f"tagged {' or '.join(values)}" if values else "with a tag"
        case NoteHas(value):
            return "with a note" if value is None else f"with {_text(value)} in a note"
        case MetadataHas(key, value):
            return f"with {key}" if value is None else f"with {key} {_text(value)}"


def _time(term: TimeIs | Last, calendar: Calendar) -> str:
    if isinstance(term, Last):
        return f"of the last {span_text(term.span)}"
    days = calendar.days(term.period)
    match term.when:
        case When.SINCE:
            return f"since {days.first}"
        case When.AFTER:
            return f"after {days.last}"
        case When.BEFORE:
            return f"before {days.first}"
        case When.UNTIL:
            return f"until {days.last}"
        case When.IN:
            if days.first == days.last:
                return f"of {days.first}"
            if isinstance(term.period, Named):
                return f"of {days.first} to {days.last}"
            month = isinstance(term.period, MonthName)
            return f"of {days.first:%Y-%m}" if month else f"of {period_text(term.period)}"


def _order(query: Query) -> str:
    match query.order.by, query.order.descending:
        case SortBy.TIME, _:
            return "oldest first"
        case SortBy.AMOUNT, down:
            return "largest first" if down else "smallest first"
        case by, down:
            return f"by {by.value}{', from the end' if down else ''}"
