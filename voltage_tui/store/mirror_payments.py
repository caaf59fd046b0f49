"""Conditions on payments `p`, by what is kept of them: statuses, rails, marks, metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment_words import ENDED, PaymentKind
from voltage_tui.query.folding import fold, has_words, words_of
from voltage_tui.query.match import lowered
from voltage_tui.query.terms import (
    PENDING,
    DirectionIs,
    MetadataHas,
    RailIs,
    StatusIs,
    Term,
)
from voltage_tui.store.mirror_conditions import NOTHING, Condition, either, every, one_of
from voltage_tui.store.mirror_words import Phrase, phrase

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_CHECKED: Final = Condition("(p.status = 'approved' AND p.check_only = 1)")
"""One that was only a check: it goes no further."""


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection what the conditions call."""
    connection.create_function("holds_words", 3, _holds_words, deterministic=True)


def of_ids(select: str, values: tuple[str | int, ...] = ()) -> Condition:
    """Payments whose IDs are found so."""
    return Condition(f"p.n IN (SELECT n FROM payment_names WHERE id IN ({select}))", values)  # noqa: S608 - our own words


def kept_as_words(term: Term) -> list[str]:
    """What of a term is among the words kept of every payment that it holds for."""
    match term:
        case StatusIs(values) if PENDING not in values:
            said = [str(value) for value in values]
        case DirectionIs(value):
            said = [value.value]
        case RailIs(values):
            said = [str(v.value) if isinstance(v, PaymentKind) else v for v in values]
        case _:
            return []
    words = [words_of(one) for one in said]
    if not all(words):
        return []
    return [" OR ".join(f"({phrase(('text',), one, whole=True).match})" for one in words)]


def in_status(connection: sqlite3.Connection, values: Iterable[str]) -> tuple[Condition, int]:
    """Payments in one of the statuses, and about how many there are."""
    found = connection.execute(
        "SELECT status, sum(payment_count) FROM payment_counts GROUP BY status"
    )
    known: dict[str, int] = dict(found.fetchall())
    wanted = set(values) & known.keys()
    condition = one_of("p.status", sorted(wanted))
    if PENDING in values:
        pending = sorted(known.keys() - ENDED)
        condition = either([condition, every([one_of("p.status", pending), _CHECKED.turned])])
        wanted.update(pending)
    return condition, sum(known[status] for status in wanted)


def tagged(connection: sqlite3.Connection, folded: set[str]) -> Condition:
    """Payments with one of these tags, which are folded."""
    known = connection.execute("SELECT DISTINCT tag FROM tags").fetchall()
    tags = one_of("tag", tuple(tag for (tag,) in known if fold(tag) in folded))
    if tags == NOTHING:
        return NOTHING
    return of_ids(f"SELECT payment_id FROM tags WHERE {tags.sql}", tags.values)  # noqa: S608 - marks


def payment_is(term: RailIs | DirectionIs) -> Condition:
    """Payments of these rails, or in this direction."""
    match term:
        case RailIs(values):
            rails = [v.value if isinstance(v, PaymentKind) else v for v in values]
            return one_of("p.kind", rails)
        case DirectionIs(value):
            return one_of("p.direction", (value.value,))


def entry_words(term: MetadataHas) -> Phrase | None:
    """Words that a payment with such an entry has; None where there are none to look for."""
    value = term.value
    if value is not None:
        return phrase(("text",), value.words, whole=value.whole)
    key = words_of(term.key)
    return phrase(("text",), key, whole=True) if key else None


def entry_of(term: MetadataHas) -> Condition:
    """An entry of the metadata."""
    value = term.value
    held = (
        "EXISTS (SELECT 1 FROM bodies b, json_each(b.body, '$.metadata') e"
        " WHERE b.n = p.n AND lower(e.key) = ?"
    )
    if value is None:
        return Condition(f"{held})", (lowered(term.key),))
    marks = (lowered(term.key), " ".join(value.words), int(value.whole))
    return Condition(f"{held} AND holds_words(e.value, ?, ?))", marks)


def _holds_words(text: str, words: str, whole: int) -> bool:
    return has_words(text, words.split(" "), whole=bool(whole))
