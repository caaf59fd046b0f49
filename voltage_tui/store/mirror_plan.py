"""How the clauses of a search are looked for in all there is: what is rarest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.store.mirror_conditions import EVERYTHING, either
from voltage_tui.store.mirror_payments import kept_as_words
from voltage_tui.store.mirror_words import numbers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.query.terms import Clause
    from voltage_tui.store.mirror_conditions import Condition
    from voltage_tui.store.mirror_terms import Terms, Worded


def one_by_one(terms: Terms, clauses: Sequence[Clause]) -> list[Condition]:
    """The clauses in SQL, which must all hold, for rows that are looked at one by one."""
    near = terms.near
    return [near.clause(clause) for clause in clauses]


def planned(
    terms: Terms, clauses: Sequence[Clause], implied: Sequence[Clause] = ()
) -> list[Condition]:
    """The clauses in SQL, which must all hold; those `implied` hold for all that they hold for.

    Where one of them, or their words together, hold for few, only those are looked at.
    """
    worded = {c: w for c in clauses if not c.negated and (w := terms.worded(c.term)) is not None}
    found: list[Condition] = []
    for clause in clauses:
        if clause in worded:
            continue
        found.append(terms.clause(clause))
        if found[-1].few:
            others = [other for other in clauses if other is not clause]
            return [found[-1], *one_by_one(terms, others)]
    together = _together(terms, [*worded.values()], [*clauses, *implied])
    if together.few:
        return [together, *one_by_one(terms, clauses)]
    for clause in implied:
        few = terms.clause(clause)
        if few.few:
            return [few, *one_by_one(terms, clauses)]
    unsure = [clause for clause, words in worded.items() if not words.is_all]
    return [together, *found, *one_by_one(terms, unsure)]


def _together(terms: Terms, worded: Sequence[Worded], clauses: Sequence[Clause]) -> Condition:
    """Payments that have the words of all clauses, told by the index at once, and a few others.

    What else the index keeps of payments narrows it down, and is looked for alone where that
    finds few.
    """
    kept = [m for clause in clauses if not clause.negated for m in kept_as_words(clause.term)]
    if not worded and len(kept) < 2:
        return EVERYTHING
    matches = dict.fromkeys([*(words.words.match for words in worded), *kept])
    numbers = terms.among_numbers(numbers_of(" AND ".join(f"({match})" for match in matches)))
    if not worded and not numbers.few:
        return EVERYTHING
    return either([numbers, *(other for words in worded for other in words.others)])
