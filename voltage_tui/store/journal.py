"""The journal: every write before it leaves, and what payments are not known to have ended.

All of it is synchronous, for one thread at a time; times are aware moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.writes import (
    AlreadyPaidError,
    IdUsedError,
    PaidBefore,
    PaymentGuardedError,
    WriteIntent,
    WriteOutcome,
)
from voltage_tui.store.database import reading, transaction
from voltage_tui.store.moments import moment_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class Resolution(Enum):
    """How the question of a payment was settled for good, so that it guards nothing any more."""

    PAID = "paid"
    """The API said that it completed: what can be paid once was paid, for good."""
    ENDED = "ended"
    """The API said that it failed or expired, and nothing of it is held."""
    REFUSED = "refused"
    """The API refused it."""
    NOT_SENT = "not_sent"
    """It surely never reached the server."""
    GIVEN_UP = "given_up"
    """A person declared that it was never sent, after the API had not known it for long."""


@dataclass(frozen=True, slots=True)
class OpenSend:
    """A payment that was to be sent and whose end is not known.

    `intended_at` is None when it was reserved but no request was written down, so that none can
    have left; `outcome` is None when the program ended before an answer (S-1). `payable_until` is
    when what was to be paid expires, by the server's clock, and None for what never does.
    """

    payment_id: PaymentId
    wallet_id: WalletId
    reserved_at: datetime
    intended_at: datetime | None
    outcome: WriteOutcome | None
    payable_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """Payments of this environment by how their question was settled, where that matters later."""

    paid: frozenset[PaymentId]
    given_up: frozenset[PaymentId]


_SETTLED: Final = """
    SELECT payment_id, resolution FROM sends WHERE resolution IN ('paid', 'given_up')
"""
_OPEN: Final = """
    SELECT payment_id, wallet_id, reserved_at, intended_at, outcome, payable_until
    FROM sends LEFT JOIN writes ON resource_id = payment_id AND creates = 1
    WHERE resolution IS NULL ORDER BY reserved_at DESC, payment_id
"""
_GUARDED: Final = """
    SELECT payment_id FROM guards JOIN sends USING (payment_id)
    WHERE guard = ? AND resolution IS NULL
"""
_PAID: Final = """
    SELECT payment_id, resolved_at FROM guards JOIN sends USING (payment_id)
    WHERE guard = ? AND resolution = 'paid' ORDER BY resolved_at
"""


class Journal:
    """Rows in `writes` are only ever added and settled, never changed or removed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def reserve(
        self,
        payment_id: PaymentId,
        wallet_id: WalletId,
        guards: Iterable[str],
        at: datetime,
        *,
        once: Iterable[str] = (),
        payable_until: datetime | None = None,
    ) -> None:
        """Note a payment before it is sent, and what it guards against being paid again (S-7).

        `guards` are digests (`guard_digest`), and those of them that are good for one payment,
        ever, are in `once` too. `payable_until` is when what is paid expires. Raises
        `PaymentGuardedError` when an open payment has one of the guards, `AlreadyPaidError` when
        one that was paid has one of `once`, `IdUsedError` when the identifier was reserved
        before, `StoreError`.
        """
        with transaction(self._connection) as connection:
            if _one(connection, "SELECT 1 FROM sends WHERE payment_id = ?", payment_id):
                raise IdUsedError(payment_id, same_body=True)
            for guard in sorted(guards):
                earlier = _one(connection, _GUARDED, guard)
                if earlier is not None:
                    raise PaymentGuardedError(str(earlier[0]))
            before = _paid(connection, once)
            if before is not None:
                raise AlreadyPaidError(before)
            connection.execute(
                "INSERT INTO sends (payment_id, wallet_id, reserved_at, payable_until) "
                "VALUES (?, ?, ?, ?)",
                (
                    payment_id,
                    wallet_id,
                    moment_text(at),
                    payable_until and moment_text(payable_until),
                ),
            )
            connection.executemany(
                "INSERT INTO guards (guard, payment_id) VALUES (?, ?)",
                [(guard, payment_id) for guard in sorted(set(guards))],
            )

    def intend(self, intent: WriteIntent, at: datetime) -> int:
        """Write down that a write is about to leave; its number, for `settle` (S-1).

        Raises `IdUsedError` (S-3, S-4) and `StoreError`; then nothing may be sent.
        """
        with transaction(self._connection) as connection:
            before = intent.creates and _one(
                connection,
                "SELECT body_sha256 FROM writes WHERE resource_id = ? AND creates = 1",
                intent.resource_id,
            )
            if before:
                raise IdUsedError(intent.resource_id, same_body=before[0] == intent.body_sha256)
            row = connection.execute(
                "INSERT INTO writes (resource_id, operation, creates, organization_id, "
                "environment_id, body_sha256, intended_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    intent.resource_id,
                    intent.operation,
                    int(intent.creates),
                    intent.scope.organization_id,
                    intent.scope.environment_id,
                    intent.body_sha256,
                    moment_text(at),
                ),
            )
            return int(row.lastrowid or 0)

    def settle(self, number: int, outcome: WriteOutcome, at: datetime) -> None:
        """Note what became of a write; what was noted first stays. Raises `StoreError`."""
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE writes SET outcome = ?, settled_at = ? WHERE n = ? AND outcome IS NULL",
                (outcome.value, moment_text(at), number),
            )

    def resolve(self, payment_id: PaymentId, resolution: Resolution, at: datetime) -> None:
        """A payment's question is settled: but for what can be paid once, and was, it guards
        nothing any more. What was settled first stays, but that it was paid replaces any other.
        Raises `StoreError`."""
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE sends SET resolution = ?, resolved_at = ? "
                "WHERE payment_id = ? AND (resolution IS NULL OR (? = 1 AND resolution <> 'paid'))",
                (resolution.value, moment_text(at), payment_id, resolution is Resolution.PAID),
            )

    def reopen(self, payment_id: PaymentId) -> None:
        """One that was declared never sent was seen after all: it guards again (S-7).

        Any other stays as it is. Raises `StoreError`.
        """
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE sends SET resolution = NULL, resolved_at = NULL "
                "WHERE payment_id = ? AND resolution = ?",
                (payment_id, Resolution.GIVEN_UP.value),
            )

    def settled(self) -> Settled:
        """The payments that were paid and those declared never sent. Raises `StoreError`."""
        with reading(self._connection) as connection:
            rows = connection.execute(_SETTLED).fetchall()
        return Settled(
            *(
                frozenset(PaymentId(one) for one, how in rows if how == resolution.value)
                for resolution in (Resolution.PAID, Resolution.GIVEN_UP)
            )
        )

    def open_sends(self) -> tuple[OpenSend, ...]:
        """The payments whose end is not known, newest first. Raises `StoreError`."""
        with reading(self._connection) as connection:
            return tuple(
                OpenSend(
                    PaymentId(payment_id),
                    WalletId(wallet_id),
                    datetime.fromisoformat(reserved_at),
                    None if intended_at is None else datetime.fromisoformat(intended_at),
                    None if outcome is None else WriteOutcome(outcome),
                    None if payable_until is None else datetime.fromisoformat(payable_until),
                )
                for payment_id, wallet_id, reserved_at, intended_at, outcome, payable_until in (
                    connection.execute(_OPEN).fetchall()
                )
            )

    def guarded_by(self, guards: Iterable[str]) -> PaymentId | None:
        """The open payment that has one of these guards, or None (S-7). Raises `StoreError`."""
        with reading(self._connection) as connection:
            for guard in sorted(guards):
                found = _one(connection, _GUARDED, guard)
                if found is not None:
                    return PaymentId(str(found[0]))
        return None

    def paid_before(self, once: Iterable[str]) -> PaidBefore | None:
        """The payment by which one of these was paid, or None (S-7). Raises `StoreError`."""
        with reading(self._connection) as connection:
            return _paid(connection, once)


def _paid(connection: sqlite3.Connection, once: Iterable[str]) -> PaidBefore | None:
    for guard in sorted(once):
        found = _one(connection, _PAID, guard)
        if found is not None:
            payment_id, at = found
            return PaidBefore(str(payment_id), datetime.fromisoformat(str(at)))
    return None


def _one(connection: sqlite3.Connection, query: str, value: str) -> tuple[object, ...] | None:
    row: tuple[object, ...] | None = connection.execute(query, (value,)).fetchone()
    return row
