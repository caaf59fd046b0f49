"""Words of payments as SQL: asked of the index of words, or read in one payment after another.

Both find the same. The index tells of all payments at once, which for a word that nearly all have
takes most of a second; reading tells of one in microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.query.folding import compact
from voltage_tui.query.index import reversed_text
from voltage_tui.store.mirror_conditions import Condition, either

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to be found one after the other: in the language of the index, and the text that
    stands for them in each of some columns.
    """

    match: str
    texts: tuple[tuple[str, str], ...]

    def read_in(self, number: str) -> Condition:
        """Whether the payment with the number in this column has it."""
        # A column keeps words between single spaces.
        has = either(
            Condition(f"instr(' ' || w.{column} || ' ', ?)", (text,)) for column, text in self.texts
        )
        sql = f"EXISTS (SELECT 1 FROM words w WHERE w.rowid = {number} AND {has.sql})"  # noqa: S608 - our own words
        return Condition(sql, has.values)


def phrase(columns: Sequence[str], words: Sequence[str], *, whole: bool) -> Phrase:
    """These words in one of the columns; the last may be only begun, unless `whole`."""
    text = " ".join(words)
    star, end = ("", " ") if whole else (" *", "")
    return Phrase(
        f'{{{" ".join(columns)}}} : "{text}"{star}',
        tuple((column, f" {text}{end}") for column in columns),
    )


def identifier(part: str) -> Phrase:
    """An identifier of a payment that begins or ends so, without what divides it."""
    one = compact(part)
    backwards = reversed_text(one)
    return Phrase(
        f'({{ids}} : "{one}" *) OR ({{ids_reversed}} : "{backwards}" *)',
        (("ids", f" {one}"), ("ids_reversed", f" {backwards}")),
    )


def numbers_of(match: str) -> Condition:
    """The numbers of the payments that the index finds: a SELECT."""
    return Condition("SELECT rowid AS n FROM words WHERE words MATCH ?", (match,))
