"""Looking at an environment's files without changing them, also while a program has them open."""

from __future__ import annotations

import json
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.store.audit import kept_head, lines_of, verify_file
from voltage_tui.store.database import open_to_read
from voltage_tui.store.errors import StoreError, reason_of
from voltage_tui.store.record import FIRST, Broken, Head, Verified

if TYPE_CHECKING:
    from pathlib import Path

    from voltage_tui.store.places import Places

_TRIES: Final = 1_000


@dataclass(frozen=True, slots=True)
class NoRecord:
    """Nothing was ever noted here."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of the record, for reading; nothing in it has been verified."""

    n: int
    at: datetime
    event: str
    facts: tuple[tuple[str, str], ...]


def check_record(places: Places) -> Verified | Broken | NoRecord:
    """Whether the record is whole (S-61). Raises `StoreError`."""
    head, size = _state(places)
    if size is None:
        if head is None:
            return NoRecord()
        return Broken(1, f"the record is missing; it had {head.n} lines")
    if head is None and size == 0:
        return NoRecord()
    # A first line may have been written just before its head.
    found = verify_file(places.record, head or Head(0, FIRST), size)
    if head is None and not places.database.exists():
        return Broken(1, "the journal, which keeps the hash of the last line, is missing")
    return found


def last_lines(places: Places, most: int) -> tuple[RecordLine | None, ...]:
    """The last lines of the record, the newest last; None for one that cannot be read.

    Raises `StoreError`.
    """
    if not places.record.exists():
        return ()
    return tuple(_line(text) for text in deque(lines_of(places.record), most))


def _state(places: Places) -> tuple[Head | None, int | None]:
    """The head that is kept and the size of the record, both of one moment."""
    if not places.database.exists():
        return None, _size(places.record)
    with closing(open_to_read(places.database)) as connection:
        for _ in range(_TRIES):
            head = kept_head(connection)
            size = _size(places.record)
            if kept_head(connection) == head:
                return head, size
    raise StoreError("The record is being written to all the time.", "Try again.")


def _size(path: Path) -> int | None:
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        words = f"The record cannot be read: {path}: {reason_of(error)}."
        raise StoreError(words, "Try again.") from None


def _line(text: str) -> RecordLine | None:
    try:
        line = json.loads(text)
        return RecordLine(
            int(line["n"]),
            datetime.fromisoformat(line["at"]).astimezone(UTC),
            str(line["event"]),
            tuple((str(name), str(fact)) for name, fact in line["facts"].items()),
        )
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return None
