"""Rows that are other than they were read before: kept as evidence, as it was and as it is (S-67).

A ledger's rows do not change. One that does, or that comes where all were read, may be a correction
of Voltage's; whoever has closed a month has to know.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.store.mirror.ledger_rows import row_of
from voltage_tui.store.mirror.moments import micros_of, moment_at

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.ledger import LedgerEntry

MOST_KEPT: Final = 1_000
Values = tuple[str | int | None, ...]
"""A row as `values_of` has it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A row as it was read before (None where it was not there) and as it was read `at`."""

    at: datetime
    before: LedgerEntry | None
    now: LedgerEntry


class Corrections:
    """Their table; within a transaction of its caller's where it writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(
        self, wallet: int, changes: Iterable[tuple[Values | None, Values]], at: datetime
    ) -> None:
        """Keep what was found at this moment; of very many only the newest stay."""
        self._connection.executemany(
            "INSERT INTO corrections (wallet, at_us, before, now) VALUES (?, ?, ?, ?)",
            [
                (
                    wallet,
                    micros_of(at),
                    None if before is None else json.dumps(before),
                    json.dumps(now),
                )
                for before, now in changes
            ],
        )
        self._connection.execute(
            "DELETE FROM corrections WHERE n <= (SELECT max(n) FROM corrections) - ?", (MOST_KEPT,)
        )

    def of_wallet(self, wallet: int, wallet_id: WalletId) -> list[Correction]:
        """Those of a wallet, the newest first."""
        found = self._connection.execute(
            "SELECT at_us, before, now FROM corrections WHERE wallet = ? ORDER BY n DESC", (wallet,)
        )
        return [
            Correction(
                moment_at(at_us),
                None if before is None else _entry(before, wallet_id),
                _entry(now, wallet_id),
            )
            for at_us, before, now in found
        ]

    def count_since(self, wallet: int, moment: datetime) -> int:
        """How many of a wallet's were found since a moment."""
        (count,) = self._connection.execute(
            "SELECT count(*) FROM corrections WHERE wallet = ? AND at_us >= ?",
            (wallet, micros_of(moment)),
        ).fetchone()
        return int(count)


def _entry(body: str, wallet_id: WalletId) -> LedgerEntry:
    return row_of((0, 0, *json.loads(body), None, None, None, None), wallet_id).entry
