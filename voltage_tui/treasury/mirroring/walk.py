"""One step of a sweep through a ledger whose rows move while it is read. No I/O.

Pages are cut by offset, newest first, and are no snapshot: rows that arrive push the others down.
So a page is asked for a little early, and goes on from the row where the last one ended, wherever
that stands in it. A page that has not got that row says how far things have moved, and is asked
for again.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.store.mirror.ledger_rows import values_of
from voltage_tui.store.mirror.sweeps import LedgerSweep, Seen, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from voltage_tui.model.ledger import LedgerEntry, LedgerPage
    from voltage_tui.store.mirror.sweeps import Key

OVERLAP: Final = 20
"""Rows read again, so that a few that arrived in between move nothing out of sight."""
MOST_PASSES: Final = 5
MOST_PAGES: Final = 50_000
"""Pages in one sweep, all passes together."""
_DIGEST: Final = 1 << 64


class Step(Enum):
    """What a page did."""

    ON = auto()
    """It went on from where the last one ended."""
    MOVED = auto()
    """The place was not on it; ask again where it is now."""
    PASS = auto()
    """It was the last of a pass; another one is needed."""
    DONE = auto()
    """The sweep has ended; its stage says how."""


class Walked(NamedTuple):
    """What a page did, the sweep after it, and the rows on it that the pass had not seen."""

    step: Step
    sweep: LedgerSweep
    rows: tuple[LedgerEntry, ...] = ()


def key_of(entry: LedgerEntry) -> Key:
    """What tells a row from the others of its wallet."""
    return (entry.entry_id, str(entry.kind.value))


def begun(sweep: LedgerSweep, page: LedgerPage, now: datetime) -> Walked:
    """The sweep after its first page, which is the newest there was."""
    horizon = key_of(page.entries[0]) if page.entries else None
    under = max(0, page.total - 1)
    first = replace(sweep, solid=horizon, horizon=horizon, under=under, total=page.total)
    return _gone_on(first, page, 0, now)


def next_offset(sweep: LedgerSweep) -> int:
    """Where the next page begins: a little above where the last one ended."""
    if sweep.cursor is None:
        return max(0, sweep.total - sweep.under - 1 - OVERLAP)
    return max(0, sweep.total - sweep.below - OVERLAP)


def walked(sweep: LedgerSweep, page: LedgerPage, now: datetime) -> Walked:
    """The sweep after a page that was asked for at `next_offset`."""
    if sweep.pages >= MOST_PAGES:
        return Walked(Step.DONE, replace(sweep, stage=Stage.STOPPED, finished_at=now))
    sought = sweep.horizon if sweep.cursor is None else sweep.cursor
    place = _place_of(sought, page.entries)
    if place is None:
        return Walked(Step.MOVED, replace(sweep, total=page.total, pages=sweep.pages + 1))
    # A pass begins with the horizon itself, and goes on with what follows the cursor.
    return _gone_on(sweep, page, place if sweep.cursor is None else place + 1, now)


def lost(sweep: LedgerSweep, now: datetime) -> LedgerSweep:
    """The sweep when its place is found no more: the pass is begun again, but not for ever."""
    if sweep.number >= MOST_PASSES:
        return replace(sweep, stage=Stage.INCOMPLETE, finished_at=now)
    return replace(sweep, number=sweep.number + 1, cursor=None, seen=Seen(), before=None)


def again(sweep: LedgerSweep) -> LedgerSweep:
    """Another full sweep, from the newest row known: right after the top was read."""
    if sweep.solid is None:
        return LedgerSweep()
    return LedgerSweep(
        solid=sweep.solid,
        horizon=sweep.solid,
        under=max(0, sweep.total - 1),
        total=sweep.total,
        read_at=sweep.read_at,
    )


def seen_with(seen: Seen, texts: Iterable[str]) -> Seen:
    """What has been seen, with these as well, in whatever order."""
    count, digest = seen.count, seen.digest
    for text in texts:
        count += 1
        hashed = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=7).digest()
        digest = (digest + int.from_bytes(hashed)) % _DIGEST
    return Seen(count, digest)


def _gone_on(sweep: LedgerSweep, page: LedgerPage, begin: int, now: datetime) -> Walked:
    rows = page.entries[begin:]
    below = max(0, page.total - page.offset - len(page.entries))
    on = replace(
        sweep,
        pages=sweep.pages + 1,
        total=page.total,
        below=below,
        seen=seen_with(sweep.seen, (repr(values_of(entry)) for entry in rows)),
        cursor=key_of(rows[-1]) if rows else sweep.cursor,
    )
    if below == 0:
        return _ended(on, rows, now)
    if not rows and page.total != sweep.total:
        # Just so many rows came that the place is the last on the page.
        return Walked(Step.MOVED, replace(sweep, total=page.total, pages=sweep.pages + 1))
    if not rows:
        # It promises more and gives nothing: asking again would go on for ever.
        return Walked(Step.DONE, replace(on, stage=Stage.STOPPED, finished_at=now))
    return Walked(Step.ON, on, rows)


def _ended(sweep: LedgerSweep, rows: tuple[LedgerEntry, ...], now: datetime) -> Walked:
    """A pass has come to the end: two that saw the same are a sweep."""
    if sweep.before == sweep.seen or (sweep.before is None and not sweep.seen.count):
        done = replace(sweep, stage=Stage.COMPLETE, finished_at=now)
        return Walked(Step.DONE, done, rows)
    if sweep.number >= MOST_PASSES:
        done = replace(sweep, stage=Stage.INCOMPLETE, finished_at=now)
        return Walked(Step.DONE, done, rows)
    more = replace(sweep, number=sweep.number + 1, cursor=None, before=sweep.seen, seen=Seen())
    return Walked(Step.PASS, more, rows)


def _place_of(sought: Key | None, entries: Sequence[LedgerEntry]) -> int | None:
    return next((n for n, entry in enumerate(entries) if key_of(entry) == sought), None)
