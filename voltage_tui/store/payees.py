"""Who was paid, and what a person calls them: kept for each environment, beside the journal.

Only payments that were made are here, one row for each, however often it is told. All of it is
synchronous, for one thread at a time; times are aware moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.store.database import reading, transaction
from voltage_tui.store.moments import moment_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment that was made: to which node (hex) or address, how much (msats), and when.

    `msats` is None where it was not told.
    """

    key: str
    payment_id: PaymentId
    msats: int | None
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class KeptPayees:
    """Every payment that was noted, the first one first, and the names by key."""

    paid: tuple[Paid, ...]
    names: Mapping[str, str]


_ALL: Final = "SELECT payee, payment_id, msats, completed_at FROM paid ORDER BY completed_at"


class Payees:
    """Rows in `paid` are only ever added; a name is given, changed and taken away by a person."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def kept(self) -> KeptPayees:
        """All that is known. Raises `StoreError`."""
        with reading(self._connection) as connection:
            paid = tuple(
                Paid(key, PaymentId(payment_id), msats, datetime.fromisoformat(completed_at))
                for key, payment_id, msats, completed_at in connection.execute(_ALL).fetchall()
            )
            names = dict(connection.execute("SELECT payee, name FROM payee_names").fetchall())
        return KeptPayees(paid, names)

    def note(self, paid: Iterable[Paid]) -> None:
        """Add payments; of one that is known already nothing changes. Raises `StoreError`."""
        rows = [(p.payment_id, p.key, p.msats, moment_text(p.completed_at)) for p in paid]
        with transaction(self._connection) as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO paid (payment_id, payee, msats, completed_at) "
                "VALUES (?, ?, ?, ?)",
                rows,
            )

    def name(self, key: str, name: str) -> None:
        """Call a payee by this name; an empty one takes the name away. Raises `StoreError`."""
        with transaction(self._connection) as connection:
            connection.execute("DELETE FROM payee_names WHERE payee = ?", (key,))
            if name:
                connection.execute(
                    "INSERT INTO payee_names (payee, name) VALUES (?, ?)", (key, name)
                )
