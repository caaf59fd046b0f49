"""The record: who did what when, one line an event, each line hashing the one before (S-61).

A line is JSON with its keys in order: `n` counts from 1, `at` is the moment, `event` says what,
`facts` are short texts (identifiers, digests, words; never a body, an invoice or a secret), `prev`
is the hash of the line before (zeros for the first) and `hash` the SHA-256 of the line without it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from voltage_tui.store.moments import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

FIRST: Final = "0" * 64
"""What the first line has for the hash of the line before."""
_FLAT: Final = frozenset({"n", "at", "event", "prev", "hash"})
_KEYS: Final = _FLAT | {"facts"}

_Line: TypeAlias = "dict[str, object]"


@dataclass(frozen=True, slots=True)
class Head:
    """The last line: its number and its hash; `Head(0, FIRST)` before there is one."""

    n: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Nothing was changed, removed or put in another place. `head` is the last line."""

    head: Head


@dataclass(frozen=True, slots=True)
class Broken:
    """From this line (counted from 1) on, the record cannot be trusted; `words` say why."""

    line: int
    words: str


def write_line(head: Head, at: datetime, event: str, facts: Mapping[str, str]) -> tuple[str, Head]:
    """The next line, newline included, and the head it makes."""
    line: _Line = {
        "n": head.n + 1,
        "at": moment_text(at),
        "event": event,
        "facts": dict(facts),
        "prev": head.hash,
    }
    digest = _digest(line)
    return f"{_canonical({**line, 'hash': digest})}\n", Head(head.n + 1, digest)


def verify(lines: Iterable[str], expected: Head | None) -> Verified | Broken:
    """Whether the lines are all there, as they were written, in their order.

    `expected` is the head as it is kept elsewhere: without it, lines cut off at the end could not
    be missed. None where it was never kept. A crash may have left one line more than that, or
    the beginning of one after the last.
    """
    head = Head(0, FIRST)
    for number, text in enumerate(lines, 1):
        if not text.endswith("\n") and head == expected:
            break
        step = follow(head, text)
        if isinstance(step, Broken):
            return step
        head = step
        if expected is not None and head.n == expected.n and head.hash != expected.hash:
            return Broken(number, "the whole record was written anew: its last hash is another")
    if expected is not None and head.n not in (expected.n, expected.n + 1):
        return Broken(head.n + 1, _count_words(head.n, expected.n))
    return Verified(head)


def follow(head: Head, text: str) -> Head | Broken:
    """The head that a line makes after `head`, newline included, or why it is not the next."""
    number = head.n + 1
    if not text.endswith("\n"):
        return Broken(number, "the line is not complete")
    line = _read(text)
    if line is None:
        return Broken(number, "the line is not one of ours")
    digest = line.pop("hash")
    if f"{_canonical({**line, 'hash': digest})}\n" != text or _digest(line) != digest:
        return Broken(number, "the line was changed")
    if line["n"] != number or line["prev"] != head.hash:
        return Broken(number, "a line before this one was changed, removed or moved")
    return Head(number, str(digest))


def _read(text: str) -> _Line | None:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or line.keys() != _KEYS:
        return None
    facts = line["facts"]
    texts = isinstance(facts, dict) and all(isinstance(fact, str) for fact in facts.values())
    return line if texts and all(not isinstance(line[k], dict | list) for k in _FLAT) else None


def _digest(line: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(line).encode("ascii")).hexdigest()


def _canonical(line: Mapping[str, object]) -> str:
    return json.dumps(line, separators=(",", ":"))


def _count_words(found: int, expected: int) -> str:
    if found < expected:
        return f"{expected - found} of {expected} lines at the end are missing"
    return f"{found - expected} more lines than were written"
