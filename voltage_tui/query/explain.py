"""A search in one plain sentence, so that what is shown is never a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.money import Unit, figure_of, plain
from voltage_tui.query.match import number_ranges
from voltage_tui.query.periods import Day, Named
from voltage_tui.query.terms import (
    PENDING,
    AmountBetween,
    AmountIs,
    AmountUnit,
    Clause,
    DirectionIs,
    EventIs,
    IdHas,
    Last,
    MetadataHas,
    NoteHas,
    Quantity,
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
    from collections.abc import Sequence

    from voltage_tui.query.calendar import Calendar

_IS: Final = "is "
_HAS: Final = "has "
_AMOUNTS: Final = {
    Relation.BELOW: "less than",
    Relation.AT_MOST: "at most",
    Relation.EXACTLY: "exactly",
    Relation.AT_LEAST: "at least",
    Relation.ABOVE: "more than",
}
_ORDERS: Final = {
    (SortBy.TIME, True): "newest first",
    (SortBy.TIME, False): "oldest first",
    (SortBy.AMOUNT, True): "largest first",
    (SortBy.AMOUNT, False): "smallest first",
    (SortBy.STATUS, False): "by status",
    (SortBy.STATUS, True): "by status, from the end",
    (SortBy.WALLET, False): "by wallet",
    (SortBy.WALLET, True): "by wallet, from the end",
}


def explain(query: Query, calendar: Calendar) -> str:
    """What is shown, in words: the days meant today, amounts in their unit, the order."""
    said = [_clause(clause, calendar) for clause in query.clauses]
    what = f"Shows what {_listed(said, 'and')}" if said else "Shows everything"
    parts = [what, _ORDERS[query.order.by, query.order.descending]]
    if any(isinstance(clause.term, AmountIs | AmountBetween) for clause in query.clauses):
        parts.append("no currency is converted")
    if any(isinstance(clause.term, TimeIs | Last) for clause in query.clauses):
        parts.append(f"by the clock of {calendar.zone}")
    return "; ".join(parts) + "."


def _clause(clause: Clause, calendar: Calendar) -> str:
    said = _said(clause.term, calendar)
    if not clause.negated:
        return said
    if said.startswith(_IS):
        return f"is not {said.removeprefix(_IS)}"
    return f"does not have {said.removeprefix(_HAS)}"


def _said(term: Term, calendar: Calendar) -> str:
    match term:
        case Words(text):
            return _HAS + _words(text)
        case StatusIs() | RailIs() | EventIs() | DirectionIs():
            return _IS + _one_of(term)
        case WalletIs(values):
            return f"{_IS}in a wallet called {_listed([_quoted(value) for value in values], 'or')}"
        case IdHas(part):
            return f'{_HAS}an identifier that begins or ends with "{part}"'
        case TagIs() | NoteHas() | MetadataHas():
            return _HAS + _kept(term)
        case AmountIs() | AmountBetween():
            return f"{_IS}of {_amount(term)}"
        case TimeIs() | Last():
            return _IS + _time(term, calendar)


def _words(text: Text) -> str:
    if number_ranges(text):
        return f'"{text.text}" as an amount, or a word beginning so'
    if text.whole:
        return f'the words "{text.text}"' if len(text.words) > 1 else f'the word "{text.text}"'
    if len(text.words) > 1:
        return f'words beginning with "{text.text}"'
    return f'a word beginning with "{text.text}"'


def _quoted(text: Text) -> str:
    return f'"{text.text}"' if text.whole else f'"{text.text}…"'


def _one_of(term: StatusIs | RailIs | EventIs | DirectionIs) -> str:
    match term:
        case StatusIs(values):
            return _listed(["still pending" if v == PENDING else v for v in values], "or")
        case DirectionIs(value):
            return f"a {value.value}"
        case RailIs(rails):
            names = [v if isinstance(v, str) else RAIL_WORDS[v] for v in rails]
            return f"on the {_listed(names, 'or')} rail"
        case EventIs(events):
            kinds = [v if isinstance(v, str) else v.value for v in events]
            return f"a ledger row of the kind {_listed(kinds, 'or')}"


def _kept(term: TagIs | NoteHas | MetadataHas) -> str:
    match term:
        case TagIs(()):
            return "a tag"
        case TagIs(values):
            return f"the tag {_listed(values, 'or')}"
        case NoteHas(value):
            return "a note" if value is None else f"{_quoted(value)} in a note"
        case MetadataHas(key, value):
            if value is None:
                return f"an entry {key} in its metadata"
            said = f"{_quoted(value)} as {key} in its metadata"
            anywhere = term.anywhere
            return said if anywhere is None else f"{said} or {_quoted(anywhere)} anywhere"


def _amount(term: AmountIs | AmountBetween) -> str:
    match term:
        case AmountIs(relation, quantity):
            return f"{_AMOUNTS[relation]} {quantity_words(quantity)}"
        case AmountBetween(low, high):
            return f"{quantity_words(low)} to {quantity_words(high)}"


def quantity_words(quantity: Quantity) -> str:
    """An amount with its unit."""
    match quantity.unit:
        case AmountUnit.BTC:
            return f"{figure_of(quantity.amount, Unit.BTC)} BTC"
        case AmountUnit.MSAT:
            return f"{quantity.amount.units:,} msat"
        case AmountUnit.SATS | AmountUnit.USD:
            return plain(quantity.amount)


def _time(term: TimeIs | Last, calendar: Calendar) -> str:
    if isinstance(term, Last):
        since = calendar.ago(term.span).astimezone(calendar.zone)
        return f"not older than {since:%Y-%m-%d %H:%M}"
    days = calendar.days(term.period)
    last = days.last
    match term.when:
        case When.SINCE:
            return f"from {days.first} on"
        case When.UNTIL:
            return f"from {last} or before"
        case When.BEFORE:
            return f"from before {days.first}"
        case When.AFTER:
            return f"from after {last}"
        case When.IN:
            single = days.first == last or isinstance(term.period, Day)
            named = f" ({term.period.value})" if isinstance(term.period, Named) else ""
            return (f"of {days.first}" if single else f"from {days.first} to {last}") + named


def _listed(parts: Sequence[str], word: str) -> str:
    """`a, b and c`."""
    *first, last = parts
    return f"{', '.join(first)} {word} {last}" if first else last
