"""A search while it is being typed: understood, not finished yet, or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.query.complete import Completion, Vocabulary, completions
from voltage_tui.query.errors import QueryError
from voltage_tui.query.parser import parse

if TYPE_CHECKING:
    from voltage_tui.query.terms import Query


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text says so far.

    `query` is None where it cannot be read, and `error` says why; `unfinished` when that may only
    be because the term at the cursor goes on. `offered` may stand in its place, likeliest first.
    """

    text: str
    query: Query | None
    error: QueryError | None
    offered: tuple[Completion, ...]
    unfinished: bool = False

    @property
    def wrong(self) -> QueryError | None:
        """The error, unless more typing may mend it."""
        return None if self.unfinished else self.error


def read_typed(text: str, cursor: int, vocabulary: Vocabulary) -> Typed:
    """Read what is typed, with the cursor where it stands. Never raises."""
    offered = completions(text, cursor, vocabulary)
    try:
        return Typed(text, parse(text), None, offered)
    except QueryError as error:
        return Typed(text, None, error, offered, _goes_on(error, cursor, offered))


def _goes_on(error: QueryError, cursor: int, offered: tuple[Completion, ...]) -> bool:
    """Whether typing on at the cursor may mend an error, which then is none yet.

    It may where the wrong part ends at the cursor, unless something else was plainly meant.
    """
    if cursor != error.end or error.end != len(error.text):
        return False
    typed = error.text[error.position : error.end]
    meant = error.suggestion
    return bool(offered) or meant is None or meant.startswith(typed)
