"""The small search language of `/`: what a person types, what it means, and what it finds.

`status:failed dir:send >500usd since:2026-03-01 rent` is five terms that all must hold. `parse`
reads it, `canonical` writes it out, `explain` says it in words; `matches` is the specification
that the search of the mirror agrees with. Nothing here reads a clock or a file.
"""

from voltage_tui.query.calendar import Calendar
from voltage_tui.query.canonical import canonical
from voltage_tui.query.complete import Completion, Vocabulary, completions
from voltage_tui.query.errors import QueryError
from voltage_tui.query.explain import explain
from voltage_tui.query.facts import Facts, Kept, entry_facts, payment_facts
from voltage_tui.query.match import matches, ordered
from voltage_tui.query.parser import parse
from voltage_tui.query.terms import Query

__all__ = [
    "Calendar",
    "Completion",
    "Facts",
    "Kept",
    "Query",
    "QueryError",
    "Vocabulary",
    "canonical",
    "completions",
    "entry_facts",
    "explain",
    "matches",
    "ordered",
    "parse",
    "payment_facts",
]
