"""The terms of a search as SQL over the mirror: our own words and marks, never anybody's text.

Each finds what `voltage_tui.query.match` finds. What is of a payment is asked of `payments p`
and of its line in `words`; a ledger row `r` has it through its payment, once that is known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.payment_words import PaymentKind
from voltage_tui.query.folding import compact, fold, has_words, words_of
from voltage_tui.query.index import reversed_text
from voltage_tui.query.match import Range, amount_range, lowered, number_ranges, of_wallet
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
    NOTHING,
    Among,
    Condition,
    either,
    every,
    one_of,
    sized,
    within,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.query import Calendar

_LAST: Final = "\U0010ffff"
"""No text goes on with it: what begins with `x` lies from `x` to before `x` and this."""
FEW: Final = 2_000
"""Payments that are looked for first, and their rows by them; more are met soon row by row."""
_OVER: Final = frozenset({"completed", "failed", "expired"})
_EVENTS: Final = tuple(kind.value for kind in LedgerKind)


_CHECKED: Final = Condition("(p.status = 'approved' AND p.check_only = 1)")
"""One that was only a check: it goes no further."""


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection what the conditions call."""
    connection.create_function("holds_words", 3, _holds_words, deterministic=True)


class Terms:
    """Makes the condition of each term, for one search on one connection."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        among: Among,
        calendar: Calendar,
        names: Mapping[WalletId, str],
        few: int = FEW,
    ) -> None:
        self._connection = connection
        self._among = among
        self._calendar = calendar
        self._names = names
        self._few = few

    def condition(self, term: Term) -> Condition:
        """The term in SQL."""
        match term:
            case Words(text):
                return self._anywhere(text)
            case StatusIs(values):
                return self._status(values)
            case DirectionIs() | RailIs():
                return self._through_each(_is(term))
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
        words = text.words
        named = [
            number
            for number, name in self._numbered()
            if has_words(name, words, whole=text.whole)
            or has_words(self._names.get(name, ""), words, whole=text.whole)
        ]
        indexed = _indexed(("text", "note", "tags"), words, whole=text.whole)
        amounts = [self._amount(wanted) for wanted in number_ranges(text)]
        if self._among is Among.PAYMENTS:
            return either([self._met(indexed), self._of_wallets(named), *amounts])
        events = [word for word in _EVENTS if has_words(word, words, whole=text.whole)]
        # Of a kind there are always many, and of a wallet nearly always: those are met in order.
        many = [one_of("+r.wallet", named), one_of("r.kind", events)]
        own = _one_of_sets(*(_rows_having(c) for c in (*self._begins(text), *amounts)))
        return either([self._through(indexed, indexed), own, *many])

    def _status(self, values: Iterable[str]) -> Condition:
        """Those in one of the statuses; of few payments the rows are looked for by them."""
        found = self._connection.execute(
            "SELECT status, sum(payment_count) FROM payment_counts GROUP BY status"
        )
        known: dict[str, int] = dict(found.fetchall())
        wanted = set(values) & known.keys()
        condition = one_of("p.status", sorted(wanted))
        if PENDING in values:
            pending = sorted(known.keys() - _OVER)
            condition = either([condition, every([one_of("p.status", pending), _CHECKED.turned])])
            wanted.update(pending)
        if condition == NOTHING:
            return NOTHING
        few = sum(known[status] for status in wanted) <= self._few
        return self._through_set(condition) if few else self._through_each(condition)

    def _met(self, indexed: Condition) -> Condition:
        """Payments with words; of many, each is met in order, so that the first are found soon."""
        return Condition(f"+{indexed.sql}", indexed.values) if self._is_common(indexed) else indexed

    def _event(self, events: Sequence[str]) -> Condition:
        return one_of("r.kind", events) if self._among is Among.ROWS else NOTHING

    def _begins(self, text: Text) -> Iterable[Condition]:
        """Rows whose own identifiers begin as typed, found by their indexes."""
        for typed in dict.fromkeys((text.text, lowered(text.text))):
            end = typed if text.whole else typed + _LAST
            upto = "<=" if text.whole else "<"
            yield Condition(
                "(r.wallet IN (SELECT n FROM wallets)"  # noqa: S608 - two operators of ours
                f" AND r.entry_id >= ? AND r.entry_id {upto} ?)",
                (typed, end),
            )
            yield Condition(f"(r.payment_id >= ? AND r.payment_id {upto} ?)", (typed, end))

    def _wallets(self, texts: Iterable[Text]) -> Condition:
        wanted = list(texts)
        return self._of_wallets(
            number
            for number, name in self._numbered()
            if any(of_wallet(text, name, self._names.get(name, "")) for text in wanted)
        )

    def _of_wallets(self, numbers: Iterable[int]) -> Condition:
        return one_of(f"{self._among.value}.wallet", tuple(numbers))

    def _numbered(self) -> list[tuple[int, WalletId]]:
        return self._connection.execute("SELECT n, id FROM wallets").fetchall()

    def _id(self, part: str) -> Condition:
        one = compact(part)
        backwards = reversed_text(one)
        indexed = _matched(f'({{ids}} : "{one}" *) OR ({{ids_reversed}} : "{backwards}" *)')
        if self._among is Among.PAYMENTS:
            return self._met(indexed)
        own = [
            Condition(
                f"(substr({column}, 1, length(?)) = ? OR substr({column}, -length(?)) = ?)",
                (typed,) * 4,
            )
            for typed in dict.fromkeys((part, lowered(part)))
            for column in ("r.entry_id", "r.payment_id")
        ]
        return either([self._through(indexed, indexed), _one_of_sets(_rows_having(either(own)))])

    def _kept(self, term: TagIs | NoteHas | MetadataHas) -> Condition:
        match term:
            case TagIs(()):
                return self._through_set(Condition("p.id IN (SELECT payment_id FROM tags)"))
            case TagIs(values):
                return self._through_set(self._tagged({fold(value) for value in values}))
            case NoteHas(value):
                return self._through_set(_noted(value))
            case MetadataHas():
                anywhere = term.anywhere
                return either(
                    [
                        NOTHING if anywhere is None else self._anywhere(anywhere),
                        self._entry(term),
                    ]
                )

    def _entry(self, term: MetadataHas) -> Condition:
        words = _entry_words(term)
        if words is None or not self._is_common(words):
            return self._through_set(_entry(term, words))
        return self._through_each(_entry(term, Condition(f"+{words.sql}", words.values)))

    def _tagged(self, folded: set[str]) -> Condition:
        known = self._connection.execute("SELECT DISTINCT tag FROM tags").fetchall()
        tags = one_of("tag", tuple(tag for (tag,) in known if fold(tag) in folded))
        if tags == NOTHING:
            return NOTHING
        sql = f"p.id IN (SELECT payment_id FROM tags WHERE {tags.sql})"  # noqa: S608 - marks
        return Condition(sql, tags.values)

    def _amount(self, wanted: Range) -> Condition:
        if self._among is Among.ROWS:
            return self._row_amount(wanted)
        amounts = [
            ("p.currency", "p.amount"),
            ("p.requested_currency", "p.requested"),
            ("'btc'", "p.rail_units"),
        ]
        return either(
            every([Condition(f"{currency} = ?", (wanted.currency,)), within(column, wanted)])
            for currency, column in amounts
        )

    def _row_amount(self, wanted: Range) -> Condition:
        """Rows of a size: few are looked for by it, many are met in order."""
        some = sized(wanted, "")
        if some == NOTHING or self._is_many("rows r INDEXED BY rows_by_size", some):
            return sized(wanted, "+")
        return _one_of_sets(_rows_having(some))

    def _time(self, term: TimeIs | Last) -> Condition:
        bounds = self._calendar.bounds(term)
        column = "r.effective_us" if self._among is Among.ROWS else "p.created_us"
        parts = []
        if bounds.start is not None:
            parts.append(Condition(f"{column} >= ?", (micros_of(bounds.start),)))
        if bounds.end is not None:
            parts.append(Condition(f"{column} < ?", (micros_of(bounds.end),)))
        return every(parts)

    def _through(self, condition: Condition, indexed: Condition | None) -> Condition:
        """What holds for payments with these words: the way that shows the first rows soonest."""
        few = indexed is not None and not self._is_common(indexed)
        return self._through_set(condition) if few else self._through_each(condition)

    def _is_common(self, indexed: Condition) -> bool:
        """Whether more than a few payments have the words, which the index of words tells alone."""
        return self._is_many("words", Condition("words MATCH ?", indexed.values))

    def _is_many(self, table: str, condition: Condition) -> bool:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {condition.sql} LIMIT ?)"  # noqa: S608 - our own words
        (count,) = self._connection.execute(sql, (*condition.values, self._few + 1)).fetchone()
        return int(count) > self._few

    def _through_each(self, condition: Condition) -> Condition:
        """What holds for many payments: looked up row by row, so that the first are found soon."""
        if self._among is Among.PAYMENTS or condition == NOTHING:
            return condition
        sql = f"EXISTS (SELECT 1 FROM payments p WHERE p.id = r.payment_id AND {condition.sql})"  # noqa: S608 - our own words
        return Condition(sql, condition.values)

    def _through_set(self, condition: Condition) -> Condition:
        """What holds for few payments: those are found first, and their rows by them."""
        if self._among is Among.PAYMENTS:
            return condition
        return _one_of_sets(_rows_paid(condition))


def _rows_paid(condition: Condition) -> Condition:
    """A set: the ids of the rows of payments; CROSS JOIN keeps the payments in front."""
    if condition == NOTHING:
        return NOTHING
    sql = (
        "SELECT r.id FROM payments p CROSS JOIN rows r ON r.payment_id = p.id"  # noqa: S608 - our own words
        f" WHERE {condition.sql}"
    )
    return Condition(sql, condition.values)


def _rows_having(condition: Condition) -> Condition:
    """A set: the ids of rows by what is their own."""
    if condition == NOTHING:
        return NOTHING
    return Condition(f"SELECT r.id FROM rows r WHERE {condition.sql}", condition.values)  # noqa: S608 - our own words


def _one_of_sets(*sets: Condition) -> Condition:
    """Rows that are in one of the sets, each of which is looked for in its own way."""
    wanted = [one for one in sets if one != NOTHING]
    if not wanted:
        return NOTHING
    sql = " UNION ALL ".join(one.sql for one in wanted)
    return Condition(f"r.id IN ({sql})", tuple(v for one in wanted for v in one.values))


def _is(term: RailIs | DirectionIs) -> Condition:
    match term:
        case RailIs(values):
            rails = [v.value if isinstance(v, PaymentKind) else v for v in values]
            return one_of("p.kind", rails)
        case DirectionIs(value):
            return one_of("p.direction", (value.value,))


def _noted(text: Text | None) -> Condition:
    if text is None:
        return Condition("p.id IN (SELECT payment_id FROM notes)")
    return _indexed(("note",), text.words, whole=text.whole)


def _entry_words(term: MetadataHas) -> Condition | None:
    """Payments that have the words of an entry at all; None where there are none to look for."""
    value = term.value
    if value is not None:
        return _indexed(("text",), value.words, whole=value.whole)
    key = words_of(term.key)
    return _indexed(("text",), key, whole=True) if key else None


def _entry(term: MetadataHas, words: Condition | None) -> Condition:
    """An entry of the metadata, looked for among the payments that have its words."""
    value = term.value
    held = (
        "EXISTS (SELECT 1 FROM bodies b, json_each(b.body, '$.metadata') e"
        " WHERE b.n = p.n AND lower(e.key) = ?"
    )
    exact = Condition(f"{held})", (lowered(term.key),))
    if value is not None:
        marks = (lowered(term.key), " ".join(value.words), int(value.whole))
        exact = Condition(f"{held} AND holds_words(e.value, ?, ?))", marks)
    return exact if words is None else every([words, exact])


def _indexed(columns: Sequence[str], words: Sequence[str], *, whole: bool) -> Condition:
    """Payments with these words one after the other in one of the columns."""
    star = "" if whole else " *"
    return _matched(f'{{{" ".join(columns)}}} : "{" ".join(words)}"{star}')


def _matched(match: str) -> Condition:
    return Condition("p.n IN (SELECT rowid FROM words WHERE words MATCH ?)", (match,))


def _holds_words(text: str, words: str, whole: int) -> bool:
    return has_words(text, words.split(" "), whole=bool(whole))
