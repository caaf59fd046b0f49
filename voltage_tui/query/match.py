"""Whether a search finds a row: the specification, which any faster way must agree with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.payment_words import PaymentKind
from voltage_tui.money import BTC, USD, Currency, EntryUnit, InvalidAmountError, parse_amount
from voltage_tui.query.folding import compact, fold, has_words
from voltage_tui.query.terms import (
    PENDING,
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
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.query.calendar import Calendar
    from voltage_tui.query.facts import Facts

_SHOWN: Final = re.compile(r"[+−]?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,20})(?:\.([0-9]{1,11}))?")
"""A number as a screen shows it, grouped or not."""
_UNITS: Final = (EntryUnit.SATS, EntryUnit.USD, EntryUnit.BTC)


@dataclass(frozen=True, slots=True)
class Range:
    """Amounts of a currency from `low` to `high`, both included; None is without an end."""

    currency: Currency
    low: int | None
    high: int | None

    def holds(self, units: int) -> bool:
        """Whether that many base units, whatever their sign, lie within."""
        size = abs(units)
        return (self.low is None or self.low <= size) and (self.high is None or size <= self.high)


def matches(query: Query, facts: Facts, calendar: Calendar) -> bool:
    """Whether every clause of a search holds for a row."""
    return all(
        holds(clause.term, facts, calendar) is not clause.negated for clause in query.clauses
    )


def holds(term: Term, facts: Facts, calendar: Calendar) -> bool:
    """Whether one term holds for a row."""
    match term:
        case Words(text):
            return _anywhere(text, facts)
        case StatusIs() | RailIs() | EventIs() | DirectionIs():
            return _is(term, facts)
        case WalletIs(values):
            return any(of_wallet(text, facts.wallet_id, facts.wallet_name) for text in values)
        case IdHas(part):
            return _has_id(part, facts)
        case TagIs() | NoteHas() | MetadataHas():
            return _keeps(term, facts)
        case AmountIs() | AmountBetween():
            wanted = amount_range(term)
            return _has_amount((wanted,), facts)
        case TimeIs() | Last():
            return calendar.bounds(term).holds(facts.time)


def amount_range(term: AmountIs | AmountBetween) -> Range:
    """The amounts a term is about, in base units."""
    if isinstance(term, AmountBetween):
        return Range(term.low.amount.currency, term.low.amount.units, term.high.amount.units)
    amount = term.quantity.amount
    match term.relation:
        case Relation.BELOW:
            return Range(amount.currency, None, amount.units - 1)
        case Relation.AT_MOST:
            return Range(amount.currency, None, amount.units)
        case Relation.EXACTLY:
            return Range(amount.currency, amount.units, amount.units)
        case Relation.AT_LEAST:
            return Range(amount.currency, amount.units, None)
        case Relation.ABOVE:
            return Range(amount.currency, amount.units + 1, None)


def number_ranges(text: Text) -> tuple[Range, ...]:
    """The amounts that are shown beginning with this number; none when it is no number.

    `1,250` is 1,250 sats and any msats, and 1,250 dollars and any cents; bitcoin only where the
    number has a fraction, which is what a person copies.
    """
    match = None if text.whole else _SHOWN.fullmatch(text.text)
    if match is None:
        return ()
    whole, fraction = match[1].replace(",", ""), match[2] or ""
    ranges = []
    for unit in _UNITS:
        if len(fraction) > unit.places or (unit is EntryUnit.BTC and not fraction):
            continue
        try:
            low = parse_amount(f"{whole}.{fraction}" if fraction else whole, unit)
        except InvalidAmountError:
            continue
        more = 10 ** (unit.places - len(fraction)) - 1
        ranges.append(Range(low.currency, low.units, low.units + more))
    return tuple(ranges)


def of_wallet(text: Text, wallet_id: str, wallet_name: str) -> bool:
    """Whether these words name a wallet: in its name, or its identifier begins with them."""
    return has_words(wallet_name, text.words, whole=text.whole) or lowered(wallet_id).startswith(
        lowered(text.text)
    )


def lowered(text: str) -> str:
    """ASCII capitals made small, as identifiers are compared; nothing else is folded."""
    return text.translate(_LOWER)


def ordered(query: Query, rows: Iterable[Facts]) -> list[Facts]:
    """The rows in the order of a search; what is equal stands newest first, then by row."""
    order = query.order
    newest = sorted(rows, key=lambda f: (f.time, f.tie, f.row_id), reverse=True)
    match order.by:
        case SortBy.TIME:
            if order.descending:
                return newest
            return newest[::-1]
        case SortBy.AMOUNT:
            return sorted(newest, key=_size, reverse=order.descending)
        case SortBy.STATUS:
            return sorted(newest, key=lambda f: f.status or "", reverse=order.descending)
        case SortBy.WALLET:
            return sorted(newest, key=lambda f: fold(f.wallet_name), reverse=order.descending)


_LOWER: Final = str.maketrans({chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})


def _size(facts: Facts) -> tuple[int, int]:
    """Bitcoin, then dollars, then others, none at the end; by size within."""
    if not facts.amounts:
        return (-1, 0)
    first = facts.amounts[0]
    rank = {BTC: 2, USD: 1}.get(first.currency, 0)
    return (rank, abs(first.units))


def _anywhere(text: Text, facts: Facts) -> bool:
    return (
        any(has_words(searched, text.words, whole=text.whole) for searched in facts.searched)
        or any(_begins(own, text) for own in facts.own_ids)
        or _has_amount(number_ranges(text), facts)
    )


def _begins(own_id: str, text: Text) -> bool:
    """Whether a ledger row's own identifier begins as typed, or as typed in small letters."""
    typed = (text.text, lowered(text.text))
    return own_id in typed if text.whole else own_id.startswith(typed)


def _has_id(part: str, facts: Facts) -> bool:
    """Whether an identifier begins or ends so; what divides a payment's counts for nothing."""
    wanted, typed = compact(part), (part, lowered(part))
    known = [compact(identifier) for identifier in facts.ids]
    return any(one.startswith(wanted) or one.endswith(wanted) for one in known) or any(
        own.startswith(typed) or own.endswith(typed) for own in facts.own_ids
    )


def _has_amount(ranges: Iterable[Range], facts: Facts) -> bool:
    return any(
        wanted.currency == amount.currency and wanted.holds(amount.units)
        for wanted in ranges
        for amount in facts.amounts
    )


def _is(term: StatusIs | RailIs | EventIs | DirectionIs, facts: Facts) -> bool:
    match term:
        case StatusIs(values):
            return facts.status in values or (facts.pending and PENDING in values)
        case RailIs(values):
            return facts.rail in [v.value if isinstance(v, PaymentKind) else v for v in values]
        case EventIs(values):
            return facts.event in [v.value if isinstance(v, LedgerKind) else v for v in values]
        case DirectionIs(value):
            return facts.direction is value


def _keeps(term: TagIs | NoteHas | MetadataHas, facts: Facts) -> bool:
    match term:
        case TagIs(()):
            return bool(facts.tags)
        case TagIs(values):
            return not {fold(tag) for tag in facts.tags}.isdisjoint(fold(v) for v in values)
        case NoteHas(text):
            return any(
                text is None or has_words(note, text.words, whole=text.whole)
                for note in facts.notes
            )
        case MetadataHas():
            return _has_entry(term, facts)


def _has_entry(term: MetadataHas, facts: Facts) -> bool:
    anywhere = term.anywhere
    if anywhere is not None and _anywhere(anywhere, facts):
        return True
    value = term.value
    return any(
        lowered(key) == lowered(term.key)
        and (value is None or has_words(entry, value.words, whole=value.whole))
        for key, entry in facts.metadata.items()
    )
