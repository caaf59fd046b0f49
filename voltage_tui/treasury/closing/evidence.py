"""The rows of a month as a digest and as evidence, and what became of them since.

The digest is SHA-256 over lines, each ended by a line feed: first what is sealed (form, wallet,
currency, first and last moment), then one line for each row as `Months.canonical` has it. A row
says what the ledger says of it (when it took effect, kind, entry, payment, currency, amount, what
that is made of) and what it did to total and available. What may rightly change later is no part
of it: a wallet's name, notes, tags, cleared marks, rates, a payment's status and metadata.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from voltage_tui.store.mirror.moments import micros_of, moment_at
from voltage_tui.treasury.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.reading import MirrorReader

FORM: Final = "voltage-tui month 1"
MOST_NAMED: Final = 100
"""Rows named that changed; all are counted."""
_PIECE: Final = 1 << 16
_LARGEST_LINE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class RowsOfMonth:
    """How many rows, their digest, and the rows themselves, compressed (empty where not asked)."""

    rows: int
    sha256: str
    evidence: bytes = b""


@dataclass(frozen=True, slots=True)
class RowThen:
    """A row of a sealed month: as it was sealed (`before`) and as it is (`now`), lines or None.

    `entry_id`, `kind` and `at` (the moment it took, or took, effect) are of the newer of the two.
    """

    entry_id: str
    kind: str
    at: datetime
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class RowChanges:
    """How many rows came, are other than they were, and are gone; some of them by name."""

    added: int = 0
    changed: int = 0
    gone: int = 0
    named: tuple[RowThen, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.changed or self.gone)

    @property
    def words(self) -> str:
        """`2 rows added, 1 row gone`; empty where there is none."""
        counts = ((self.added, "added"), (self.changed, "changed"), (self.gone, "gone"))
        return ", ".join(f"{counted(n, 'row')} {word}" for n, word in counts if n)


def rows_of_month(
    reader: MirrorReader,
    wallet_id: WalletId,
    currency: Currency,
    start: datetime,
    end: datetime,
    *,
    with_evidence: bool,
) -> RowsOfMonth:
    """The digest of a month's rows as they are here, within one read of the mirror."""
    digest, count = hashlib.sha256(), 0
    packer = zlib.compressobj(6) if with_evidence else None
    packed = bytearray()
    for line in _lines(reader, wallet_id, currency, start, end):
        data = f"{line}\n".encode()
        digest.update(data)
        count += 1
        if packer is not None:
            packed += packer.compress(data)
    if packer is not None:
        packed += packer.flush()
    return RowsOfMonth(count - 1, digest.hexdigest(), bytes(packed))


def changes_since(
    evidence: bytes,
    reader: MirrorReader,
    wallet_id: WalletId,
    currency: Currency,
    start: datetime,
    end: datetime,
) -> RowChanges:
    """What is other than it was sealed; `ValueError` for evidence that cannot be read."""
    then = _skip_head(_unpacked(evidence))
    now = _skip_head(_lines(reader, wallet_id, currency, start, end))
    return compared(then, now)


def compared(then: Iterable[str], now: Iterable[str]) -> RowChanges:
    """The difference of two lists of rows that are both in the order of their moments.

    No more of them is held at once than differs, and the rows of one moment.
    """
    gone: dict[tuple[str, str], str] = {}
    came: dict[tuple[str, str], str] = {}
    for before, after in _by_moment(then, now):
        gone.update({_key(line): line for line in before - after})
        came.update({_key(line): line for line in after - before})
    both = gone.keys() & came.keys()
    named = [
        _row(gone.get(key), came.get(key)) for key in sorted(gone.keys() | came.keys())[:MOST_NAMED]
    ]
    return RowChanges(
        added=len(came) - len(both),
        changed=len(both),
        gone=len(gone) - len(both),
        named=tuple(sorted((row for row in named if row is not None), key=lambda row: row.at)),
    )


def _by_moment(
    then: Iterable[str], now: Iterable[str]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The rows of each moment on either side, the earliest first."""
    left, right = groupby(then, _moment), groupby(now, _moment)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        first = min(side[0] for side in (one, other) if side is not None)
        before: frozenset[str] = frozenset()
        after: frozenset[str] = frozenset()
        if one is not None and one[0] == first:
            before = frozenset(one[1])
            one = next(left, None)
        if other is not None and other[0] == first:
            after = frozenset(other[1])
            other = next(right, None)
        yield before, after


def _row(before: str | None, now: str | None) -> RowThen | None:
    line = now or before
    if line is None:
        return None
    entry_id, kind = _key(line)
    return RowThen(entry_id, kind, moment_at(_moment(line)), before, now)


def _moment(line: str) -> int:
    """The moment of a row, which its line begins with."""
    return int(line[1 : line.index(",")])


def _key(line: str) -> tuple[str, str]:
    """Entry and kind, which tell a row from the others of its wallet."""
    fields = json.loads(line)
    return str(fields[2]), str(fields[1])


def _lines(
    reader: MirrorReader, wallet_id: WalletId, currency: Currency, start: datetime, end: datetime
) -> Iterator[str]:
    head = (FORM, wallet_id, currency, micros_of(start), micros_of(end))
    yield json.dumps(head, separators=(",", ":"))
    yield from reader.months(wallet_id).canonical(currency, start, end)


def _skip_head(lines: Iterator[str]) -> Iterator[str]:
    next(lines, None)
    return lines


def _unpacked(evidence: bytes) -> Iterator[str]:
    """The lines of evidence, a piece at a time."""
    packer = zlib.decompressobj()
    rest = ""
    try:
        for begin in range(0, len(evidence), _PIECE):
            data = packer.decompress(evidence[begin : begin + _PIECE])
            *whole, rest = (rest + data.decode("ascii")).split("\n")
            yield from whole
            if len(rest) > _LARGEST_LINE:
                raise ValueError("no row is so long")
    except zlib.error as error:
        raise ValueError("the rows that were sealed cannot be read") from error
