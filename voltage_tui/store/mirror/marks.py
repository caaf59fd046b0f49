"""What a person adds to payments and rows: notes, tags, and that a row is cleared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.query.folding import indexed
from voltage_tui.store.mirror.moments import micros_of, moment_at
from voltage_tui.text import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime


_TOLD: Final = """
    SELECT w.value,
        (SELECT memo FROM payment_names JOIN payments USING (n) WHERE id = w.value),
        (SELECT note FROM notes WHERE payment_id = w.value),
        (SELECT group_concat(tag, ' ') FROM
            (SELECT tag FROM tags WHERE payment_id = w.value ORDER BY tag))
    FROM json_each(?) AS w
    """
_EVERY: Final = """
    SELECT id, note, at_us, (
        SELECT json_group_array(tag) FROM
            (SELECT tag FROM tags WHERE payment_id = id ORDER BY tag)
    ) FROM (SELECT payment_id AS id FROM notes UNION SELECT payment_id FROM tags)
    LEFT JOIN notes ON payment_id = id ORDER BY id
    """
LONGEST_NOTE: Final = 2_000
LONGEST_TAG: Final = 40
MOST_TAGS: Final = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What a payment is about, in somebody's words: its memo, and a person's note and tags."""

    memo: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A payment with a person's note or tags; `noted_at` is when the note was written."""

    payment_id: PaymentId
    note: str
    tags: tuple[str, ...]
    noted_at: datetime | None


class Marks:
    """The tables of a person's own marks; within a transaction of the caller's where it writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def told(self, payment_ids: Iterable[PaymentId]) -> dict[PaymentId, Told]:
        """What these payments are about, those of which nothing is told left out."""
        found = self._connection.execute(_TOLD, (json.dumps(list(payment_ids)),))
        return {
            PaymentId(name): Told(memo or "", note or "", tuple((tags or "").split()))
            for name, memo, note, tags in found
            if memo or note or tags
        }

    def every(self) -> list[Marked]:
        """Every payment with a note or tags, by its id; whether it is known here or not."""
        found = self._connection.execute(_EVERY)
        return [
            Marked(
                PaymentId(name),
                note or "",
                tuple(json.loads(tags)),
                None if at_us is None else moment_at(at_us),
            )
            for name, note, at_us, tags in found
        ]

    def note(self, payment_id: PaymentId) -> str | None:
        """The note on a payment."""
        found = self._connection.execute(
            "SELECT note FROM notes WHERE payment_id = ?", (payment_id,)
        ).fetchone()
        return None if found is None else str(found[0])

    def set_note(self, payment_id: PaymentId, note: str, now: datetime) -> None:
        """Put a note on a payment in place of the one before; an empty one takes it away."""
        kept = clean(note, LONGEST_NOTE).strip()
        if kept:
            self._connection.execute(
                "INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (payment_id, kept, micros_of(now))
            )
        else:
            self._connection.execute("DELETE FROM notes WHERE payment_id = ?", (payment_id,))
        self._to_words("note", payment_id, [kept])

    def tags(self, payment_id: PaymentId) -> tuple[str, ...]:
        """The tags of a payment, in order."""
        found = self._connection.execute(
            "SELECT tag FROM tags WHERE payment_id = ? ORDER BY tag", (payment_id,)
        )
        return tuple(tag for (tag,) in found)

    def set_tags(self, payment_id: PaymentId, tags: Iterable[str]) -> tuple[str, ...]:
        """Give a payment these tags and no others; what was kept of them, in order.

        A tag is one word in lower case.
        """
        words = {"-".join(clean(tag, LONGEST_TAG).casefold().split()) for tag in tags}
        kept = tuple(sorted(words - {""})[:MOST_TAGS])
        self._connection.execute("DELETE FROM tags WHERE payment_id = ?", (payment_id,))
        self._connection.executemany(
            "INSERT INTO tags VALUES (?, ?)", [(payment_id, tag) for tag in kept]
        )
        self._to_words("tags", payment_id, kept)
        return kept

    def all_tags(self) -> dict[str, int]:
        """Every tag in use, with how many payments have it."""
        found = self._connection.execute("SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY tag")
        return dict(found.fetchall())

    def set_cleared(self, row_ids: Iterable[int], now: datetime, *, cleared: bool) -> None:
        """Mark rows as checked against a statement, or take the mark away."""
        change = (
            "INSERT OR IGNORE INTO cleared SELECT wallet, entry_id, kind, ? FROM rows WHERE id = ?"
            if cleared
            else "DELETE FROM cleared WHERE ? IS NOT NULL AND (wallet, entry_id, kind) ="
            " (SELECT wallet, entry_id, kind FROM rows WHERE id = ?)"
        )
        self._connection.executemany(change, [(micros_of(now), row_id) for row_id in row_ids])

    def cleared(self, row_ids: Iterable[int]) -> frozenset[int]:
        """Which of these rows are marked."""
        found = set()
        for row_id in row_ids:
            if self._connection.execute(
                "SELECT 1 FROM rows JOIN cleared USING (wallet, entry_id, kind) WHERE id = ?",
                (row_id,),
            ).fetchone():
                found.add(row_id)
        return frozenset(found)

    def _to_words(self, column: str, payment_id: PaymentId, texts: Iterable[str]) -> None:
        # The column is one of two words of ours, never anybody's text.
        self._connection.execute(
            f"UPDATE words SET {column} = ?"  # noqa: S608
            " WHERE rowid = (SELECT n FROM payment_names WHERE id = ? AND known)",
            (indexed(texts), payment_id),
        )
