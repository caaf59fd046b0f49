"""The terms of a search as SQL over the mirror: our own words and marks, never anybody's text.

Each finds what `voltage_tui.query.match` finds. What is of a payment is asked of `payments p`
and of its line in `words`; a ledger row `r` has it through its payment, once that is known here.

There are two ways: of what lies `near`, each row is looked at by itself; of all there is, what
an index can tell is asked of it. `voltage_tui.store.mirror_plan` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.query.folding import fold, has_words
from voltage_tui.query.match import Range, amount_range, lowered, number_ranges, of_wallet
from voltage_tui.query.terms import (
    AmountBetween,
    AmountIs,
    DirectionIs,
    EventIs,
    IdHas,
    Last,
    MetadataHas,
    NoteHas,
    RailIs,
    StatusIs,
    TagIs,
    Term,
    Text,
    TimeIs,
    WalletIs,
    Words,
)
from voltage_tui.store.mirror.moments import micros_of
from voltage_tui.store.mirror_conditions import (
    LAST,
    NOTHING,
    Among,
    Condition,
    either,
    ending,
    every,
    one_of,
    one_of_numbers,
    one_of_sets,
    paid_within,
    rows_having,
    rows_of_names,
    rows_of_numbers,
    rows_paid,
    sized,
    sizes_of_payments,
)
from voltage_tui.store.mirror_payments import (
    entry_of,
    entry_words,
    in_status,
    of_ids,
    payment_is,
    tagged,
)
from voltage_tui.store.mirror_words import Phrase, identifier, numbers_of, phrase

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.query import Calendar
    from voltage_tui.query.terms import Clause

FEW: Final = 2_000
"""Rows or payments that are looked for first; more are met soon where they are in order."""
_LOOKED_AT: Final = 50_000
"""Payments whose rows are counted; of more there are taken to be many."""
_ANYWHERE: Final = ("text", "note", "tags")
_EVENTS: Final = tuple(kind.value for kind in LedgerKind)


@dataclass(frozen=True, slots=True)
class Worded:
    """What a term holds for: payments with these words, and a few `others`.

    Unless `is_all`, it does not hold for all of them, which must be looked at one by one.
    """

    words: Phrase
    others: tuple[Condition, ...] = ()
    is_all: bool = True


class Terms:
    """Makes the condition of each term, for one search on one connection."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        among: Among,
        calendar: Calendar,
        names: Mapping[WalletId, str],
        few: int = FEW,
        *,
        near: bool = False,
    ) -> None:
        self._connection = connection
        self._among = among
        self._calendar = calendar
        self._names = names
        self._few = few
        self._is_near = near
        self._number = "r.payment" if among is Among.ROWS else "p.n"

    @property
    def near(self) -> Terms:
        """The same for what is looked at one by one."""
        return Terms(
            self._connection, self._among, self._calendar, self._names, self._few, near=True
        )

    def clause(self, clause: Clause) -> Condition:
        """The clause in SQL."""
        condition = self.condition(clause.term)
        return condition.turned if clause.negated else condition

    def worded(self, term: Term) -> Worded | None:
        """The words that what a term holds for has; None where there is too much without them."""
        match term:
            case NoteHas(Text() as value):
                return Worded(phrase(("note",), value.words, whole=value.whole))
            case MetadataHas(value=Text() as value):
                anywhere = term.anywhere
                if anywhere is None:
                    words = phrase(("text",), value.words, whole=value.whole)
                    return Worded(words, is_all=False)
                # Whatever has the key and the value next to each other has the value.
                ends = anywhere.words[-len(value.words) :] == value.words
                found = self._worded(anywhere, value.words) if ends else None
                return found and replace(found, is_all=False)
            case Words(text):
                return self._worded(text, text.words)
            case _:
                return None

    def _worded(self, text: Text, words: tuple[str, ...]) -> Worded | None:
        """Likewise for words anywhere: those of a text, or only some of them."""
        is_row = self._among is Among.ROWS
        if self._named(text) or (is_row and _events(text)):
            return None
        amounts = [self._amount(wanted) for wanted in number_ranges(text)]
        others = [*amounts, *(self._begins(text) if is_row else ())]
        others = [one for one in others if one != NOTHING]
        if not all(one.few for one in others):
            return None
        found = phrase(_ANYWHERE, words, whole=text.whole)
        return Worded(found, tuple(others), is_all=not others)

    def condition(self, term: Term) -> Condition:
        """The term in SQL."""
        match term:
            case Words(text):
                return self._anywhere(text)
            case StatusIs(values):
                return self._status(values)
            case DirectionIs() | RailIs():
                return self._through_each(payment_is(term))
            case EventIs(values):
                return self._event([v.value if isinstance(v, LedgerKind) else v for v in values])
            case WalletIs(texts):
                return self._wallets(texts)
            case IdHas(part):
                return self._id(part)
            case TagIs() | NoteHas() | MetadataHas():
                return self._kept(term)
            case AmountIs() | AmountBetween():
                return self._amount(amount_range(term))
            case TimeIs() | Last():
                return self._time(term)

    def _anywhere(self, text: Text) -> Condition:
        words = phrase(_ANYWHERE, text.words, whole=text.whole)
        wallets = self._of_wallets(self._named(text))
        amounts = [self._amount(wanted) for wanted in number_ranges(text)]
        if self._among is Among.PAYMENTS:
            return either([wallets, *amounts, self._phrase(words)])
        return either(
            [
                one_of("+r.wallet", self._named(text)),
                one_of("r.kind", _events(text)),
                *amounts,
                *self._begins(text),
                self._phrase(words),
            ]
        )

    def _named(self, text: Text) -> list[int]:
        """The wallets whose name or ID has the words."""
        return [
            number
            for number, name in self._numbered()
            if has_words(name, text.words, whole=text.whole)
            or has_words(self._names.get(name, ""), text.words, whole=text.whole)
        ]

    def _status(self, values: Iterable[str]) -> Condition:
        """Those in one of the statuses; of few payments the rows are looked for by them."""
        condition, count = in_status(self._connection, values)
        if condition == NOTHING:
            return NOTHING
        if self._is_near or count > _LOOKED_AT:
            return self._through_each(condition)
        if self._among is Among.PAYMENTS:
            return condition
        return self.among_numbers(
            Condition(f"SELECT p.n FROM payments p WHERE {condition.sql}", condition.values)  # noqa: S608 - our own words
        )

    def _event(self, events: Sequence[str]) -> Condition:
        return one_of("r.kind", events) if self._among is Among.ROWS else NOTHING

    def _begins(self, text: Text) -> list[Condition]:
        """Rows whose own identifiers begin as typed: found by their indexes, where any do."""
        found = []
        for typed in dict.fromkeys((text.text, lowered(text.text))):
            end = typed if text.whole else typed + LAST
            upto = "<=" if text.whole else "<"
            values = (typed, end)
            entry = f"r.entry_id >= ? AND r.entry_id {upto} ?"
            own = Condition(f"r.wallet IN (SELECT n FROM wallets) AND {entry}", values)  # noqa: S608 - an operator of ours
            if self._is_any(rows_having(own)):
                near = Condition(f"({entry})", values)
                found.append(near if self._is_near else one_of_sets(rows_having(own)))
            name = Condition(f"m.id >= ? AND m.id {upto} ?", values)
            if self._is_any(rows_of_names(name)):
                found.append(self._of_name(name, name))
        return found

    def _of_name(self, name: Condition, indexed: Condition) -> Condition:
        """Rows by the ID of their payment, known here or not."""
        if not self._is_near:
            return one_of_sets(rows_of_names(indexed))
        sql = f"EXISTS (SELECT 1 FROM payment_names m WHERE m.n = r.payment AND {name.sql})"  # noqa: S608 - our own words
        return Condition(sql, name.values)

    def _is_any(self, select: Condition) -> bool:
        return (
            self._connection.execute(f"{select.sql} LIMIT 1", select.values).fetchone() is not None
        )

    def _wallets(self, texts: Iterable[Text]) -> Condition:
        wanted = list(texts)
        return self._of_wallets(
            [
                number
                for number, name in self._numbered()
                if any(of_wallet(text, name, self._names.get(name, "")) for text in wanted)
            ]
        )

    def _of_wallets(self, numbers: Sequence[int]) -> Condition:
        # With a plus no index is sought by wallet: those of several stay in their order.
        sign = "+" if len(numbers) > 1 else ""
        return one_of(f"{sign}{self._among.value}.wallet", numbers)

    def _numbered(self) -> list[tuple[int, WalletId]]:
        return self._connection.execute("SELECT n, id FROM wallets").fetchall()

    def _id(self, part: str) -> Condition:
        words = self._phrase(identifier(part))
        if self._among is Among.PAYMENTS:
            return words
        found = [words]
        for typed in dict.fromkeys((part, lowered(part))):
            found += self._begins(Text(typed))
            ends, values = "substr({0}, -length(?)) = ?", (typed, typed)
            name = Condition(ends.format("m.id"), values)
            found.append(self._of_name(name, every([ending("m", typed), name])))
            entry = Condition(ends.format("r.entry_id"), values)
            own = every([ending("r", typed), entry])
            found.append(entry if self._is_near else one_of_sets(rows_having(own)))
        return either(found)

    def _kept(self, term: TagIs | NoteHas | MetadataHas) -> Condition:
        match term:
            case TagIs(()):
                return self._through_set(of_ids("SELECT payment_id FROM tags"))
            case TagIs(values):
                return self._through_set(
                    tagged(self._connection, {fold(value) for value in values})
                )
            case NoteHas(value):
                if value is None:
                    return self._through_set(of_ids("SELECT payment_id FROM notes"))
                return self._phrase(phrase(("note",), value.words, whole=value.whole))
            case MetadataHas():
                anywhere = term.anywhere
                return either(
                    [
                        NOTHING if anywhere is None else self._anywhere(anywhere),
                        self._entry(term),
                    ]
                )

    def _entry(self, term: MetadataHas) -> Condition:
        words = entry_words(term)
        if words is None:
            return self._through_set(entry_of(term))
        if self._is_near:
            return self._through_each(every([words.read_in("p.n"), entry_of(term)]))
        found = numbers_of(words.match)
        common = self._have_many(found)
        sign, through = ("+", self._through_each) if common else ("", self._through_set)
        known = Condition(f"{sign}p.n IN ({found.sql})", found.values)
        return through(every([known, entry_of(term)]))

    def _amount(self, wanted: Range) -> Condition:
        """Those of a size: few are looked for by it, many are met in order."""
        if self._among is Among.PAYMENTS:
            found = sizes_of_payments(wanted)
            if found == NOTHING or self._is_many(found):
                return paid_within(wanted)
            return one_of_numbers(found)
        some = rows_having(sized(wanted, ""))
        if some == NOTHING or self._is_many(some):
            return sized(wanted, "+")
        return one_of_sets(some)

    def _time(self, term: TimeIs | Last) -> Condition:
        bounds = self._calendar.bounds(term)
        column = "r.effective_us" if self._among is Among.ROWS else "p.created_us"
        parts = []
        if bounds.start is not None:
            parts.append(Condition(f"{column} >= ?", (micros_of(bounds.start),)))
        if bounds.end is not None:
            parts.append(Condition(f"{column} < ?", (micros_of(bounds.end),)))
        return every(parts)

    def without_payment(self) -> Condition:
        """Rows of no payment that is known here."""
        none = rows_having(Condition("r.payment IS NULL"))
        unknown = rows_of_names(Condition("m.known = 0"))
        if self._is_many(none) or self._is_many(unknown):
            return Condition("NOT EXISTS (SELECT 1 FROM payments p WHERE p.n = r.payment)")
        return one_of_sets(none, unknown)

    def _phrase(self, words: Phrase) -> Condition:
        if self._is_near:
            return words.read_in(self._number)
        return self.among_numbers(numbers_of(words.match))

    def among_numbers(self, found: Condition) -> Condition:
        """Those of the payments whose numbers a SELECT finds.

        The rows of many are met in order, and each is looked for among the numbers.
        """
        if self._have_many(found):
            return Condition(f"+{self._number} IN ({found.sql})", found.values)
        if self._among is Among.ROWS:
            return one_of_sets(rows_of_numbers(found))
        return one_of_numbers(found)

    def _have_many(self, numbers: Condition) -> bool:
        """Whether payments have more than a few rows, which may be fewer than they are."""
        if self._among is Among.PAYMENTS:
            return self._is_many(numbers)
        some = Condition(f"{numbers.sql} LIMIT {_LOOKED_AT}", numbers.values)
        return self._is_many(rows_of_numbers(some)) or self._is_many(numbers, _LOOKED_AT)

    def _is_many(self, select: Condition, few: int | None = None) -> bool:
        """Whether a SELECT finds more than a few; near, each row is looked at by itself anyway."""
        if self._is_near:
            return True
        sql = f"SELECT count(*) FROM ({select.sql} LIMIT ?)"  # noqa: S608 - our own words
        few = self._few if few is None else few
        (count,) = self._connection.execute(sql, (*select.values, few + 1)).fetchone()
        return int(count) > few

    def _through_each(self, condition: Condition) -> Condition:
        """What holds for many payments: looked up row by row, so that the first are found soon."""
        if self._among is Among.PAYMENTS or condition == NOTHING:
            return condition
        sql = f"EXISTS (SELECT 1 FROM payments p WHERE p.n = r.payment AND {condition.sql})"  # noqa: S608 - our own words
        return Condition(sql, condition.values)

    def _through_set(self, condition: Condition) -> Condition:
        """What holds for few payments: those are found first, and their rows by them."""
        if self._among is Among.PAYMENTS:
            return condition
        return one_of_sets(rows_paid(condition))


def _events(text: Text) -> list[str]:
    """The kinds of rows that have the words."""
    return [word for word in _EVENTS if has_words(word, text.words, whole=text.whole)]
